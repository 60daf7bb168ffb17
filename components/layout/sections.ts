import { ArrowLeftRight, Blocks, type LucideIcon, Scale, Server, SquareStack } from 'lucide-react';

export interface Section {
  href: string;
  label: string;
  icon: LucideIcon;
  /** The key after "g" that goes there. */
  key: string;
}

/** The places of the site, in the order of the top bar. */
export const SECTIONS: readonly Section[] = [
  { href: '/modules', label: 'Modules', icon: Blocks, key: 'm' },
  { href: '/offers', label: 'Offers', icon: SquareStack, key: 'o' },
  { href: '/deals', label: 'Deals', icon: ArrowLeftRight, key: 'd' },
  { href: '/disputes', label: 'Disputes', icon: Scale, key: 's' },
  { href: '/provide', label: 'Provide', icon: Server, key: 'p' },
];
