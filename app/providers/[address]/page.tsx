import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LiveRefresh } from '@/components/layout/live-refresh';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { ProviderPage } from '@/components/providers/provider-page';
import { listDeals } from '@/lib/deals/deals.query';
import { readProviderUptime } from '@/lib/offers/provider-uptime.query';
import { listResourceOffers } from '@/lib/offers/resource-offers.query';
import { listMachines } from '@/lib/providers/machines.query';
import { readProviderHistory } from '@/lib/providers/provider-history.query';
import { findProvider } from '@/lib/providers/providers.query';
import { listSignedChecks } from '@/lib/providers/signed-checks.query';
import { shortHash } from '@/lib/shared/hash.view';
import { moduleNames } from '../../_data/deal-modules';
import { load } from '../../_data/load';
import { addressOf } from '../../_data/paging';

interface Props {
  params: Promise<{ address: string }>;
}

const MOST_OFFERS = 50;
const NEWEST_DEALS = 10;
const MOST_CHECKED = 20;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Provider ${shortHash((await params).address)}` };
}

export default async function Page({ params }: Props) {
  const readAt = Date.now();
  const provider = addressOf((await params).address);
  if (!provider) notFound();
  const [modules, loaded] = await Promise.all([
    moduleNames(),
    load(async (db, now) => {
      const [record, history, uptime, machines, offers, deals] = await Promise.all([
        findProvider(db, provider, now),
        readProviderHistory(db, provider, now),
        readProviderUptime(db, provider, now),
        listMachines(db, provider, Math.floor(readAt / 1_000)),
        listResourceOffers(db, { provider }, now, { limit: MOST_OFFERS }),
        listDeals(db, { provider }, { limit: NEWEST_DEALS }),
      ]);
      // One whose key is forbidden can serve nobody, whatever it once was offered as.
      const named = machines.filter(({ inOffer, forbiddenAt }) => inOffer && forbiddenAt === null);
      const shown = named.slice(0, MOST_CHECKED).map(({ agent }) => agent);
      return {
        record,
        history,
        uptime,
        machines: named,
        checks: await listSignedChecks(db, shown),
        offers: offers.items,
        deals: deals.items,
        now,
      };
    }),
  ]);
  if (!loaded.ok) {
    return (
      <>
        <PageHeader
          crumbs={[{ label: 'Offers', href: '/offers' }, { label: shortHash(provider) }]}
          title={`Provider ${shortHash(provider)}`}
        />
        <Unavailable reason={loaded.reason} what="The provider’s record" />
      </>
    );
  }
  return (
    <>
      <ProviderPage {...loaded.data} modules={modules} />
      <LiveRefresh
        topics={['deal']}
        readAt={readAt}
        path={`/api/v1/deals?provider=${provider}&limit=20`}
      />
    </>
  );
}
