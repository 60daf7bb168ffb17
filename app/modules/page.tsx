import { Blocks } from 'lucide-react';
import type { Metadata } from 'next';
import { PageHeader } from '@/components/layout/page-header';
import { ModuleGrid } from '@/components/modules/module-grid';
import { EmptyState } from '@/components/ui/empty-state';
import { moduleCards } from '../_data/module-cards';

export const metadata: Metadata = { title: 'Modules' };

export default async function ModulesPage() {
  const modules = await moduleCards();
  return (
    <>
      <PageHeader
        title="Modules"
        lead="Programs that give the same result on every machine, so that anyone can check a run by running it again."
      />
      {modules.length > 0 ? (
        <ModuleGrid modules={modules} level={2} />
      ) : (
        <EmptyState icon={Blocks} title="No modules yet">
          Modules are read from the project’s folder at the start. Reload in a moment.
        </EmptyState>
      )}
    </>
  );
}
