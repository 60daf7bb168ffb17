import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { Amount } from '@/components/ui/amount';
import { Badge } from '@/components/ui/badge';
import { ClassBadge } from './class-badge';
import { EndorsementMark } from './endorsement-mark';
import { type ModuleSample, ModuleThumbnail } from './module-thumbnail';

export interface ModuleCardProps {
  id: string;
  title: string;
  summary: string;
  verificationClass: 'A' | 'B' | 'C';
  isEndorsed: boolean;
  tags: readonly string[];
  /** What the example would cost with the cheapest live offer. */
  priceFrom: bigint | undefined;
  runs: number | undefined;
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
          <p className="text-muted text-xs">
            {module.priceFrom === undefined ? (
              'No open offer now'
            ) : (
              <>
                Example run from{' '}
                <Amount value={module.priceFrom} className="font-medium text-sm text-text" />
              </>
            )}
            {module.runs ? (
              <span className="tabular block">
                {module.runs.toLocaleString('en-US')} {module.runs === 1 ? 'run' : 'runs'} so far
              </span>
            ) : null}
          </p>
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
