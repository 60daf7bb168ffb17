'use client';

import type { DealRecord } from '@/lib/chain/deal-fold';
import { DealActions } from './deal-parts';
import { NextStep } from './next-step';
import { useParty } from './use-party.client';

/** The deal's next step; whoever has a part in the deal gets the buttons to it. */
export function NextMove({ record }: { record: DealRecord }) {
  const you = useParty(record.terms);
  return (
    <NextStep facts={record} you={you}>
      {you ? <DealActions record={record} you={you} /> : null}
    </NextStep>
  );
}
