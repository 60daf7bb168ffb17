'use client';

import { useQuery } from '@tanstack/react-query';
import { Amount } from '@/components/ui/amount';
import { StateIcon, TONE_TEXT, type Tone } from '@/components/ui/state-chip';
import { RelativeTime } from '@/components/ui/time';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { type DisputeOutcome, disputeForecast } from '@/lib/disputes/dispute-forecast';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { wasmEngineOf } from '@/lib/execution/engine-id';
import { VERIFICATION } from '@/lib/offers/offer-types';
import { getJson } from '@/lib/shared/api.client';
import { cn } from '@/lib/shared/class-names';
import { useDealCheck } from './deal-check.client';
import { type CaseCounts, checkWords, oddsWords, panelWords } from './dispute-words';

const LOOK: Record<DisputeOutcome['outcome'], { tone: Tone; name: string }> = {
  overturned: { tone: 'safe', name: 'Overturned: they find another result' },
  upheld: { tone: 'wrong', name: 'Upheld: they find the same' },
  void: { tone: 'neutral', name: 'Void: no panel finds a majority' },
};

/** What a dispute of this result can come to: every outcome in money, the odds, who judges. */
export function DisputeQuote({ record }: { record: DealRecord }) {
  const { windows } = usePublicConfig();
  const { state } = useDealCheck();
  const { terms, work } = record;
  const { outcomes, appealLock } = disputeForecast(terms, record.post?.fuelUsed ?? 0n, {
    grace: windows.grace,
    appealWindow: windows.appeal,
    seatWait: windows.seatWait,
  });
  const odds = useQuery({
    queryKey: ['dispute-odds', terms.court],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const [stats, { court }] = await Promise.all([
        getJson<CaseCounts>('/api/v1/disputes/stats', signal),
        getJson<{ court: { joined: number } }>(`/api/v1/courts/${terms.court}`, signal),
      ]);
      return { stats, serving: court.joined };
    },
  });
  const isClassB = terms.verification === VERIFICATION.B;
  const found = state.kind === 'done' ? (state.check.equal ? 'equal' : 'different') : 'unchecked';
  const isInBrowsers = wasmEngineOf(work.engine) !== undefined;
  return (
    <div className="flex flex-col gap-4">
      <ul
        aria-label="How it can end"
        className="divide-y divide-border rounded-md border border-border"
      >
        {outcomes.map((row) => (
          <OutcomeLine key={row.outcome} row={row} isClassB={isClassB} />
        ))}
      </ul>
      <div className="flex max-w-[72ch] flex-col gap-2 text-muted">
        <p className={cn(found !== 'unchecked' && 'font-medium text-text')}>
          {checkWords(found, isInBrowsers)}
        </p>
        <p>
          {panelWords(terms.n, isClassB)} Whoever loses may appeal: the buyer for{' '}
          <Amount value={appealLock} className="text-text" />, which comes back if the second panel
          agrees with it.
        </p>
        {odds.data ? (
          <p>{oddsWords(odds.data.stats, odds.data.serving, terms.n)}</p>
        ) : odds.isError ? (
          <p>This site’s record of earlier cases could not be read now.</p>
        ) : (
          <p role="status">Reading how earlier cases ended…</p>
        )}
      </div>
    </div>
  );
}

function OutcomeLine({ row, isClassB }: { row: DisputeOutcome; isClassB: boolean }) {
  const { tone, name } = LOOK[row.outcome];
  return (
    <li className="flex flex-col gap-1.5 p-3">
      <span className={cn('flex items-center gap-1.5 font-medium', TONE_TEXT[tone])}>
        <StateIcon tone={tone} className="size-4" />
        {name}
      </span>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-1 text-[0.8125rem] sm:grid-cols-4">
        <div>
          <dt className="text-muted text-xs">
            {row.outcome === 'void' ? 'You pay at most' : 'You pay'}
          </dt>
          <dd>
            <Amount value={row.pays} />
          </dd>
        </div>
        <div>
          <dt className="text-muted text-xs">You get back</dt>
          <dd>
            <Amount value={row.back} />
          </dd>
        </div>
        <div>
          <dt className="text-muted text-xs">Compensation</dt>
          <dd className={row.compensation > 0n ? 'text-safe' : ''}>
            <Amount value={row.compensation} signed />
          </dd>
        </div>
        <div>
          <dt className="text-muted text-xs">Ends, without an appeal</dt>
          <dd>
            <RelativeTime at={row.by} />
          </dd>
        </div>
      </dl>
      {row.outcome === 'void' ? (
        <p className="text-muted text-xs">
          {isClassB
            ? 'Where each run differs, you pay every seat of both panels the court’s least fee. Where seats stayed away, their fines pay and you pay nothing.'
            : 'Only where every seat of both panels answers and none agree: you pay each the court’s least fee. Otherwise nothing.'}
        </p>
      ) : null}
    </li>
  );
}
