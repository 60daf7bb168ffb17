'use client';

import { OFFER_STATES } from '@/components/offers/offer-states';
import { Amount } from '@/components/ui/amount';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { StateChip } from '@/components/ui/state-chip';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import { ProblemNotice } from '@/components/wallet/problem-notice';
import { useCall } from '@/components/wallet/use-call.client';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { cn } from '@/lib/shared/class-names';
import { formatMiB } from '@/lib/shared/quantity.view';
import { useOwnOffers } from './use-provider.client';

/** The connected provider's signed offers; nothing while there is none. */
export function OfferTable() {
  const { data } = useOwnOffers();
  const { tokenSymbol } = usePublicConfig();
  const { run, busy, problem } = useCall();
  if (data === undefined || data.length === 0) return null;
  return (
    <Panel
      title="Your offers"
      description="Each is for one class of equal devices of a machine"
      flush
    >
      {problem ? (
        <div className="p-4">
          <ProblemNotice problem={problem} />
        </div>
      ) : null}
      <Table
        caption="Your offers"
        head={
          <>
            <Th>
              <span className="sm:hidden">Offer</span>
              <span className="max-sm:hidden">Agent’s key</span>
            </Th>
            <Th className="max-sm:hidden">State</Th>
            <Th className="max-lg:hidden">Hardware</Th>
            <Th numeric>
              <span className="sm:hidden">Price, {tokenSymbol}</span>
              <span className="max-sm:hidden">Base, {tokenSymbol}</span>
            </Th>
            <Th numeric className="max-sm:hidden">
              1 G fuel, {tokenSymbol}
            </Th>
            <Th numeric className="max-sm:hidden">
              Deals
            </Th>
            <Th numeric className="max-lg:hidden">
              Ticket ends
            </Th>
            <Th>
              <span className="sr-only">Action</span>
            </Th>
          </>
        }
      >
        {data.map(({ hash, offer, state, dealsEver, dealsLive, ticketUntil }) => {
          const { tone, word } = OFFER_STATES[state];
          const chip = (
            <StateChip tone={tone} size="sm">
              {word}
            </StateChip>
          );
          const hardware = `${offer.cpuMilli / 1000} CPU · ${formatMiB(offer.memoryMiB)}`;
          const open = state === 'live' || state === 'busy' || state === 'off';
          const ticket = open ? ticketUntil : undefined;
          return (
            <Tr key={hash}>
              <Td>
                <span className="mb-1 block sm:hidden">{chip}</span>
                <Hash value={offer.ticketKey} label="agent’s key" />
                <span className="block text-muted text-xs lg:hidden">
                  {hardware}
                  <span className="block sm:hidden">
                    {dealsEver} {dealsEver === 1 ? 'deal' : 'deals'}
                    {dealsLive > 0 ? `, ${dealsLive} live` : ''}
                  </span>
                </span>
                <TicketNote until={ticket} className="sm:hidden" />
              </Td>
              <Td className="max-sm:hidden">
                {chip}
                <TicketNote until={ticket} className="lg:hidden" />
              </Td>
              <Td className="whitespace-nowrap text-muted max-lg:hidden">{hardware}</Td>
              <Td numeric>
                <Amount value={offer.basePrice} unit="" ledger />
                <span className="block text-muted text-xs sm:hidden">
                  <Amount value={offer.fuelPrice} unit="" />
                  <span className="block">for 1 G fuel</span>
                </span>
              </Td>
              <Td numeric className="max-sm:hidden">
                <Amount value={offer.fuelPrice} unit="" ledger />
              </Td>
              <Td numeric className="max-sm:hidden">
                {dealsEver}
                {dealsLive > 0 ? (
                  <span className="block text-accent text-xs">{dealsLive} live</span>
                ) : null}
              </Td>
              <Td numeric className="text-muted max-lg:hidden">
                {ticket === undefined ? 'none' : <RelativeTime at={ticket} />}
              </Td>
              <Td className="text-right">
                {open ? (
                  <Button
                    size="sm"
                    variant="danger"
                    busy={busy === hash}
                    onClick={() =>
                      void run(hash, 'Taken off the market.', ({ market }) =>
                        market('cancelResource', [offer.nonce]),
                      )
                    }
                  >
                    Take off
                  </Button>
                ) : null}
              </Td>
            </Tr>
          );
        })}
      </Table>
    </Panel>
  );
}

/** When an offer's ticket ends, where the table has no room for a column of it. */
function TicketNote({ until, className }: { until: number | undefined; className: string }) {
  if (until === undefined) return null;
  return (
    <span className={cn('block text-muted text-xs', className)}>
      ticket ends <RelativeTime at={until} />
    </span>
  );
}
