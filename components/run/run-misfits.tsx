'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Server } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { usePublicConfig } from '@/lib/env/public-config.client';
import type { MisfitChoice } from '@/lib/offers/offer-fit.view';
import { type RunSearch, runSearchParams } from '@/lib/offers/run-search';
import type { MisfitGroup } from '@/lib/offers/search/constraint';
import { misfitWords, type NeedFigures } from '@/lib/offers/search/misfit-words.view';
import { EVERYTHING } from '@/lib/offers/search/offer-query';
import { getJson } from '@/lib/shared/api.client';
import { shortHash } from '@/lib/shared/hash.view';
import { formatCount, formatSignificant } from '@/lib/shared/quantity.view';
import { type PlanChange, planChangeOf } from './plan-change';

const FRESH_MS = 30_000;

/** All open offers that do not fit a run, by what each lacks first. */
export function useRunMisfits(search: RunSearch, needs: NeedFigures): readonly MisfitGroup[] {
  const params = runSearchParams({ ...search, needs });
  const { data } = useQuery({
    queryKey: ['run-misfits', params],
    queryFn: ({ signal }) =>
      getJson<{ groups: MisfitGroup[] }>(`/api/v1/resource-offers/misfits?${params}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: FRESH_MS,
    retry: false,
  });
  return data?.groups ?? [];
}

interface RunMisfitsProps {
  groups: readonly MisfitGroup[];
  /** What would fit another buyer, or at another moment. */
  misfits: readonly MisfitChoice[];
  needs: NeedFigures;
  onPlan: (change: PlanChange) => void;
}

/** The offers that do not fit, and the least change of the run that lets some in. */
export function RunMisfits({ groups, misfits, needs, onPlan }: RunMisfitsProps) {
  const count = groups.reduce((sum, group) => sum + group.count, misfits.length);
  if (count === 0) return null;
  return (
    <details className="group">
      <summary className="flex items-center gap-2 text-muted hover:text-text">
        <Server aria-hidden className="size-4" />
        {count === 1 ? '1 offer does not fit' : `${formatCount(count)} offers do not fit`}
        <span className="link text-xs">
          <span className="group-open:hidden">why?</span>
          <span className="hidden group-open:inline">hide</span>
        </span>
      </summary>
      <ul className="mt-2 divide-y divide-border rounded-md border border-border">
        {groups.map((group) => (
          <GroupLine key={group.key} group={group} needs={needs} onPlan={onPlan} />
        ))}
        {misfits.map((choice) => (
          <li key={choice.hash} className="flex flex-wrap justify-between gap-x-4 px-4 py-2">
            <span className="font-mono text-[0.8125rem] text-muted">
              {shortHash(choice.offer.provider)}
            </span>
            <span className="text-muted">{choice.reason}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

type GroupLineProps = Pick<RunMisfitsProps, 'needs' | 'onPlan'> & { group: MisfitGroup };

function GroupLine({ group, needs, onPlan }: GroupLineProps) {
  const { tokenSymbol } = usePublicConfig();
  const { title, change } = misfitWords(group, EVERYTHING, needs);
  const applied = change && planChangeOf(change.applied);
  const nearest = group.change;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2">
      <span className="text-muted">
        <span className="tabular font-medium text-text">{formatCount(group.count)}</span> {title}
      </span>
      {change && applied && nearest ? (
        <Button
          variant="secondary"
          size="sm"
          className="h-auto min-h-8 shrink whitespace-normal py-1 text-left"
          onClick={() => onPlan(applied)}
        >
          {change.text}: {formatCount(nearest.count)}{' '}
          {nearest.count === 1 ? 'more offer' : 'more offers'} from{' '}
          {formatSignificant(nearest.from, 3)} {tokenSymbol}
        </Button>
      ) : null}
    </li>
  );
}
