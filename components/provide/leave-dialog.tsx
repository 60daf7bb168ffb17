'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { Address } from 'viem';
import { Amount } from '@/components/ui/amount';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/time';
import { ProblemNotice } from '@/components/wallet/problem-notice';
import { useCall } from '@/components/wallet/use-call.client';
import type { AccountLock } from '@/lib/mediation/account-locks.view';
import { shortHash } from '@/lib/shared/hash.view';
import { owedAfterCancel, stillOwes } from './owed-deals.client';
import { useOwnOffers } from './use-provider.client';

interface LeaveDialogProps {
  agent: Address;
  locks: readonly AccountLock[];
  onClose: () => void;
  /** Undefined where the machine takes no orders. */
  onDrain: (() => void) | undefined;
}

/**
 * Takes a machine off the market for good: cancels its offers and forbids its key. Refused while it
 * owes results, since without the key nobody could post them; deals that only wait are announced.
 */
export function LeaveDialog({ agent, locks, onClose, onDrain }: LeaveDialogProps) {
  const { data: offers } = useOwnOffers();
  const client = useQueryClient();
  const router = useRouter();
  const { run, busy, problem } = useCall();
  const owed = locks.filter(({ isResultOwed }) => isResultOwed);
  const appealable = locks.filter(
    ({ isResultOwed, next }) => !isResultOwed && next?.who === 'provider',
  );
  const waiting = locks.filter(
    ({ isResultPosted, next }) => isResultPosted && next?.who !== 'provider',
  );
  const open = (offers ?? []).filter(
    ({ offer, state }) =>
      offer.ticketKey.toLowerCase() === agent.toLowerCase() &&
      (state === 'live' || state === 'busy' || state === 'off'),
  );
  const leave = async () => {
    const done = await run('leave', 'It has left the market.', async ({ market, address }) => {
      for (const { offer } of open) await market('cancelResource', [offer.nonce]);
      // A deal may have been matched since the page was read, until the last offer was cancelled.
      const machine = { provider: address, agent };
      const unposted = await owedAfterCancel(
        machine,
        open.map(({ hash }) => hash),
      );
      // Those that this page has shown as past their time can be posted by nobody.
      const lost = locks.filter(({ isResultOwed }) => !isResultOwed);
      const owing = unposted.filter((id) => !lost.some(({ dealId }) => dealId === id));
      if (owing.length > 0) throw stillOwes(owing.length);
      await market('setOperator', [agent, false]);
    });
    await client.invalidateQueries({ queryKey: ['own-offers'] });
    router.refresh();
    if (done) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Leave the market"
      description={`${effectOn(offers && open.length)} its key, which can then post nothing more for you.`}
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            Stay
          </Button>
          {owed.length > 0 && onDrain ? (
            <Button
              onClick={() => {
                onDrain();
                onClose();
              }}
            >
              Drain it first
            </Button>
          ) : (
            <Button
              variant="danger"
              busy={busy === 'leave'}
              disabled={owed.length > 0 || offers === undefined}
              onClick={() => void leave()}
            >
              {open.length === 0 && offers ? 'Forbid its key' : 'Cancel and forbid'}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <ProblemNotice problem={problem} />
        {owed.length > 0 ? (
          <Notice tone="attention" title={`It still owes ${countOf(owed.length, 'result')}`}>
            Without its key nobody could post them, and you would pay the buyers for it. Drain it,
            and leave when they are posted. If the key is stolen, forbid it in your{' '}
            <Link href="/account" className="link">
              account
            </Link>{' '}
            at once.
          </Notice>
        ) : null}
        {locks.length > 0 ? (
          <ul className="divide-y divide-border rounded-md border border-border">
            {locks.map(({ dealId, status, amount, latest, next, isResultOwed }) => (
              <li key={dealId} className="flex flex-wrap justify-between gap-x-4 px-3 py-2">
                <span>
                  <Link href={`/deals/${dealId}`} className="link font-mono text-[0.8125rem]">
                    {shortHash(dealId)}
                  </Link>{' '}
                  <span className="text-muted">{status.word}</span>
                </span>
                <span className="text-muted text-xs">
                  <Amount value={amount} /> locked,{' '}
                  {next?.who === 'provider' && next.by !== undefined ? (
                    <>
                      {isResultOwed ? 'result due' : 'appeal open until'}{' '}
                      <RelativeTime at={next.by} />
                    </>
                  ) : (
                    <>
                      free <RelativeTime at={latest} /> at the latest
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-muted">No deal of it is live: nothing is lost by leaving now.</p>
        )}
        {appealable.length > 0 ? (
          <p className="text-muted">
            {appealable.length === 1 ? 'One deal was' : `${appealable.length} deals were`} lost
            before a panel. You can leave all the same: your wallet appeals, on the deal’s page, and
            not this machine’s key.
          </p>
        ) : null}
        {waiting.length > 0 && owed.length === 0 ? (
          <p className="text-muted">
            {waiting.length === 1
              ? 'One deal goes on by itself'
              : `${waiting.length} deals go on by themselves`}
            : the result is posted, and what is locked is settled as it would have been. Keep the
            inputs until then: a panel may ask for them.
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}

function countOf(count: number, what: string): string {
  return count === 1 ? `one ${what}` : `${count} ${what}s`;
}

/** What leaving does to its open offers, which may be none or not yet known, and to what follows. */
function effectOn(offers: number | undefined): string {
  if (offers === undefined) return 'Cancels its offers on chain and forbids';
  if (offers === 0) return 'Forbids';
  return `Cancels ${offers === 1 ? 'its offer' : `its ${offers} offers`} on chain and forbids`;
}
