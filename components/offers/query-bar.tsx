'use client';

import { useState } from 'react';
import { describedBy, Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { OFFER_FIELDS } from '@/lib/offers/search/offer-fields';
import { parseOfferQuery, type QueryProblem } from '@/lib/offers/search/parse-offer-query';

interface QueryBarProps {
  /** The query of the address. */
  text: string;
  /** Takes every text that can be read, as it is typed. */
  onText: (text: string) => void;
}

/** The written query. What cannot be read yet stays here and says why. */
export function QueryBar({ text, onText }: QueryBarProps) {
  const [draft, setDraft] = useState<{ of: string; text: string }>();
  // A facet or the back button has changed the query: what was typed before is over.
  const typed = draft?.of === text ? draft.text : text;
  const parsed = parseOfferQuery(typed);
  const problem = parsed.ok ? undefined : parsed.problem;
  const change = (next: string) => {
    const isReadable = parseOfferQuery(next).ok;
    setDraft({ of: isReadable ? next : text, text: next });
    if (isReadable) onText(next);
  };
  // Not a hint of the field: a paragraph cannot hold what opens.
  const help = (
    <details className="text-muted text-xs">
      <summary className="link inline">Fields and signs</summary>
      <span className="mt-1 block">
        Fields: <span className="font-mono">{OFFER_FIELDS.join(', ')}</span>. Compare by{' '}
        <span className="font-mono">{'>= <= > < = !='}</span> or{' '}
        <span className="font-mono">in (a, b)</span>; join by{' '}
        <span className="font-mono">&amp;&amp; || !</span> and brackets. Sizes are in GiB unless you
        write a unit, prices in whole tokens.
      </span>
    </details>
  );
  return (
    <Field id="query" label="Query" error={problem?.message}>
      <Input
        {...describedBy('query', undefined, problem)}
        value={typed}
        spellCheck={false}
        autoCapitalize="off"
        placeholder="gpu.vram >= 24 && price < 0.5"
        onChange={(event) => change(event.target.value)}
        className="font-mono sm:text-[0.8125rem]"
      />
      {problem ? <Place text={typed} problem={problem} onFix={change} /> : null}
      {help}
    </Field>
  );
}

interface PlaceProps {
  text: string;
  problem: QueryProblem;
  onFix: (text: string) => void;
}

/** The query with the wrong part marked, and what to write instead. */
function Place({ text, problem, onFix }: PlaceProps) {
  const { at, length, suggestion } = problem;
  const [before, wrong, after] = [
    text.slice(0, at),
    text.slice(at, at + length),
    text.slice(at + length),
  ];
  const isAdded = wrong === '' || suggestion === '&&' || suggestion === ')';
  const fixed = isAdded
    ? `${before}${suggestion} ${wrong}${after}`
    : `${before}${suggestion}${after}`;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
      <span className="break-all font-mono">
        {before.slice(-40)}
        <mark className="rounded-[2px] bg-wrong-soft px-0.5 text-wrong underline decoration-wavy underline-offset-2">
          {wrong === '' ? '…' : wrong}
        </mark>
        {after.slice(0, 40)}
      </span>
      {suggestion ? (
        <button type="button" className="link" onClick={() => onFix(fixed)}>
          {isAdded ? 'Add' : 'Write'} <span className="font-mono">{suggestion}</span>
        </button>
      ) : null}
    </p>
  );
}
