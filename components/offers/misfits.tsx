'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { FoldMark } from '@/components/ui/fold-mark';
import { Hash } from '@/components/ui/hash';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';
import { usePublicConfig } from '@/lib/env/public-config.client';
import type { MisfitGroup } from '@/lib/offers/search/constraint';
import {
  type Applied,
  misfitWords,
  type NeedFigures,
  offeredWords,
} from '@/lib/offers/search/misfit-words.view';
import type { OfferQuery } from '@/lib/offers/search/offer-query';
import { formatCount } from '@/lib/shared/quantity.view';
import type { OfferAddressState } from './offer-address';
import { priceText } from './price-histogram';
import { useMisfitLines, useMisfits } from './use-offer-search.client';

interface MisfitsProps {
  address: OfferAddressState;
  query: OfferQuery;
  needs: NeedFigures | undefined;
  onApply: (applied: Applied) => void;
}

/** The offers that do not fit, by what each lacks first, and the least change that lets some in. */
export function Misfits({ address, query, needs, onApply }: MisfitsProps) {
  const { data, error } = useMisfits(address);
  if (error) {
    return (
      <Notice tone="attention" title="What does not fit could not be read">
        {error.message}
      </Notice>
    );
  }
  const groups = data?.groups ?? [];
  if (groups.length === 0) return null;
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  return (
    <section aria-labelledby="misfits" className="rounded-md border border-border bg-surface">
      <div className="flex min-h-11 flex-wrap items-center gap-x-3 border-border border-b px-4 py-2">
        <h2 id="misfits" className="text-sm">
          {count === 1 ? '1 offer does not fit' : `${formatCount(count)} do not fit`}
        </h2>
        <p className="text-muted text-xs">Each by the first thing that it lacks.</p>
      </div>
      <ul className="divide-y divide-border">
        {groups.map((group) => (
          <li key={group.key}>
            <Group group={group} address={address} query={query} needs={needs} onApply={onApply} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Group({ group, address, query, needs, onApply }: MisfitsProps & { group: MisfitGroup }) {
  const [isOpen, setOpen] = useState(false);
  const { tokenSymbol } = usePublicConfig();
  const { title, change } = misfitWords(group, query, needs);
  const { count, change: nearest } = group;
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1 pr-4">
      <details
        onToggle={(event) => setOpen(event.currentTarget.open)}
        className="group min-w-0 grow basis-72"
      >
        <summary className="flex min-h-12 items-center gap-3 py-2 pl-4">
          <FoldMark />
          <span className="tabular font-medium">{formatCount(count)}</span>
          <span className="min-w-0 break-words">{title}</span>
        </summary>
        {isOpen ? <Lines group={group} address={address} query={query} /> : null}
      </details>
      {change && nearest ? (
        <Button
          variant="secondary"
          size="sm"
          className="my-2 h-auto min-h-8 shrink whitespace-normal py-1 text-left max-sm:ml-11"
          onClick={() => onApply(change.applied)}
        >
          {change.text}: {formatCount(nearest.count)}{' '}
          {nearest.count === 1 ? 'more offer' : 'more offers'} from {priceText(nearest.from)}{' '}
          {tokenSymbol}
        </Button>
      ) : (
        <span className="py-3.5 text-muted text-xs max-sm:ml-11 max-sm:pt-0">
          {nearest ? 'only their providers can change it' : 'each lacks something else, too'}
        </span>
      )}
    </div>
  );
}

interface LinesProps {
  group: MisfitGroup;
  address: OfferAddressState;
  query: OfferQuery;
}

function Lines({ group, address, query }: LinesProps) {
  const { tokenSymbol } = usePublicConfig();
  const { data, error } = useMisfitLines(address, group.key, true);
  if (error) return <p className="px-4 pb-3 text-wrong">{error.message}</p>;
  if (!data) return <SkeletonRows rows={Math.min(3, group.count)} />;
  const rest = group.count - data.items.length;
  return (
    <ul className="divide-y divide-border border-border border-t bg-raised/40">
      {data.items.map(({ hash, provider, estimate, offered }) => (
        <li key={hash} className="flex flex-wrap justify-between gap-x-4 py-2 pr-4 pl-11">
          <Hash value={provider} label="provider" />
          <span className="text-muted">{offeredWords(group.key, offered, query)}</span>
          <span className="tabular">
            {priceText(Number(estimate) / 1e6)}{' '}
            <span className="text-muted text-xs">{tokenSymbol} in all</span>
          </span>
        </li>
      ))}
      {rest > 0 ? (
        <li className="py-2 pl-11 text-muted text-xs">and {formatCount(rest)} more, dearer ones</li>
      ) : null}
    </ul>
  );
}
