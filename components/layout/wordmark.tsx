import { Link } from '@/components/ui/link';

export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <rect width="24" height="24" rx="5" fill="var(--accent)" />
      <path
        d="M6 8.5h8M6 13h8M6 17.5l2.5 0"
        stroke="var(--on-accent)"
        strokeWidth="2"
        strokeLinecap="round"
        fill="none"
      />
      <path
        d="M11.5 16.5l2.4 2.4 4.6-5.4"
        stroke="var(--on-accent)"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
        fill="none"
      />
    </svg>
  );
}

export function Wordmark() {
  return (
    <Link
      href="/"
      prefetch={false}
      aria-label="Reckon, home"
      className="flex shrink-0 items-center gap-2 rounded-md font-semibold text-[1.0625rem] tracking-[-0.02em]"
    >
      <Mark className="size-6" />
      <span className="max-[24rem]:sr-only">Reckon</span>
    </Link>
  );
}
