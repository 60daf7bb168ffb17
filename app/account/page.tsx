import type { Metadata } from 'next';
import { AccountHost } from '@/components/account/account-host';
import { PageHeader } from '@/components/layout/page-header';
import { Card } from '@/components/ui/card';
import { listCourts } from '@/lib/offers/courts.query';
import { moduleNames } from '../_data/deal-modules';
import { load, loadedOr } from '../_data/load';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  const [loaded, modules] = await Promise.all([load((db) => listCourts(db)), moduleNames()]);
  const courts = loadedOr(loaded, []);
  return (
    <>
      <PageHeader
        title="Account"
        lead="Your money in the market. It is yours at any time, but for what stands behind open deals."
      />
      <Card className="border-none bg-transparent">
        <AccountHost modules={modules} courts={courts} />
      </Card>
    </>
  );
}
