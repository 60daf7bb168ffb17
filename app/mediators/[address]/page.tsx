import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LiveRefresh } from '@/components/layout/live-refresh';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { MediatorPage } from '@/components/mediators/mediator-page';
import { Pager } from '@/components/ui/pager';
import { listSeats } from '@/lib/mediation/mediator-seats.query';
import { findMediators } from '@/lib/mediation/mediators.query';
import { shortHash } from '@/lib/shared/hash.view';
import { moduleNames } from '../../_data/deal-modules';
import { load } from '../../_data/load';
import { addressOf, cursorOf, cursorText, one } from '../../_data/paging';

interface Props {
  params: Promise<{ address: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const PAGE = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Mediator ${shortHash((await params).address)}` };
}

export default async function Page({ params, searchParams }: Props) {
  const readAt = Date.now();
  const address = addressOf((await params).address);
  if (!address) notFound();
  const after = cursorOf(one((await searchParams).after));
  const [modules, loaded] = await Promise.all([
    moduleNames(),
    load(async (db) => {
      const [records, seats] = await Promise.all([
        findMediators(db, [address]),
        listSeats(db, address, { limit: PAGE, after }),
      ]);
      return { record: records[0], seats };
    }),
  ]);
  if (!loaded.ok || !loaded.data.record) {
    return (
      <>
        <PageHeader
          crumbs={[{ label: 'Courts', href: '/courts' }, { label: shortHash(address) }]}
          title={`Mediator ${shortHash(address)}`}
        />
        <Unavailable reason={loaded.ok ? 'unreachable' : loaded.reason} what="The record" />
      </>
    );
  }
  const { record, seats } = loaded.data;
  const here = `/mediators/${address}`;
  return (
    <>
      <MediatorPage record={record} seats={seats.items} modules={modules}>
        <Pager
          first={after ? here : undefined}
          next={seats.next ? `${here}?after=${cursorText(seats.next)}` : undefined}
        />
      </MediatorPage>
      <LiveRefresh
        topics={[`account:${address}`, 'deal', 'court']}
        readAt={readAt}
        path={`/api/v1/mediators/${address}?limit=20`}
      />
    </>
  );
}
