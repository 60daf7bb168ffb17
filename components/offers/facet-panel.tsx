'use client';

import { memo, useId, useState } from 'react';
import { Checkbox, Input } from '@/components/ui/input';
import {
  NUMBER_FIELDS,
  type NumberField,
  RANGE_FIELDS,
  type TextField,
  titleOf,
} from '@/lib/offers/search/offer-fields';
import {
  type Bound,
  boundOf,
  choicesOf,
  type OfferQuery,
  withBound,
  withChoices,
} from '@/lib/offers/search/offer-query';
import type { FacetCount, Range } from '@/lib/offers/search/offer-summary.query';
import { shortHash } from '@/lib/shared/hash.view';
import { formatCount, formatSignificant } from '@/lib/shared/quantity.view';
import type { OfferSummaryView } from './offer-data';
import { ENGINE_WORDS, OFFER_STATES } from './offer-states';

export interface FacetPanelProps {
  query: OfferQuery;
  summary: OfferSummaryView | undefined;
  /** Whether the written query can be read; else counts are those from before, and nothing can be added to it. */
  isReadable: boolean;
  onQuery: (query: OfferQuery) => void;
}

/** What can be asked for by hand; each change is written into the query. */
export const FacetPanel = memo(function FacetPanel(props: FacetPanelProps) {
  const { query, summary, isReadable, onQuery } = props;
  const counts = summary?.counts;
  const isKnown = counts !== undefined;
  const choose = (field: TextField) => ({
    chosen: choicesOf(query, field),
    onChoose: (values: readonly string[]) => onQuery(withChoices(query, field, values)),
  });
  return (
    <div>
      {isReadable ? null : (
        <p className="mb-4 text-attention text-xs">
          The written query cannot be read. Mend it to choose here
          {isKnown ? '; figures are those from before.' : '.'}
        </p>
      )}
      <fieldset disabled={!isReadable} className={isReadable ? FACETS : `${FACETS} opacity-60`}>
        <ChoiceFacet
          title="State"
          counts={counts?.state ?? []}
          isKnown={isKnown}
          wordOf={(value) => OFFER_STATES[value as 'live']?.word ?? value}
          {...choose('state')}
        />
        <ChoiceFacet
          title="Engine"
          counts={counts?.engine ?? []}
          isKnown={isKnown}
          wordOf={(value) => ENGINE_WORDS[value] ?? value}
          {...choose('engine')}
        />
        <div className="grid grid-cols-1 gap-3">
          {RANGE_FIELDS.map((field) => (
            <RangeFacet
              key={field}
              field={field}
              range={summary?.ranges[field] ?? null}
              least={boundOf(query, field, '>=')}
              most={boundOf(query, field, '<=')}
              onBound={(bound, value) => onQuery(withBound(query, field, bound, value))}
            />
          ))}
        </div>
        <ChoiceFacet
          title="GPU model"
          counts={counts?.['gpu.model'] ?? []}
          isKnown={isKnown}
          wordOf={(value, name) => name ?? `unnamed model (${value.slice(0, 6)}…)`}
          {...choose('gpu.model')}
        />
        <ChoiceFacet
          title="Provider"
          counts={counts?.provider ?? []}
          isKnown={isKnown}
          wordOf={(value) => shortHash(value)}
          isMono
          {...choose('provider')}
        />
      </fieldset>
    </div>
  );
});

/** Grids: WebKit counts a legend twice where its fieldset stands in a flex box. */
const FACETS = 'grid min-w-0 grid-cols-1 gap-5';

interface ChoiceFacetProps {
  title: string;
  counts: readonly FacetCount[];
  /** Whether they have been counted. */
  isKnown: boolean;
  chosen: readonly string[];
  wordOf: (value: string, name: string | undefined) => string;
  isMono?: boolean;
  onChoose: (values: readonly string[]) => void;
}

function ChoiceFacet({
  title,
  counts,
  isKnown,
  chosen,
  wordOf,
  isMono,
  onChoose,
}: ChoiceFacetProps) {
  const id = useId();
  const missing = chosen
    .filter((value) => counts.every((entry) => entry.value !== value))
    .map((value): FacetCount => ({ value, count: 0 }));
  const all = [...counts, ...missing];
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium text-sm">{title}</legend>
      {all.length === 0 ? (
        <p className="text-muted text-xs">{isKnown ? 'none' : 'not counted yet'}</p>
      ) : null}
      {all.map(({ value, count, name }) =>
        value === null ? (
          <p key="not-told" className="flex justify-between text-muted text-xs">
            <span>not told</span>
            <span className="tabular">{formatCount(count)}</span>
          </p>
        ) : (
          <label
            key={value}
            htmlFor={`${id}-${value}`}
            className="flex cursor-pointer items-center gap-2 text-[0.8125rem]"
          >
            <Checkbox
              id={`${id}-${value}`}
              checked={chosen.includes(value)}
              onChange={({ target }) =>
                onChoose(
                  target.checked ? [...chosen, value] : chosen.filter((other) => other !== value),
                )
              }
            />
            <span className={isMono ? 'font-mono text-xs' : ''}>{wordOf(value, name)}</span>
            <span className="tabular ml-auto text-muted text-xs">{formatCount(count)}</span>
          </label>
        ),
      )}
    </fieldset>
  );
}

interface RangeFacetProps {
  field: NumberField;
  /** Of the offers that fit. */
  range: Range | null;
  least: number | undefined;
  most: number | undefined;
  onBound: (bound: Bound, value: number | undefined) => void;
}

function RangeFacet({ field, range, least, most, onBound }: RangeFacetProps) {
  const { unit } = NUMBER_FIELDS[field];
  const title = titleOf(field);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 flex w-full justify-between gap-2 text-[0.8125rem]">
        {title}
        <span className="text-muted text-xs">
          {range === null ? notKnown(field) : unit === 'count' || unit === 'token' ? '' : unit}
        </span>
      </legend>
      <div className="grid grid-cols-2 gap-2">
        <BoundInput
          label={`${title}, at least`}
          value={least}
          placeholder={range ? shown(range.least) : 'min'}
          onValue={(value) => onBound('>=', value)}
        />
        <BoundInput
          label={`${title}, at most`}
          value={most}
          placeholder={range ? shown(range.most) : 'max'}
          onValue={(value) => onBound('<=', value)}
        />
      </div>
    </fieldset>
  );
}

function notKnown(field: NumberField): string {
  return field === 'uptime' || field.startsWith('record.') ? 'not measured' : '';
}

/** Short enough for a small input. */
function shown(value: number): string {
  return formatSignificant(value, 4).replaceAll(',', '');
}

interface BoundInputProps {
  label: string;
  value: number | undefined;
  placeholder: string;
  onValue: (value: number | undefined) => void;
}

function BoundInput({ label, value, placeholder, onValue }: BoundInputProps) {
  const [draft, setDraft] = useState<string>();
  const commit = (text: string | undefined) => {
    setDraft(undefined);
    if (text === undefined) return;
    const number = Number(text.replace(',', '.'));
    if (text.trim() === '') onValue(undefined);
    else if (Number.isFinite(number) && number >= 0) onValue(number);
  };
  return (
    <Input
      aria-label={label}
      inputMode="decimal"
      value={draft ?? (value === undefined ? '' : String(value))}
      placeholder={placeholder}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => commit(draft)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit(draft);
      }}
      className="h-8 px-2 text-xs sm:text-xs"
    />
  );
}
