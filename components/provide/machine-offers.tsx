import { FileSignature } from 'lucide-react';
import { OfferedHardware } from '@/components/providers/provider-hardware';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import type { ResourceOfferItem } from '@/lib/offers/resource-offers.query';

interface MachineOffersProps {
  offers: readonly ResourceOfferItem[];
  provider: string;
  agent: string;
}

/** What a machine offers now. */
export function MachineOffers({ offers, provider, agent }: MachineOffersProps) {
  return (
    <Panel
      title="Its offers"
      description="Each was signed once by its provider; its agent keeps them live"
      aside={
        <Link href={`/providers/${provider}`} className="link">
          What buyers see of this provider
        </Link>
      }
      flush
    >
      {offers.length === 0 ? (
        <EmptyState
          className="py-8"
          icon={FileSignature}
          title="Nothing on offer"
          action={
            <Link
              href={`/provide/new?agent=${agent}&step=4`}
              className={buttonClass('secondary', 'sm')}
            >
              Sign an offer for it
            </Link>
          }
        >
          None was signed for this machine, or all have ended.
        </EmptyState>
      ) : (
        <OfferedHardware offers={offers} />
      )}
    </Panel>
  );
}
