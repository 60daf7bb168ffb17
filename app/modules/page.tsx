import { Blocks, Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { PageHeader } from '@/components/layout/page-header';
import { ModuleGrid } from '@/components/modules/module-grid';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterLinks } from '@/components/ui/filter-links';
import { Link } from '@/components/ui/link';
import { Pager } from '@/components/ui/pager';
import { moduleCards, publishedCards } from '../_data/module-cards';
import { cursorOf, cursorText, one } from '../_data/paging';

export const metadata: Metadata = { title: 'Modules' };

const PAGE = 24;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ModulesPage({ searchParams }: Props) {
  const query = await searchParams;
  const isPublished = one(query.by) === 'anyone';
  return (
    <>
      <PageHeader
        title="Modules"
        lead="Programs to run on somebody else’s machine. Those of class A give the same result everywhere, so that anyone can check a run by running it again."
        actions={
          <Link href="/modules/new" className={buttonClass('secondary')}>
            <Plus aria-hidden className="size-4" /> Publish a module
          </Link>
        }
      />
      <div className="mb-4">
        <FilterLinks
          label="Whose modules"
          items={[
            { label: 'The project’s', href: '/modules', active: !isPublished },
            { label: 'Published by anyone', href: '/modules?by=anyone', active: isPublished },
          ]}
        />
      </div>
      {isPublished ? <Published after={one(query.after)} /> : <Own />}
    </>
  );
}

async function Own() {
  const modules = await moduleCards();
  return modules.length > 0 ? (
    <ModuleGrid modules={modules} level={2} />
  ) : (
    <EmptyState icon={Blocks} title="No modules yet">
      Modules are read from the project’s folder at the start. Reload in a moment.
    </EmptyState>
  );
}

async function Published({ after }: { after: string | undefined }) {
  const { cards, next } = await publishedCards(PAGE, cursorOf(after));
  if (cards.length === 0) {
    return (
      <EmptyState
        icon={Blocks}
        title={after ? 'No older ones' : 'Nobody has published a module yet'}
        action={
          <Link href="/modules/new" className={buttonClass()}>
            Publish a module
          </Link>
        }
      >
        Anybody can publish one, without asking: it is checked, run once where it is WebAssembly,
        and listed here. What a maintainer endorses is marked as such.
      </EmptyState>
    );
  }
  const older = cursorText(next);
  return (
    <>
      <ModuleGrid modules={cards} level={2} />
      <Pager
        first={after ? '/modules?by=anyone' : undefined}
        next={older && `/modules?by=anyone&after=${older}`}
      />
    </>
  );
}
