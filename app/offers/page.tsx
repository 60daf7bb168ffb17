import type { Metadata } from 'next';
import Link from 'next/link';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { OfferBrowser } from '@/components/offers/offer-browser';
import { buttonClass } from '@/components/ui/button';
import { choiceOf } from '@/lib/offers/offer-choice';
import { listResourceOffers } from '@/lib/offers/resource-offers.query';
import { listProviders } from '@/lib/providers/providers.query';
import { load } from '../_data/load';
import { addressOf, one } from '../_data/paging';

export const metadata: Metadata = { title: 'Offers' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function OffersPage({ searchParams }: Props) {
  const query = await searchParams;
  const provider = addressOf(query.provider);
  const market = await load(async (db, now) => ({
    page: await listResourceOffers(db, {}, now, { limit: 200 }),
    providers: await listProviders(db, now),
  }));
  const text = one(query.q) ?? (provider ? `provider = ${provider}` : '');
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
        <OfferBrowser
          offers={market.data.page.items.map(choiceOf)}
          providers={market.data.providers}
          more={market.data.page.next !== null}
          initialQuery={text}
        />
      ) : (
        <Unavailable reason={market.reason} what="The offers" />
      )}
    </>
  );
}
