import { Check, Circle, LoaderCircle } from 'lucide-react';
import type { PurchaseStep } from '@/lib/offers/place-job-offer.client';
import { cn } from '@/lib/shared/class-names';

export type BuyPhase = PurchaseStep | 'matching';

const PHASES: readonly { phase: BuyPhase; text: string; wallet?: boolean }[] = [
  { phase: 'packing', text: 'Pack and check your inputs' },
  { phase: 'uploading', text: 'Upload them to the directory' },
  { phase: 'receipt', text: 'Get its receipt' },
  { phase: 'offer', text: 'Sign the offer', wallet: true },
  { phase: 'permit', text: 'Sign the deposit', wallet: true },
  { phase: 'posting', text: 'Post the offer' },
  { phase: 'matching', text: 'A solver matches it with a provider' },
];

interface BuyProgressProps {
  phase: BuyPhase;
  /** The deposit has to grow, so a permit is asked for. */
  needsPermit: boolean;
  /** Only what comes after the signatures is shown. */
  isSigned?: boolean;
}

/** Where the purchase stands. */
export function BuyProgress({ phase, needsPermit, isSigned = false }: BuyProgressProps) {
  const first = isSigned ? PHASES.findIndex((item) => item.phase === 'posting') : 0;
  const phases = PHASES.slice(first).filter((item) => needsPermit || item.phase !== 'permit');
  const current = phases.findIndex((item) => item.phase === phase);
  return (
    <ol className="flex flex-col gap-2" aria-live="polite">
      {phases.map((item, index) => {
        const Icon = index < current ? Check : index === current ? LoaderCircle : Circle;
        return (
          <li
            key={item.phase}
            className={cn(
              'flex items-center gap-2.5',
              index > current && 'text-muted',
              index === current && 'font-medium',
            )}
          >
            <Icon
              aria-hidden
              className={cn(
                'size-4 shrink-0',
                index < current && 'text-safe',
                index === current && 'animate-spin text-accent',
              )}
            />
            {item.text}
            {index === current && item.wallet ? (
              <span className="font-normal text-muted text-xs">look at your wallet</span>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
