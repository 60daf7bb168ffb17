'use client';

import { useQuery } from '@tanstack/react-query';
import { Button, buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { misfitWords, type NeedFigures } from '@/lib/offers/search/misfit-words.view';
import { formatNeedChanges } from '@/lib/offers/search/need-changes';
import { EVERYTHING } from '@/lib/offers/search/offer-query';
import { getJson } from '@/lib/shared/api.client';
import { formatCount, formatSignificant } from '@/lib/shared/quantity.view';
import { obstacleText } from '@/lib/solver/obstacle-words.view';
import { countDearer, groupObstacles, isBuyerShort, type Outlook } from '@/lib/solver/outlook';
import { type PlanChange, planChangeOf } from './plan-change';
import type { RunModule } from './run-wizard';
import { type PostedOffer, termsOf } from './signed-offer';

interface UnmatchedNoticeProps {
  offer: PostedOffer;
  module: Pick<RunModule, 'id'>;
  /** Changes what is decided and goes back to the signature; nothing is bought by it. */
  onChange: (change: PlanChange) => void;
}

const AGAIN_MS = 60_000;

/** Why nobody took an offer in a minute, as the server finds it, and what would be taken. */
export function UnmatchedNotice({ offer, module, onChange }: UnmatchedNoticeProps) {
  const { data, error } = useQuery({
    queryKey: ['job-outlook', offer.hash],
    queryFn: ({ signal }) =>
      getJson<{ outlook: Outlook | null }>(`/api/v1/job-offers/${offer.hash}?outlook=1`, signal),
    refetchInterval: AGAIN_MS,
    retry: false,
  });
  const outlook = data?.outlook ?? undefined;
  return (
    <Notice tone="attention" alert title="Nobody has matched your offer yet" className="px-3">
      <div className="flex flex-col items-start gap-2">
        {outlook ? (
          <OutlookWords outlook={outlook} offer={offer} module={module} onChange={onChange} />
        ) : (
          <p>{error ? `Why could not be found out: ${error.message}` : 'Finding out why …'}</p>
        )}
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

const MOST_SHOWN = 3;

/** What is in the way, and a click for each way out. */
export function OutlookWords(props: UnmatchedNoticeProps & { outlook: Outlook }) {
  const { outlook, offer, module, onChange } = props;
  const { fitting, obstacles } = outlook;
  const { tokenSymbol } = usePublicConfig();
  const dearer = countDearer(obstacles);
  if (fitting > 0) {
    return (
      <p>
        {fitting === 1 ? 'One offer fits' : `${fitting} offers fit`} and could take it now. Either
        all solvers are away or the chain is slow; it goes on by itself.
      </p>
    );
  }
  const groups = groupObstacles(obstacles);
  return (
    <>
      {obstacles.length === 0 ? (
        <p>No offer is open that could run it: machines went off, or their offers have expired.</p>
      ) : (
        <>
          <p>No open offer can take it now. Of the {obstacles.length} that come nearest:</p>
          <ul className="flex flex-col gap-1">
            {groups.slice(0, MOST_SHOWN).map((group) => (
              <li key={`${group.name} ${group.measure}`}>
                <span className="tabular font-medium">{formatCount(group.count)}</span>:{' '}
                {obstacleText(group, tokenSymbol)}
              </li>
            ))}
          </ul>
        </>
      )}
      {isBuyerShort(obstacles) ? (
        <Link href="/account" className={buttonClass('secondary', 'sm')}>
          Deposit more
        </Link>
      ) : null}
      {dearer > 0 ? (
        <Button variant="secondary" size="sm" onClick={() => onChange({})}>
          Offer what {dearer === 1 ? 'one asks' : `${formatCount(dearer)} ask`} now
        </Button>
      ) : null}
      {offer.submission.lists.providers ? (
        <Button variant="secondary" size="sm" onClick={() => onChange({ where: 'any' })}>
          Let any provider run it
        </Button>
      ) : null}
      <NearestChanges outlook={outlook} offer={offer} module={module} onChange={onChange} />
    </>
  );
}

/** The least changes of the run that let offers in, each a click away. */
function NearestChanges(props: UnmatchedNoticeProps & { outlook: Outlook }) {
  const { outlook, offer, module, onChange } = props;
  const { tokenSymbol } = usePublicConfig();
  const needs = needFiguresOf(offer);
  const params = new URLSearchParams({ module: module.id, need: formatNeedChanges(needs) });
  const changes = outlook.misfits.flatMap((group) => {
    const { change } = misfitWords(group, EVERYTHING, needs);
    const applied = change && planChangeOf(change.applied);
    return applied && group.change
      ? [{ key: group.key, text: change.text, applied, ...group.change }]
      : [];
  });
  return (
    <>
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
    </>
  );
}

function needFiguresOf(offer: PostedOffer): NeedFigures {
  const { resources, n, theta, executionWindow, reviewWindow } = termsOf(offer);
  return { ...resources, n, theta, executionWindow, reviewWindow };
}
