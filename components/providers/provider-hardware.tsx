import { ServerOff } from 'lucide-react';
import { OFFER_STATES } from '@/components/offers/offer-states';
import { Amount } from '@/components/ui/amount';
import { EmptyState } from '@/components/ui/empty-state';
import { StateChip } from '@/components/ui/state-chip';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import type { ResourceOfferItem } from '@/lib/offers/resource-offers.query';
import { formatFuel, formatMiB } from '@/lib/shared/quantity.view';

/** What a provider offers now: machines as it describes them, and what it asks. */
export function OfferedHardware({ offers }: { offers: readonly ResourceOfferItem[] }) {
  if (offers.length === 0) {
    return (
      <EmptyState icon={ServerOff} title="Nothing on offer">
        This provider has no offer that could be matched: none was signed, or all have expired, are
        used up or cancelled.
      </EmptyState>
    );
  }
  return (
    <Table
      caption="Offers, cheapest first"
      head={
        <>
          <Th className="max-sm:hidden">State</Th>
          <Th>Hardware, as offered</Th>
          <Th numeric className="max-md:hidden">
            Speed, as offered
          </Th>
          <Th numeric>Base</Th>
          <Th numeric>Per G fuel</Th>
          <Th numeric className="max-sm:hidden">
            Deals
          </Th>
          <Th numeric className="max-lg:hidden">
            Offer ends
          </Th>
        </>
      }
    >
      {offers.map(({ hash, state, submission: { offer }, dealsEver, dealsLive }) => (
        <Tr key={hash}>
          <Td className="max-sm:hidden">
            <OfferState state={state} />
          </Td>
          <Td>
            <span className="mb-1 block sm:hidden">
              <OfferState state={state} />
            </span>
            {offer.cpuMilli / 1000} CPU · {formatMiB(offer.memoryMiB)}
            <span className="block text-muted text-xs">
              {formatMiB(offer.storageMiB)} of storage
              {offer.gpuCount > 0
                ? `, ${offer.gpuCount} GPU of ${formatMiB(offer.gpuMemoryMiB)}`
                : ''}
            </span>
          </Td>
          <Td numeric className="max-md:hidden">
            {formatFuel(offer.fuelPerSecond)}/s
          </Td>
          <Td numeric>
            <Amount value={offer.basePrice} />
          </Td>
          <Td numeric>
            <Amount value={offer.fuelPrice} />
          </Td>
          <Td numeric className="max-sm:hidden">
            {dealsEver}
            <span className="block text-muted text-xs">
              {dealsLive} of {offer.concurrent} at once
            </span>
          </Td>
          <Td numeric className="text-muted max-lg:hidden">
            <RelativeTime at={offer.expiry} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

function OfferState({ state }: { state: ResourceOfferItem['state'] }) {
  return (
    <StateChip tone={OFFER_STATES[state].tone} size="sm">
      {OFFER_STATES[state].word}
    </StateChip>
  );
}
