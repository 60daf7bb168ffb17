import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PageHeader } from '@/components/layout/page-header';
import { CheatSwitch } from '@/components/provide/cheat-switch';
import { FirstSteps } from '@/components/provide/first-steps';
import { ProviderHost } from '@/components/provide/provider-host';
import { ProviderTerms } from '@/components/provide/provider-terms';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { readPublicConfig } from '@/lib/env/public-config.server';
import { addressOf } from '../_data/paging';

export const metadata: Metadata = { title: 'Provide' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ProvidePage({ searchParams }: Props) {
  // The link that an agent prints on its terminal.
  const agent = addressOf((await searchParams).operator);
  if (agent) redirect(`/provide/new?agent=${agent}`);
  const { local } = await readPublicConfig();
  return (
    <>
      <PageHeader
        title="Provide"
        lead="Let your machines run jobs and earn. What you put up comes back with every honest result."
        actions={
          <Link href="/provide/new" className={buttonClass()}>
            Add a machine
          </Link>
        }
      />
      <div className="flex flex-col gap-6">
        <ProviderHost />
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]">
          <FirstSteps />
          <div className="flex flex-col gap-6">
            <ProviderTerms />
            {local ? <CheatSwitch /> : null}
          </div>
        </div>
      </div>
    </>
  );
}
