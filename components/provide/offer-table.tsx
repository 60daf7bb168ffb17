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
            <Th>Agent’s key</Th>
            <Th>State</Th>
            <Th>Hardware</Th>
            <Th numeric>Base, {tokenSymbol}</Th>
            <Th numeric>1 G fuel, {tokenSymbol}</Th>
            <Th numeric>Deals</Th>
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
          const open = state === 'live' || state === 'busy' || state === 'off';
          return (
            <Tr key={hash}>
              <Td>
                <Hash value={offer.ticketKey} label="agent’s key" />
              </Td>
              <Td>
                <StateChip tone={tone} size="sm">
                  {word}
                </StateChip>
              </Td>
              <Td className="whitespace-nowrap text-muted">
                {offer.cpuMilli / 1000} CPU · {formatMiB(offer.memoryMiB)}
              </Td>
              <Td numeric>
                <Amount value={offer.basePrice} unit="" ledger />
              </Td>
              <Td numeric>
                <Amount value={offer.fuelPrice} unit="" ledger />
              </Td>
              <Td numeric>
                {dealsEver}
                {dealsLive > 0 ? (
                  <span className="block text-accent text-xs">{dealsLive} live</span>
                ) : null}
              </Td>
              <Td numeric className="text-muted max-lg:hidden">
                {ticketUntil === undefined ? 'none' : <RelativeTime at={ticketUntil} />}
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
