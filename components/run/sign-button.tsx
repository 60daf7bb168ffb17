'use client';

import { Button } from '@/components/ui/button';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { formatAmount } from '@/lib/shared/amount.view';
import { BARRIER_WORDS, drawBarrierOf } from './draw-barrier';

interface SignButtonProps {
  /** Seats of a panel; 0 for a run that nobody checks. */
  n: number;
  /** All that the buyer has to have deposited. */
  locked: bigint;
  /** The buyer confirmed that it buys a result that nobody audits. */
  isConfirmed: boolean;
  /** Something is being signed. */
  isBusy: boolean;
  /** Something else is in the way, which is told beside it. */
  isOff: boolean;
  onSign: () => void;
}

/** Signs and buys; where the market could not draw an audit, it is off and says so. */
export function SignButton({ n, locked, isConfirmed, isBusy, isOff, onSign }: SignButtonProps) {
  const { deployment, tokenSymbol } = usePublicConfig();
  const barrier = drawBarrierOf({ n, publicDraws: deployment?.limits.publicDraws, isConfirmed });
  return (
    <>
      {barrier && !isBusy ? (
        <p id="barrier" className="text-attention text-xs">
          {BARRIER_WORDS[barrier]}
        </p>
      ) : null}
      <Button
        size="lg"
        busy={isBusy}
        aria-describedby={barrier && !isBusy ? 'barrier' : undefined}
        disabled={isOff || barrier !== undefined || !deployment}
        onClick={onSign}
        className="h-auto min-h-11 whitespace-normal py-2 text-sm"
      >
        Sign and buy for up to {`${formatAmount(locked)}\u00a0${tokenSymbol}`}
      </Button>
    </>
  );
}
