import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getAddress } from 'viem';
import { LiveRefresh } from '@/components/layout/live-refresh';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { MachinePage } from '@/components/provide/machine-page';
import { readDeployment } from '@/lib/chain/market-access.server';
import { HISTORY_RANGES } from '@/lib/providers/machine-api';
import { shortHash } from '@/lib/shared/hash.view';
import { moduleNames } from '../../_data/deal-modules';
import { load } from '../../_data/load';
import { readMachinePage } from '../../_data/machine-page';
import { addressOf, one } from '../../_data/paging';

/** Its state comes with its pulses, every 15 seconds. */
const PULSE_POLL_MS = 5_000;

interface Props {
  params: Promise<{ machine: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Machine ${shortHash((await params).machine)}` };
}

export default async function Page({ params, searchParams }: Props) {
  const readAt = Date.now();
  const key = addressOf((await params).machine);
  if (!key) notFound();
  const agent = getAddress(key);
  const asked = one((await searchParams).range);
  const range = HISTORY_RANGES.find((known) => known === asked) ?? '24h';
  const [modules, loaded] = await Promise.all([
    moduleNames(),
    load(async (db, now) => readMachinePage(db, agent, range, await readDeployment(), now)),
  ]);
  if (!loaded.ok) {
    const title = `Machine ${shortHash(agent)}`;
    return (
      <>
        <PageHeader
          crumbs={[{ label: 'Provide', href: '/provide' }, { label: title }]}
          title={title}
        />
        <Unavailable reason={loaded.reason} what="This machine" />
      </>
    );
  }
  if (!loaded.data) notFound();
  return (
    <>
      <MachinePage {...loaded.data} modules={modules} />
      <LiveRefresh
        topics={['deal']}
        readAt={readAt}
        path={`/api/v1/machines/${agent}`}
        besidesMs={PULSE_POLL_MS}
      />
    </>
  );
}
