import type { Metadata } from 'next';
import { PageHeader } from '@/components/layout/page-header';
import { ContainerPublish } from '@/components/publish/container-publish';
import { PublishWizard } from '@/components/publish/publish-wizard';
import { FilterLinks } from '@/components/ui/filter-links';
import { one } from '../../_data/paging';
import { countTakers } from '../../_data/takers';
import { toolchains } from '../../_data/toolchains';

export const metadata: Metadata = { title: 'Publish a module' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewModulePage({ searchParams }: Props) {
  const isContainer = one((await searchParams).kind) === 'container';
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Modules', href: '/modules' }, { label: 'Publish a module' }]}
        title="Publish a module"
        lead={
          isContainer
            ? 'An image that is pinned by its digest, a manifest that says what it takes, and your signature. Its results are checked, not insured, or not checked at all.'
            : 'Write a program or upload one, try it here, describe what it takes, and sign it. Buyers see a form, never a compiler.'
        }
      />
      <div className="mb-4">
        <FilterLinks
          label="What it runs in"
          items={[
            { label: 'WebAssembly', href: '/modules/new', active: !isContainer },
            { label: 'A container', href: '/modules/new?kind=container', active: isContainer },
          ]}
        />
      </div>
      {isContainer ? (
        <ContainerPublish />
      ) : (
        <PublishWizard toolchains={toolchains()} takers={await countTakers()} />
      )}
    </>
  );
}
