import type { Metadata } from 'next';
import { FoundCourtForm } from '@/components/courts/found-court-form';
import { PageHeader } from '@/components/layout/page-header';
import { NeedsWallet } from '@/components/wallet/needs-wallet';

export const metadata: Metadata = { title: 'Found a court' };

export default function FoundCourtPage() {
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Disputes', href: '/disputes' },
          { label: 'Courts', href: '/courts' },
          { label: 'Found' },
        ]}
        title="Found a court"
        lead="Name mediators and the terms on which they serve. One transaction records it for ever; it judges deals once its members have joined and offers name it."
      />
      <NeedsWallet to="found a court">
        <FoundCourtForm />
      </NeedsWallet>
    </>
  );
}
