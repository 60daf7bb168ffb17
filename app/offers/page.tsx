import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { type OfferAddressState, searchParamsOf } from '@/components/offers/offer-address';
import { OfferBrowser } from '@/components/offers/offer-browser';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import type { Db } from '@/lib/db/database.server';
import { searchOffers } from '@/lib/offers/search/search-offers.query';
import { jsonOf } from '@/lib/shared/json';
import { type ModuleName, moduleNames, nameOf } from '../_data/deal-modules';
import { findListedModule, type ListedModule } from '../_data/listed-modules';
import { load } from '../_data/load';
import { offerCursorText } from '../_data/offer-cursor';
import { readOfferFacets } from '../_data/offer-facets';
import { OfferAddressError, readOfferScope } from '../_data/offer-search';
import { addressOf, one } from '../_data/paging';

export const metadata: Metadata = { title: 'Offers' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Of the first page: the screen, and what is scrolled to before the next one is there. */
const PAGE = 30;

export default async function OffersPage({ searchParams }: Props) {
  const params = await searchParams;
  const provider = addressOf(params.provider);
  if (provider) redirect(`/offers?q=${encodeURIComponent(`provider = ${provider}`)}`);
  const address = {
    module: one(params.module) ?? '',
    need: one(params.need) ?? '',
    q: one(params.q) ?? '',
    sort: one(params.sort) ?? '',
  };
  const named = address.module === '' ? undefined : await findListedModule(address.module);
  if (named && named.id !== address.module) {
    redirect(`/offers?${searchParamsOf({ ...address, module: named.id })}`);
  }
  const [modules, market] = await Promise.all([
    moduleNames(),
    load((db, now) => firstOf(db, address, now)),
  ]);
  return (
    <>
      <PageHeader
        title="Offers"
        lead="What machines cost right now. Each provider signed its offer once; its agent keeps it live."
        actions={
          <Link href="/provide" className={buttonClass('secondary')}>
            Offer your machine
          </Link>
        }
      />
      {market.ok ? (
        <OfferBrowser modules={withNamed(modules, named)} first={market.data} />
      ) : (
        <Unavailable reason={market.reason} what="The offers" />
      )}
    </>
  );
}

/** Lists end somewhere: what the address names is chosen in it all the same. */
function withNamed(modules: readonly ModuleName[], named: ListedModule | undefined) {
  const isListed = !named || modules.some(({ id }) => id === named.id);
  return isListed ? modules : [...modules, nameOf(named)];
}

/** The first page of what an address asks for; undefined where it cannot be read, as the page says. */
async function firstOf(db: Db, address: OfferAddressState, now: number) {
  try {
    const scope = await readOfferScope(db, address, now);
    const { facts, constraints, sort } = scope;
    const [{ items, next }, facets] = await Promise.all([
      searchOffers(db, { ...facts, constraints, sort, limit: PAGE }),
      readOfferFacets(db, address, scope),
    ]);
    return {
      address,
      page: { items: jsonOf(items), next: offerCursorText(next) },
      summary: jsonOf(facets),
    };
  } catch (error) {
    if (error instanceof OfferAddressError) return undefined;
    throw error;
  }
}
