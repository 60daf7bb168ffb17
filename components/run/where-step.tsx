'use client';

import { PowerOff, Shuffle } from 'lucide-react';
import { Amount } from '@/components/ui/amount';
import { EmptyState } from '@/components/ui/empty-state';
import { Fingerprint } from '@/components/ui/fingerprint';
import { isMisfitOfNow, type MisfitChoice, type OfferChoice } from '@/lib/offers/offer-fit.view';
import { costOf, dealValueOf } from '@/lib/offers/price';
import type { RunSearch } from '@/lib/offers/run-search';
import type { NeedFigures } from '@/lib/offers/search/misfit-words.view';
import { cn } from '@/lib/shared/class-names';
import { shortHash } from '@/lib/shared/hash.view';
import { formatDecimals, formatFuel, formatMiB } from '@/lib/shared/quantity.view';
import type { PlanChange } from './plan-change';
import { RunMisfits, useRunMisfits } from './run-misfits';
import type { Where } from './run-plan';

interface WhereStepProps {
  /** Cheapest first. */
  fitting: readonly OfferChoice[];
  misfits: readonly MisfitChoice[];
  /** What the server was asked for, and what the run needs in figures. */
  search: RunSearch;
  needs: NeedFigures;
  fuelLimit: bigint;
  expectedFuel: bigint;
  where: Where;
  onChange: (where: Where) => void;
  onPlan: (change: PlanChange) => void;
}

/** Who runs it: any provider that fits, or one of them. */
export function WhereStep(props: WhereStepProps) {
  const { fitting, misfits, search, needs, fuelLimit, expectedFuel, where, onChange } = props;
  const groups = useRunMisfits(search, needs);
  const others = { groups, misfits: misfits.filter(isMisfitOfNow), needs, onPlan: props.onPlan };
  if (fitting.length === 0) {
    return (
      <div className="flex flex-col gap-4">
        <EmptyState icon={PowerOff} title="No provider fits right now">
          {misfits.length > 0 || groups.length > 0
            ? 'There are offers, but none that fits this job. What each of them lacks is below.'
            : 'No machine is on. Offers appear here as soon as a provider starts its agent; this list refreshes by itself.'}
        </EmptyState>
        <RunMisfits {...others} />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">Provider</legend>
        <Choice name="any" checked={where === 'any'} onSelect={() => onChange('any')}>
          <Shuffle aria-hidden className="size-5 shrink-0 text-muted" strokeWidth={1.75} />
          <div className="min-w-0 grow">
            <p className="font-medium">Any provider that fits</p>
            <p className="text-muted text-xs">
              The cheapest first. If one misses its deadline, your offer goes on to the next without
              a new signature.
            </p>
          </div>
        </Choice>
        {fitting.map((choice) => (
          <OfferLine
            key={choice.hash}
            choice={choice}
            expected={costOf(choice.offer, expectedFuel)}
            most={dealValueOf(choice.offer, fuelLimit)}
            checked={where === choice.hash}
            onSelect={() => onChange(choice.hash)}
          />
        ))}
      </fieldset>
      <RunMisfits {...others} />
    </div>
  );
}

interface OfferLineProps {
  choice: OfferChoice;
  expected: bigint;
  most: bigint;
  checked: boolean;
  onSelect: () => void;
}

function OfferLine({ choice, expected, most, checked, onSelect }: OfferLineProps) {
  const { offer, dealsEver, state } = choice;
  return (
    <Choice name={choice.hash} checked={checked} onSelect={onSelect}>
      <Fingerprint value={offer.provider} className="size-6" />
      <div className="min-w-0 grow">
        <p className="font-mono text-[0.8125rem]">{shortHash(offer.provider)}</p>
        <p className="text-muted text-xs">
          {formatDecimals(offer.cpuMilli / 1000, 3)} CPU · {formatMiB(offer.memoryMiB)} ·{' '}
          {formatFuel(offer.fuelPerSecond)} fuel/s
        </p>
      </div>
      <p className="text-right text-muted text-xs max-sm:hidden">
        {dealsEver === 1 ? '1 deal so far' : `${dealsEver} deals so far`}
        {state === 'busy' ? <span className="block text-attention">busy now</span> : null}
      </p>
      <p className="tabular w-36 shrink-0 text-right max-sm:w-28">
        <Amount value={expected} className="font-medium" />
        <span className="block text-muted text-xs">
          at most <Amount value={most} />
        </span>
      </p>
    </Choice>
  );
}

interface ChoiceProps {
  name: string;
  checked: boolean;
  onSelect: () => void;
  children: React.ReactNode;
}

function Choice({ name, checked, onSelect, children }: ChoiceProps) {
  return (
    <label
      className={cn(
        'flex cursor-pointer items-center gap-3 rounded-md border px-4 py-3 transition-colors duration-150 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
        checked ? 'border-accent bg-accent-soft' : 'border-border bg-surface hover:bg-raised',
      )}
    >
      <input
        type="radio"
        name="where"
        value={name}
        checked={checked}
        onChange={onSelect}
        className="size-4 shrink-0 accent-(--accent) outline-none"
      />
      {children}
    </label>
  );
}
