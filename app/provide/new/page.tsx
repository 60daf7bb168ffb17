import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { SetupHost } from '@/components/provide/setup-host';
import type { SetupMarket } from '@/components/provide/setup-market';
import { readUsualDeal } from '@/lib/deals/usual-deal.query';
import { listPublishedModules } from '@/lib/modules/published-modules.query';
import { listCourts } from '@/lib/offers/courts.query';
import { readMarketPrices } from '@/lib/offers/market-prices.query';
import type { OfferKind } from '@/lib/offers/resource-terms';
import { catalogue } from '../../_data/catalogue';
import { load } from '../../_data/load';

export const metadata: Metadata = { title: 'Add a machine' };

const MOST_MODULES = 200;

export default async function NewMachinePage() {
  const [asked, curated, loaded] = await Promise.all([
    headers(),
    catalogue(),
    load(async (db, now) => {
      const pricesOf = async (kind: OfferKind) => {
        const [cpu, gpu] = await Promise.all([
          readMarketPrices(db, now, { hasGpu: false, kind }),
          readMarketPrices(db, now, { hasGpu: true, kind }),
        ]);
        return { cpu, gpu };
      };
      const [wasm, container, usual, courts, published] = await Promise.all([
        pricesOf('wasm'),
        pricesOf('container'),
        readUsualDeal(db),
        listCourts(db),
        listPublishedModules(db, { inContainers: true }, { limit: MOST_MODULES }),
      ]);
      return {
        prices: { wasm, container },
        containers: published.items.map(({ id, manifest }) => ({
          id,
          title: manifest.title,
          note: manifest.class === 'B' ? 'class B' : 'unprotected',
        })),
        usual,
        courts: courts.map(({ id, joined, members }) => ({ id, joined, members: members.length })),
      };
    }),
  ]);
  const origin = `${asked.get('x-forwarded-proto') ?? 'http'}://${asked.get('host') ?? 'localhost:3000'}`;
  const own = curated.map(({ id, manifest }) => ({ id, title: manifest.title }));
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Provide', href: '/provide' }, { label: 'Add a machine' }]}
        title="Add a machine"
        lead="One command on the machine, one signature here. It checks and measures itself, and you set the price."
      />
      {loaded.ok ? (
        <SetupHost market={setupMarketOf(loaded.data, own, origin)} />
      ) : (
        <Unavailable reason={loaded.reason} what="The market" />
      )}
    </>
  );
}

type Loaded = Omit<SetupMarket, 'modules' | 'origin'> & {
  containers: SetupMarket['modules']['container'];
};

function setupMarketOf(
  { containers, ...market }: Loaded,
  own: SetupMarket['modules']['wasm'],
  origin: string,
): SetupMarket {
  return { ...market, modules: { wasm: own, container: containers }, origin };
}
