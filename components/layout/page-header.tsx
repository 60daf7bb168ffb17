import type { ReactNode } from 'react';
import { Breadcrumb, type Crumb } from './breadcrumb';

interface PageHeaderProps {
  title: ReactNode;
  /** One or two sentences under the title. */
  lead?: ReactNode;
  crumbs?: readonly Crumb[];
  /** Beside the title: chips and badges. */
  marks?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, lead, crumbs, marks, actions }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-col gap-3">
      {crumbs ? <Breadcrumb items={crumbs} /> : null}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <h1 className="min-w-0 text-xl tracking-[-0.02em] [overflow-wrap:anywhere]">{title}</h1>
            {marks}
          </div>
          {lead ? (
            <p className="mt-1 max-w-[72ch] text-balance text-base text-muted">{lead}</p>
          ) : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}
