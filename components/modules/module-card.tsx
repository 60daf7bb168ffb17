import { ArrowRight } from 'lucide-react';
import { Amount } from '@/components/ui/amount';
import { Badge } from '@/components/ui/badge';
import { Link } from '@/components/ui/link';
import type { ModuleClass } from '@/lib/offers/module-class';
import { formatCount } from '@/lib/shared/quantity.view';
import { formatDuration } from '@/lib/shared/time.view';
import { ClassBadge } from './class-badge';
import { EndorsementMark } from './endorsement-mark';
import { type ModuleSample, ModuleThumbnail } from './module-thumbnail';

export interface ModuleCardProps {
  id: string;
  title: string;
  summary: string;
  verificationClass: ModuleClass;
  isEndorsed: boolean;
  tags: readonly string[];
  /** What a whole run costs with the cheapest live offer. */
  priceFrom: bigint | undefined;
  /** How it was used so far; undefined where it never was. */
  use: { runs: number; medianPrice: bigint | null; medianResultSeconds: number | null } | undefined;
  author: string;
  licence: string;
  engine: string;
  sample: ModuleSample | undefined;
}

export function ModuleCard({ level, ...module }: ModuleCardProps & { level: 2 | 3 }) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <article className="group relative flex flex-col overflow-hidden rounded-md border border-border bg-surface transition-colors duration-150 hover:border-border-strong">
      <ModuleThumbnail title={module.title} sample={module.sample} />
      <div className="flex grow flex-col gap-2 p-4">
        <div className="flex items-start justify-between gap-3">
          <Heading className="text-base">
            <Link href={`/modules/${module.id}`} className="after:absolute after:inset-0">
              {module.title}
            </Link>
          </Heading>
          <ClassBadge value={module.verificationClass} />
        </div>
        <p className="text-muted">{module.summary}</p>
        <div className="flex flex-wrap gap-1.5">
          {module.isEndorsed ? null : <EndorsementMark isEndorsed={false} />}
          {module.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </div>
        <div className="mt-auto flex items-end justify-between gap-3 pt-2">
          <div className="min-w-0 text-muted text-xs">
            <Figures {...module} />
            <p className="truncate pt-1">
              {module.engine} · {module.licence}
            </p>
            <p className="truncate" title={module.author}>
              {module.author}
            </p>
          </div>
          <Link
            href={`/modules/${module.id}/run`}
            aria-label={`Run ${module.title}`}
            className="relative z-10 inline-flex h-8 items-center gap-1 rounded-md px-2 font-medium text-accent text-sm hover:bg-accent-soft"
          >
            Run <ArrowRight aria-hidden className="size-4" />
          </Link>
        </div>
      </div>
    </article>
  );
}

/** What a run costs and takes, as measured where there were runs. */
function Figures({ use, priceFrom }: Pick<ModuleCardProps, 'use' | 'priceFrom'>) {
  const seconds = use?.medianResultSeconds ?? null;
  const median = use?.medianPrice ?? null;
  return (
    <>
      <p>
        {median !== null ? (
          <>
            Median <Amount value={median} className="font-medium text-sm text-text" />
            {seconds === null ? null : (
              <span className="tabular whitespace-nowrap"> in {formatDuration(seconds)}</span>
            )}
          </>
        ) : priceFrom === undefined ? (
          'No open offer now'
        ) : (
          <>
            At most <Amount value={priceFrom} className="font-medium text-sm text-text" />
          </>
        )}
      </p>
      <p className="tabular">
        {use ? `${formatCount(use.runs)} ${use.runs === 1 ? 'run' : 'runs'} so far` : 'Not run yet'}
      </p>
    </>
  );
}
