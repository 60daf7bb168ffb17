'use client';

import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { VERIFICATION } from '@/lib/offers/offer-types';
import type { LivePlan } from './use-run-plan.client';

interface UnauditedChoiceProps {
  plan: Pick<LivePlan, 'n' | 'change'>;
  isConfirmed: boolean;
  onConfirm: (isConfirmed: boolean) => void;
}

/** On a market without public draws: why nothing that is checked can be bought, and what can. */
export function UnauditedChoice({ plan, isConfirmed, onConfirm }: UnauditedChoiceProps) {
  const { deployment } = usePublicConfig();
  if (!deployment || deployment.limits.publicDraws) return null;
  if (plan.n === 0) {
    return (
      <label
        htmlFor="unaudited"
        className="flex cursor-pointer items-start gap-2.5 rounded-md border border-attention p-3"
      >
        <Checkbox
          id="unaudited"
          className="mt-0.5"
          checked={isConfirmed}
          onChange={(event) => onConfirm(event.target.checked)}
        />
        <span className="max-w-[72ch]">
          I buy this result unaudited: nobody checks it, I cannot dispute it, and a wrong one is
          paid for like a right one.
        </span>
      </label>
    );
  }
  return (
    <Notice tone="wrong" alert title="This market takes no public draws">
      <p>
        It lives on a chain whose blocks are no fair dice, and this page signs no private draw: no
        provider could be matched with a run that is checked.
      </p>
      <Button
        variant="secondary"
        size="sm"
        className="mt-2"
        onClick={() => {
          onConfirm(false);
          plan.change({ verification: VERIFICATION.none });
        }}
      >
        Look for a run without checks
      </Button>
    </Notice>
  );
}

interface UncheckedRunProps {
  plan: Pick<LivePlan, 'change'>;
  /** No provider takes it so: an offer for any module takes runs that are checked. */
  isRefused?: boolean;
}

/** The protection of a run that its buyer took without checks, and the way back. */
export function UncheckedRun({ plan, isRefused = false }: UncheckedRunProps) {
  return (
    <Notice
      tone="attention"
      alert={isRefused}
      title={isRefused ? 'No provider runs this without checks' : 'This run is not protected'}
    >
      <p>
        {isRefused
          ? 'You chose that nobody checks it. Offers for any module take checked runs only, and none now names this module. Nothing was bought.'
          : 'You chose that nobody checks it: there is no audit, no dispute and no panel, and whatever is handed in is paid for. A provider that is late or declines still pays you.'}
      </p>
      <Button
        variant="secondary"
        size="sm"
        className="mt-2"
        onClick={() => plan.change({ verification: VERIFICATION.A })}
      >
        Have it checked
      </Button>
    </Notice>
  );
}
