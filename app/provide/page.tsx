import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { PageHeader } from '@/components/layout/page-header';
import { AddMachine } from '@/components/provide/add-machine';
import { CheatSwitch } from '@/components/provide/cheat-switch';
import { ProviderHome } from '@/components/provide/provider-home';
import { ProviderTerms } from '@/components/provide/provider-terms';
import { readPublicConfig } from '@/lib/env/public-config.server';
import { addressOf } from '../_data/paging';

export const metadata: Metadata = { title: 'Provide' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ProvidePage({ searchParams }: Props) {
  const operator = addressOf((await searchParams).operator);
  const [{ local }, asked] = await Promise.all([readPublicConfig(), headers()]);
  const host = asked.get('host') ?? 'localhost:3000';
  const protocol = asked.get('x-forwarded-proto') ?? 'http';
  return (
    <>
      <PageHeader
        title="Provide"
        lead="Let your machine run jobs and earn. What you put up comes back with every honest result."
      />
      <div className="flex flex-col gap-6">
        <ProviderHome />
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <AddMachine operator={operator} origin={`${protocol}://${host}`} />
          <div className="flex flex-col gap-6">
            <ProviderTerms />
            {local ? <CheatSwitch /> : null}
          </div>
        </div>
      </div>
    </>
  );
}
