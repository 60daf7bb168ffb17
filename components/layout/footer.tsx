import { Link } from '@/components/ui/link';

interface FooterProps {
  chainName: string;
  market: string | undefined;
}

export function Footer({ chainName, market }: FooterProps) {
  return (
    <footer className="mt-16 border-border border-t max-md:pb-20">
      <div className="shell flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-5 text-muted text-xs">
        <p>Reckon: an open market for computation in which nobody has to be believed.</p>
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <span>{chainName}</span>
          {market ? (
            <span>
              Market{' '}
              <span className="font-mono">{`${market.slice(0, 8)}…${market.slice(-4)}`}</span>
            </span>
          ) : null}
          <Link href="/account" prefetch={false} className="hover:text-text hover:underline">
            Account
          </Link>
        </p>
      </div>
    </footer>
  );
}
