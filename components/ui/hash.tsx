import { Link } from '@/components/ui/link';
import { cn } from '@/lib/shared/class-names';
import { shortHash } from '@/lib/shared/hash.view';
import { CopyButton } from './copy-button';
import { Fingerprint } from './fingerprint';

/** Where values have a page of their own, by what they are. */
const PAGES: Readonly<Record<string, string>> = {
  buyer: '/deals?party=',
  provider: '/providers/',
  mediator: '/mediators/',
  'court id': '/courts/',
};

interface HashProps {
  value: string;
  /** What it is, for the copy button: "result digest". Parties and courts are linked by it. */
  label: string;
  /** Another page than its own; null for none. */
  href?: string | null;
  /** Shows a picture of the value, so that equal and different are seen at a glance. */
  picture?: boolean;
  copy?: boolean;
  full?: boolean;
  className?: string;
}

/** A hash, address or content id: short, in the mono face, with the whole value on hover and copy. */
export function Hash(props: HashProps) {
  const { value, label, picture = true, copy = true, full = false, className } = props;
  const page = PAGES[label];
  const href = props.href === undefined && page ? `${page}${value}` : props.href;
  const text = (
    <span
      title={value}
      className={cn('font-mono text-[0.8125rem]', full ? 'break-all' : 'whitespace-nowrap')}
    >
      {full ? value : shortHash(value)}
    </span>
  );
  return (
    <span
      className={cn('inline-flex min-w-0 items-center gap-1.5', picture && 'pictured', className)}
    >
      {picture ? <Fingerprint value={value} /> : null}
      {href ? (
        <Link href={href} prefetch={false} className="link min-w-0 text-text">
          {text}
        </Link>
      ) : (
        text
      )}
      {copy ? <CopyButton value={value} label={label} className="-ml-0.5" /> : null}
    </span>
  );
}
