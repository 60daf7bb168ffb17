'use client';

import { Amount } from '@/components/ui/amount';
import { useAtNow } from '@/components/ui/now';
import { StateChip, type Tone } from '@/components/ui/state-chip';
import type { DealRecord } from '@/lib/chain/deal-fold';
import {
  type BillingState,
  type BuyerMoney,
  billingStateOf,
  buyerMoneyOf,
} from '@/lib/deals/billing';
import { statusAt } from '@/lib/deals/deal-status.view';
import { usePublicConfig } from '@/lib/env/public-config.client';

const BILLING: Record<BillingState, { tone: Tone; word: string; why: string }> = {
  none: {
    tone: 'neutral',
    word: 'Billing: none',
    why: 'No result came in time: nothing is owed.',
  },
  accruing: {
    tone: 'running',
    word: 'Billing: accruing',
    why: 'The run’s fuel adds up, to the limit at most.',
  },
  capped: {
    tone: 'running',
    word: 'Billing: capped',
    why: 'The fuel is posted: the price cannot grow any more.',
  },
  final: { tone: 'safe', word: 'Billing: final', why: 'The deal is settled.' },
};

const BASIS: Record<BuyerMoney['basis'], { spent: string; back: string }> = {
  settled: { spent: 'Spent', back: 'Refunded' },
  most: { spent: 'Spent, at most', back: 'Refundable, at least' },
  nothing: { spent: 'Spent', back: 'Refundable' },
  accepted: { spent: 'Spent, once it is accepted', back: 'Refundable then' },
  upheld: { spent: 'Spent, if the provider is right', back: 'Refundable then' },
};

/** What the buyer has locked, spent and gets back, at every stage of the deal. */
export function BuyerMoneyChart({ record }: { record: DealRecord }) {
  const { windows } = usePublicConfig();
  const status = useAtNow((now) => statusAt(record, now, windows));
  const billing = BILLING[billingStateOf(record, status)];
  const { locked, spent, refundable, compensation, basis } = buyerMoneyOf(record, status);
  const words = BASIS[basis];
  const total = locked + compensation;
  return (
    <section aria-label="The buyer’s money" className="flex flex-col gap-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateChip tone={billing.tone} size="sm">
          {billing.word}
        </StateChip>
        <span className="text-muted text-xs">{billing.why}</span>
      </p>
      <ul className="flex flex-col gap-2">
        <Step
          name={basis === 'settled' ? 'The buyer had locked' : 'The buyer has locked'}
          amount={locked}
          from={0n}
          total={total}
          look="bg-accent"
        />
        <Step name={words.spent} amount={spent} from={refundable} total={total} look="bg-wrong" />
        <Step name={words.back} amount={refundable} from={0n} total={total} look="bg-safe" />
        {compensation > 0n ? (
          <Step
            name="Compensation from the provider"
            amount={compensation}
            from={locked}
            total={total}
            look="bg-safe"
          />
        ) : null}
      </ul>
    </section>
  );
}

interface StepProps {
  name: string;
  amount: bigint;
  /** Where its bar begins, of the total. */
  from: bigint;
  total: bigint;
  look: string;
}

/** One step of the waterfall: a bar where the one before it leaves off. */
function Step({ name, amount, from, total, look }: StepProps) {
  const share = (part: bigint) => (total === 0n ? 0 : Number((part * 10_000n) / total) / 100);
  return (
    <li className="flex flex-col gap-1">
      <span className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="text-muted">{name}</span>
        <Amount value={amount} className="font-medium" />
      </span>
      <span aria-hidden className="block h-2 overflow-hidden rounded-sm bg-raised">
        <span
          className={`block h-full rounded-sm ${look}`}
          style={{
            marginLeft: `${share(from)}%`,
            width: amount === 0n ? 0 : `max(2px, ${share(amount)}%)`,
          }}
        />
      </span>
    </li>
  );
}
