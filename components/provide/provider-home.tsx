'use client';

import { OperatorSection } from '@/components/account/operator-section';
import { useNotices } from '@/components/account/use-notices.client';
import { EarningsPanel } from './earnings-panel';
import { MachineInbox } from './machine-inbox';
import { MachineListPanel } from './machine-list';
import { OfferTable } from './offer-table';
import { ProviderTiles } from './provider-tiles';

const OF_PROVIDERS = new Set(['late', 'disputed', 'appeal']);

/** What the connected provider has to see first. */
export function ProviderHome() {
  const notices = useNotices().filter(({ kind }) => OF_PROVIDERS.has(kind));
  return (
    <div className="flex flex-col gap-6">
      <ProviderTiles />
      <MachineInbox notices={notices} />
      <MachineListPanel />
      <EarningsPanel />
      <OfferTable />
      <OperatorSection />
    </div>
  );
}
