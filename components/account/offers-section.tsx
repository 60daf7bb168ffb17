'use client';

import { SquareStack } from 'lucide-react';
import { useState } from 'react';
import { type ModuleName, ModuleTitle } from '@/components/deals/module-title';
import { OFFER_STATES } from '@/components/offers/offer-states';
import { Amount } from '@/components/ui/amount';
import { Button, buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import { ProblemNotice } from '@/components/wallet/problem-notice';
import { useCall } from '@/components/wallet/use-call.client';
import { cancellationsOf } from '@/lib/offers/offer-nonce';
import type { OpenOfferLine } from '@/lib/offers/open-offer.view';
import type { Json } from '@/lib/shared/json';
import { QueryBox } from './query-box';
import { useAccountState } from './use-account.client';

type Line = Json<OpenOfferLine>;

const openOffer = ({ kind, nonce }: Line) => ({ kind, nonce: BigInt(nonce) });

/** The connected account's offers that can still be matched; each, or all, can be cancelled. */
export function OffersSection({ modules }: { modules: readonly ModuleName[] }) {
  const state = useAccountState();
  const { run, busy, problem } = useCall();
  const [isAsking, setIsAsking] = useState(false);
  // The market's answer is a few seconds behind the chain: what is cancelled here is gone at once.
  const [ended, setEnded] = useState<ReadonlySet<string>>(new Set());
  const offers = (state.data?.offers ?? []).filter(({ hash }) => !ended.has(hash));
  const leaveOut = (gone: readonly Line[]) =>
    setEnded((before) => new Set([...before, ...gone.map(({ hash }) => hash)]));
  const calls = cancellationsOf(offers.map(openOffer), Date.now());
  const cancelAll = () =>
    run('all', 'All open offers are cancelled.', async ({ market }) => {
      for (const { functionName, nonce } of calls) await market(functionName, [nonce]);
      leaveOut(offers);
    }).then(() => setIsAsking(false));
  return (
    <Panel
      title="My open offers"
      description="Signed by you, and not matched or ended yet"
      aside={
        offers.length > 1 ? (
          <Button size="sm" variant="danger" onClick={() => setIsAsking(true)}>
            Cancel all {offers.length}
          </Button>
        ) : null
      }
      flush
    >
      {problem ? (
        <div className="p-4">
          <ProblemNotice problem={problem} />
        </div>
      ) : null}
      <QueryBox query={state} what="your offers">
        {() =>
          offers.length === 0 ? (
            <EmptyState
              className="py-8"
              icon={SquareStack}
              title="No open offer"
              action={
                <>
                  <Link href="/modules" className={buttonClass('secondary', 'sm')}>
                    Run a module
                  </Link>
                  <Link href="/provide" className={buttonClass('secondary', 'sm')}>
                    Offer a machine
                  </Link>
                </>
              }
            >
              Offers that wait for a match are listed here until they are matched, end or are
              cancelled.
            </EmptyState>
          ) : (
            <OfferTable
              offers={offers}
              modules={modules}
              busy={busy}
              cancel={(offer) => {
                const name = offer.kind === 'job' ? 'cancelJob' : 'cancelResource';
                void run(offer.hash, 'The offer is cancelled.', async ({ market }) => {
                  await market(name, [BigInt(offer.nonce)]);
                  leaveOut([offer]);
                });
              }}
            />
          )
        }
      </QueryBox>
      <Dialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Cancel all ${offers.length} open offers?`}
        description={
          calls.length === 1
            ? 'One transaction ends them all.'
            : `${calls.length} transactions, one after the other.`
        }
        footer={
          <>
            <Button variant="secondary" onClick={() => setIsAsking(false)}>
              Keep them
            </Button>
            <Button variant="danger" busy={busy === 'all'} onClick={() => void cancelAll()}>
              Cancel all
            </Button>
          </>
        }
      >
        <p className="text-muted">
          No new deal can start from them, for buying and for providing alike. Deals that are live
          go on, and offers that you sign later are not touched.
        </p>
      </Dialog>
    </Panel>
  );
}

interface OfferTableProps {
  offers: readonly Line[];
  modules: readonly ModuleName[];
  busy: string | undefined;
  cancel: (offer: Line) => void;
}

function OfferTable({ offers, modules, busy, cancel }: OfferTableProps) {
  return (
    <Table
      caption="My open offers"
      head={
        <>
          <Th>Offer</Th>
          <Th numeric className="max-sm:hidden">
            Locks at most
          </Th>
          <Th numeric>Ends</Th>
          <Th>
            <span className="sr-only">Action</span>
          </Th>
        </>
      }
    >
      {offers.map((offer) => (
        <Tr key={offer.hash}>
          <Td>
            {offer.moduleId ? <ModuleTitle id={offer.moduleId} modules={modules} /> : 'A machine'}
            <span className="block text-muted text-xs">
              {offer.state ? OFFER_STATES[offer.state].word : 'Waits for a match'}, signed{' '}
              <RelativeTime at={offer.postedAt} />
            </span>
          </Td>
          <Td numeric className="max-sm:hidden">
            {offer.mostLocked === null ? '–' : <Amount value={offer.mostLocked} />}
          </Td>
          <Td numeric className="text-muted">
            <RelativeTime at={offer.expiry} />
          </Td>
          <Td className="text-right">
            <Button
              size="sm"
              variant="danger"
              busy={busy === offer.hash}
              onClick={() => cancel(offer)}
            >
              Cancel
            </Button>
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
