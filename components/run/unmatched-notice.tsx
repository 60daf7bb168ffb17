'use client';

import { useQuery } from '@tanstack/react-query';
import { Button, buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { usePublicConfig } from '@/lib/env/public-config.client';
import type { MisfitGroup } from '@/lib/offers/search/constraint';
import { type Applied, misfitWords } from '@/lib/offers/search/misfit-words.view';
import { formatNeedChanges } from '@/lib/offers/search/need-changes';
import { EVERYTHING } from '@/lib/offers/search/offer-query';
import { type SignedAsk, type Unmatched, whyUnmatched } from '@/lib/offers/why-unmatched';
import { formatAmount } from '@/lib/shared/amount.view';
import { getJson } from '@/lib/shared/api.client';
import { formatCount, formatSignificant } from '@/lib/shared/quantity.view';
import type { RunModule } from './run-wizard';
import { type LivePlan, needsOfPlan, type PlanChange, type PlanNeeds } from './use-run-plan.client';

interface UnmatchedNoticeProps {
  ask: SignedAsk;
  module: Pick<RunModule, 'id' | 'resources'>;
  plan: PlanNeeds & Pick<LivePlan, 'fitting'>;
  /** Changes what is decided and goes back to the signature; nothing is bought by it. */
  onChange: (change: PlanChange) => void;
}

/** Why nobody took an offer in a minute, and what would be taken. */
export function UnmatchedNotice({ ask, module, plan, onChange }: UnmatchedNoticeProps) {
  const { tokenSymbol } = usePublicConfig();
  const why = whyUnmatched(ask, plan.fitting);
  return (
    <Notice tone="attention" alert title="Nobody has matched your offer yet" className="px-3">
      <div className="flex flex-col items-start gap-2">
        <p>{wordsOf(why, tokenSymbol)}</p>
        {why.kind === 'dearer' ? (
          <Button variant="secondary" size="sm" onClick={() => onChange({})}>
            Offer what they ask now
          </Button>
        ) : why.kind === 'provider-gone' ? (
          <Button variant="secondary" size="sm" onClick={() => onChange({ where: 'any' })}>
            Let any of them run it
          </Button>
        ) : why.kind === 'none-fits' ? (
          <NearestChanges module={module} plan={plan} onChange={onChange} />
        ) : null}
        <p className="text-xs">
          Nothing is locked before a match, and the offer stays open for half an hour. Of what you
          sign here only one is ever matched. You may leave: it appears among{' '}
          <Link href="/deals" className="link">
            your deals
          </Link>
          .
        </p>
      </div>
    </Notice>
  );
}

function wordsOf(why: Unmatched, symbol: string): string {
  const offers = (count: number) => (count === 1 ? 'One offer fits' : `${count} offers fit`);
  switch (why.kind) {
    case 'late':
      return `${offers(why.offers)} and could take it now. Either all solvers are away or the chain is slow; it goes on by itself.`;
    case 'busy':
      return `${offers(why.offers)}, and all run other jobs at the moment. Yours is taken when one is free.`;
    case 'dearer':
      return `Prices rose since you signed: ${offers(why.offers).toLowerCase()}, from ${formatAmount(why.cheapest.basePrice)} plus ${formatAmount(why.cheapest.fuelPrice)} ${symbol} for each G of fuel, more than you signed for.`;
    case 'provider-gone':
      return `The provider that you chose does not offer this run any more: its machine is off or its offer has expired. ${offers(why.offers)} from others.`;
    case 'none-fits':
      return 'No open offer fits your job any more: machines went off, or their offers have expired.';
  }
}

const MOST_SHOWN = 3;

/** The least changes of the run that let offers in, each a click away. */
function NearestChanges({ module, plan, onChange }: Omit<UnmatchedNoticeProps, 'ask'>) {
  const { tokenSymbol } = usePublicConfig();
  const needs = needsOfPlan(module, plan);
  const params = new URLSearchParams({ module: module.id, need: formatNeedChanges(needs) });
  const { data } = useQuery({
    queryKey: ['offer-misfits', String(params)],
    queryFn: ({ signal }) =>
      getJson<{ groups: MisfitGroup[] }>(`/api/v1/resource-offers/misfits?${params}`, signal),
    retry: false,
  });
  const changes = (data?.groups ?? []).flatMap((group) => {
    const { change } = misfitWords(group, EVERYTHING, needs);
    const applied = change && planChangeOf(change.applied);
    return applied && group.change
      ? [{ key: group.key, text: change.text, applied, ...group.change }]
      : [];
  });
  return (
    <div className="flex flex-col items-start gap-2">
      {changes.slice(0, MOST_SHOWN).map(({ key, text, applied, count, from }) => (
        <Button
          key={key}
          variant="secondary"
          size="sm"
          className="h-auto min-h-8 whitespace-normal py-1 text-left"
          onClick={() => onChange(applied)}
        >
          {text}: {formatCount(count)} {count === 1 ? 'offer' : 'offers'} from{' '}
          {formatSignificant(from, 3)} {tokenSymbol}
        </Button>
      ))}
      <Link href={`/offers?${params}`} className={buttonClass('ghost', 'sm')}>
        See what each offer lacks
      </Link>
    </div>
  );
}

/** What of a change the wizard can take; a machine's size is the module's. */
function planChangeOf(applied: Applied): PlanChange | undefined {
  if (applied.kind !== 'need') return undefined;
  const { name, value } = applied;
  const isChoice =
    name === 'theta' || name === 'n' || name === 'executionWindow' || name === 'reviewWindow';
  return isChoice ? { [name]: value } : undefined;
}
