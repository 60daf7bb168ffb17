'use client';

import { useState } from 'react';
import { Amount } from '@/components/ui/amount';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { useNow } from '@/components/ui/now';
import { Countdown } from '@/components/ui/time';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { nextActors } from '@/lib/deals/transitions';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { type DealCall, lockOf, useDealCall } from './use-deal-call.client';

interface DealActionsProps {
  record: DealRecord;
  you: 'buyer' | 'provider' | undefined;
}

/** What the connected person can do about this deal now. */
export function DealActions({ record, you }: DealActionsProps) {
  const now = useNow();
  const { windows } = usePublicConfig();
  const { send, busy, problem } = useDealCall(record);
  const [asking, setAsking] = useState<DealCall>();
  const calls = nextActors(record, now, windows)
    .filter(({ by }) => by === you)
    .map(({ move }) => move);
  if (!['accept', 'dispute', 'appeal'].some((call) => calls.includes(call as DealCall)))
    return null;
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {calls.includes('accept') ? (
          <Button busy={busy === 'accept'} onClick={() => void send('accept')}>
            Accept the result
          </Button>
        ) : null}
        {calls.includes('dispute') ? (
          <Button variant="danger" onClick={() => setAsking('dispute')}>
            Dispute
          </Button>
        ) : null}
        {calls.includes('appeal') ? (
          <Button variant="danger" onClick={() => setAsking('appeal')}>
            Appeal
          </Button>
        ) : null}
      </div>
      {problem && asking === undefined ? (
        <Notice
          tone={problem.declined ? 'neutral' : 'wrong'}
          alert
          title={problem.title}
          className="w-full"
        >
          {problem.advice}
        </Notice>
      ) : null}
      <Dialog
        open={asking !== undefined}
        onOpenChange={(open) => {
          if (!open) setAsking(undefined);
        }}
        title={asking === 'appeal' ? 'Appeal the verdict' : 'Dispute the result'}
        footer={
          <>
            <Button variant="secondary" onClick={() => setAsking(undefined)}>
              Not now
            </Button>
            <Button
              busy={busy !== undefined}
              onClick={() => {
                if (!asking) return;
                void send(asking).then((done) => {
                  if (done) setAsking(undefined);
                });
              }}
            >
              {asking === 'appeal' ? 'Lock it and appeal' : 'Lock it and dispute'}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3">
          {asking ? (
            <p>
              This locks a further <Amount value={lockOf(record, asking)} className="font-medium" />
              .
            </p>
          ) : null}
          {asking === 'dispute' ? (
            <ul className="list-disc space-y-1 pl-5 text-muted">
              <li>
                Time is left for <Countdown at={record.post?.reviewEndsAt ?? 0} />. A panel of{' '}
                {record.terms.n} drawn from the court runs the job again, bit for bit: run it in
                your browser first (Verification), then you know what they find.
              </li>
              <li>
                If the mediators find another result: you pay nothing, and get everything back with
                a compensation of the price.
              </li>
              <li>If they find the same: you pay the price once more, and the mediators’ fees.</li>
            </ul>
          ) : (
            <p className="text-muted">
              A second, larger panel decides for good. If it finds otherwise you get this back; if
              not, it pays the second panel.
            </p>
          )}
          {problem ? (
            <Notice tone={problem.declined ? 'neutral' : 'wrong'} alert title={problem.title}>
              {problem.advice}
            </Notice>
          ) : null}
        </div>
      </Dialog>
    </>
  );
}
