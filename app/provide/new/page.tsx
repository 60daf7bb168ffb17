import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { SetupHost } from '@/components/provide/setup-host';
import { readUsualDeal } from '@/lib/deals/usual-deal.query';
import { listCourts } from '@/lib/offers/courts.query';
import { readMarketPrices } from '@/lib/offers/market-prices.query';
import { catalogue } from '../../_data/catalogue';
import { load } from '../../_data/load';

export const metadata: Metadata = { title: 'Add a machine' };

export default async function NewMachinePage() {
  const [asked, curated, loaded] = await Promise.all([
    headers(),
    catalogue(),
    load(async (db, now) => {
      const [cpu, gpu, usual, courts] = await Promise.all([
        readMarketPrices(db, now, { hasGpu: false }),
        readMarketPrices(db, now, { hasGpu: true }),
        readUsualDeal(db),
        listCourts(db),
      ]);
      return {
        prices: { cpu, gpu },
        usual,
        courts: courts.map(({ id, joined, members }) => ({ id, joined, members: members.length })),
      };
    }),
  ]);
  const origin = `${asked.get('x-forwarded-proto') ?? 'http'}://${asked.get('host') ?? 'localhost:3000'}`;
  const modules = curated.map(({ id, manifest }) => ({ id, title: manifest.title }));
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Provide', href: '/provide' }, { label: 'Add a machine' }]}
        title="Add a machine"
        lead="One command on the machine, one signature here. It checks and measures itself, and you set the price."
      />
      {loaded.ok ? (
        <SetupHost market={{ ...loaded.data, modules, origin }} />
      ) : (
        <Unavailable reason={loaded.reason} what="The market" />
      )}
    </>
  );
}
