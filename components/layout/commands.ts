import { shortHash } from '@/lib/shared/hash.view';
import { SECTIONS } from './sections';

export interface Command {
  kind: 'Go to' | 'Run' | 'Find';
  label: string;
  href: string;
}

const PAGES: readonly Command[] = [
  { kind: 'Go to', label: 'Home', href: '/' },
  ...SECTIONS.map(({ label, href }) => ({ kind: 'Go to' as const, label, href })),
  { kind: 'Go to', label: 'Courts and mediators', href: '/courts' },
  { kind: 'Go to', label: 'Found a court', href: '/courts/found' },
  { kind: 'Go to', label: 'Account', href: '/account' },
];

/** The commands that fit a query: pages, modules by title, and whatever a pasted hash can be. */
export function commandsFor(
  query: string,
  modules: readonly { id: string; title: string }[],
): readonly Command[] {
  const words = query.trim().toLowerCase();
  if (/^0x[0-9a-f]{64}$/.test(words)) {
    return [
      { kind: 'Find', label: `Deal ${shortHash(words)}`, href: `/deals/${words}` },
      { kind: 'Find', label: `Dispute of ${shortHash(words)}`, href: `/disputes/${words}` },
      { kind: 'Find', label: `Module ${shortHash(words)}`, href: `/modules/${words}` },
      { kind: 'Find', label: `Court ${shortHash(words)}`, href: `/courts/${words}` },
    ];
  }
  if (/^0x[0-9a-f]{40}$/.test(words)) {
    return [
      { kind: 'Find', label: `Deals of ${shortHash(words)}`, href: `/deals?party=${words}` },
      { kind: 'Find', label: `Provider ${shortHash(words)}`, href: `/providers/${words}` },
      { kind: 'Find', label: `Mediator ${shortHash(words)}`, href: `/mediators/${words}` },
      { kind: 'Find', label: `Offers of ${shortHash(words)}`, href: `/offers?provider=${words}` },
    ];
  }
  const all: Command[] = [
    ...PAGES,
    ...modules.map(({ id, title }) => ({
      kind: 'Run' as const,
      label: title,
      href: `/modules/${id}/run`,
    })),
  ];
  return all.filter(({ kind, label }) => `${kind} ${label}`.toLowerCase().includes(words));
}
