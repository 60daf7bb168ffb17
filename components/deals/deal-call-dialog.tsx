'use client';

import { Amount } from '@/components/ui/amount';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Countdown } from '@/components/ui/time';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { usePublicConfig } from '@/lib/env/public-config.client';
import type { Problem } from '@/lib/shared/problem.view';
import { formatSignificant } from '@/lib/shared/quantity.view';
import { CALL_GAS } from './call-gas';
import { DealChip } from './deal-chip';
import { DisputeQuote } from './dispute-quote';
import { lockOf } from './use-deal-call.client';

interface DealCallDialogProps {
  call: 'dispute' | 'appeal';
  record: DealRecord;
  /** The deal has moved on meanwhile: the call is not possible any more. */
  isGone: boolean;
  busy: boolean;
  problem: Problem | undefined;
  gasPrice: bigint | undefined;
  onClose: () => void;
  onConfirm: () => void;
}

/** What a dispute or an appeal costs and can bring, before it is sent. */
export function DealCallDialog(props: DealCallDialogProps) {
  const { call, record, isGone, busy, problem, gasPrice, onClose, onConfirm } = props;
  const isDispute = call === 'dispute';
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={isDispute ? 'Dispute the result' : 'Appeal the verdict'}
      className="sm:w-[42rem]"
      notice={
        problem ? (
          <Notice tone={problem.declined ? 'neutral' : 'wrong'} alert title={problem.title}>
            {problem.advice}
          </Notice>
        ) : null
      }
      footer={
        isGone ? (
          <Button variant="secondary" onClick={onClose}>
            Close
          </Button>
        ) : (
          <>
            <Button variant="secondary" onClick={onClose}>
              Not now
            </Button>
            <Button busy={busy} onClick={onConfirm}>
              {isDispute ? 'Lock it and dispute' : 'Lock it and appeal'}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {isGone ? (
          <Notice
            tone="attention"
            alert
            title={
              isDispute
                ? 'The deal has moved on: it cannot be disputed now'
                : 'The deal has moved on: this verdict cannot be appealed now'
            }
          >
            It is now <DealChip facts={record} size="sm" />. If you were asked for a deposit, that
            money is yours: your account shows it as available.
          </Notice>
        ) : (
          <p>
            This locks a further <Amount value={lockOf(record, call)} className="font-medium" />.
            Time is left for{' '}
            <Countdown
              at={(isDispute ? record.post?.reviewEndsAt : record.case?.deadline) ?? 0}
              className="font-medium"
            />
            . <Gas price={gasPrice} /> Where your deposit is too small, your wallet asks twice,
            first to deposit and then to {isDispute ? 'dispute' : 'appeal'}: stay until it has done
            both.
          </p>
        )}
        {isDispute ? (
          <DisputeQuote record={record} />
        ) : (
          <p className="max-w-[72ch] text-muted">
            A second panel of {2 * record.terms.n + 1} decides for good. If it finds otherwise you
            get this back; if not, it pays the second panel.
          </p>
        )}
      </div>
    </Dialog>
  );
}

function Gas({ price }: { price: bigint | undefined }) {
  const { gasSymbol } = usePublicConfig();
  if (price === undefined) return `It is a transaction: gas in ${gasSymbol} comes on top.`;
  const coins = formatSignificant(Number(price * CALL_GAS) / 1e18, 2);
  return (
    <>
      Gas comes on top: about{' '}
      <span className="tabular whitespace-nowrap">
        {coins} {gasSymbol}
      </span>{' '}
      now.
    </>
  );
}
