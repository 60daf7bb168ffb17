import type { Metadata } from 'next';
import { PageHeader } from '@/components/layout/page-header';
import { PublishWizard } from '@/components/publish/publish-wizard';
import { countTakers } from '../../_data/takers';
import { toolchains } from '../../_data/toolchains';

export const metadata: Metadata = { title: 'Publish a module' };

export default async function NewModulePage() {
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Modules', href: '/modules' }, { label: 'Publish a module' }]}
        title="Publish a module"
        lead="Write a program or upload one, try it here, describe what it takes, and sign it. Buyers see a form, never a compiler."
      />
      <PublishWizard toolchains={toolchains()} takers={await countTakers()} />
    </>
  );
}
