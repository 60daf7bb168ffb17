'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useNow } from '@/components/ui/now';
import { STAGE } from '@/lib/chain/deal-facts';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { partyCalls } from '@/lib/deals/party-calls';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { useBalances } from '@/lib/wallet/balances.client';
import { isShortOfGas } from './call-gas';
import { DealCallDialog } from './deal-call-dialog';
import { useChainHead } from './use-chain-head.client';
import { type DealCall, useDealCall } from './use-deal-call.client';

interface DealActionsProps {
  record: DealRecord;
  you: 'buyer' | 'provider';
}

/** Stages in which a party has a call of its own, until a deadline. */
const DECIDING: readonly number[] = [STAGE.Posted, STAGE.Cleared, STAGE.Verdict1];

/** What the connected person can do about this deal now. */
export function DealActions({ record, you }: DealActionsProps) {
  const now = useNow();
  const { windows, gasSymbol } = usePublicConfig();
  const head = useChainHead(DECIDING.includes(record.stage));
  const balances = useBalances();
  const { send, busy, problem, clear } = useDealCall(record);
  const [asking, setAsking] = useState<'dispute' | 'appeal'>();
  const calls = partyCalls(record, you, now, head?.timestamp, windows);
  const offers = (call: DealCall) => calls.includes(call);
  const close = () => {
    setAsking(undefined);
    clear();
  };
  const confirm = () => {
    if (!asking) return;
    void send(asking).then((isDone) => {
      if (isDone) close();
    });
  };
  const gas = balances.data?.gas;
  const isShort = isShortOfGas(gas, head?.gasPrice) && (offers('dispute') || offers('appeal'));
  // What was asked and what went wrong stay until they are dismissed, wherever the deal has gone.
  return (
    <>
      {offers('accept') || offers('dispute') || offers('appeal') ? (
        <div className="flex flex-wrap gap-2">
          {offers('accept') ? (
            <Button busy={busy === 'accept'} onClick={() => void send('accept')}>
              Accept the result
            </Button>
          ) : null}
          {offers('dispute') ? (
            <Button variant="danger" onClick={() => setAsking('dispute')}>
              Dispute
            </Button>
          ) : null}
          {offers('appeal') ? (
            <Button variant="danger" onClick={() => setAsking('appeal')}>
              Appeal
            </Button>
          ) : null}
        </div>
      ) : null}
      {isShort ? (
        <Notice
          tone="attention"
          title={`This account has ${gas === 0n ? 'no' : 'too little'} ${gasSymbol} to pay for gas`}
          className="w-full"
        >
          {you === 'buyer' && offers('dispute')
            ? `Accepting costs nothing: saying nothing does it. A dispute is a transaction of your own: send this account some ${gasSymbol} while there is time.`
            : `An appeal is a transaction of your own: send this account some ${gasSymbol} while there is time.`}
        </Notice>
      ) : null}
      {problem && asking === undefined ? (
        <Notice
          tone={problem.declined ? 'neutral' : 'wrong'}
          alert
          title={problem.title}
          className="w-full"
          action={
            <Button size="sm" variant="ghost" onClick={clear}>
              Dismiss
            </Button>
          }
        >
          {problem.advice}
        </Notice>
      ) : null}
      {asking ? (
        <DealCallDialog
          call={asking}
          record={record}
          isGone={busy === undefined && !offers(asking)}
          busy={busy !== undefined}
          problem={problem}
          gasPrice={head?.gasPrice}
          onClose={close}
          onConfirm={confirm}
        />
      ) : null}
    </>
  );
}
