import { OUTCOME, type Outcome, STAGE } from '../chain/deal-facts';
import type { DealMoment, DealRecord } from '../chain/deal-fold';
import { stakesOf } from '../chain/terms';
import { VERIFICATION } from '../offers/offer-types';
import { appealLockOf, buyerLockOf, priceOf, providerLockOf } from '../offers/price';
import { moneyText } from '../shared/amount.view';
import { shortHash } from '../shared/hash.view';
import { formatFuel } from '../shared/quantity.view';
import { formatDuration } from '../shared/time.view';
import { CAUSE_WORDS, type DealTone, VERDICT_WORDS } from './deal-status.view';

/** One line of a deal's story. */
export interface TimelineEntry {
  readonly id: string;
  readonly tone: DealTone;
  readonly title: string;
  readonly text: string | undefined;
  /** Unix seconds; undefined for what has not happened yet. */
  readonly at: number | undefined;
  readonly transaction: `0x${string}` | undefined;
}

const SKIPPED = new Set(['SeatSettled']);

/**
 * A deal's history, and the steps that are still to come on the usual path.
 *
 * @param unit of the amounts in the words: the token's symbol
 */
export function dealTimeline(record: DealRecord, unit: string): TimelineEntry[] {
  let commit = 0;
  let panel = 0;
  const past = record.history.flatMap((moment): TimelineEntry[] => {
    if (SKIPPED.has(moment.name)) return [];
    if (moment.name === 'PanelSeated') panel += 1;
    if (moment.name === 'VerdictCommitted') commit += 1;
    const entryOf = (id: string, told: Told): TimelineEntry => ({
      id: `${moment.blockNumber}-${id}`,
      at: moment.timestamp,
      transaction: moment.transactionHash,
      ...told,
    });
    const entry = entryOf(`${moment.logIndex}`, tell(record, moment, { commit, panel, unit }));
    const isDrawToo = moment.name === 'DealSettled' && wasDrawnOnTheWay(record);
    return isDrawToo ? [entryOf('draw', NOT_HIT), entry] : [entry];
  });
  return [...past, ...futureOf(record)];
}

type Told = Pick<TimelineEntry, 'tone' | 'title' | 'text'>;
const told = (tone: DealTone, title: string, text?: string): Told => ({ tone, title, text });

const NOT_HIT = told('safe', 'The draw did not hit', 'No audit, unless the buyer disputes.');

/** Accepted by the same transaction that recorded the draw, which is told by no event of its own. */
function wasDrawnOnTheWay({ terms, outcome, history }: DealRecord): boolean {
  return (
    outcome === OUTCOME.Accepted &&
    terms.verification !== VERIFICATION.none &&
    !history.some(({ name }) => name === 'DealCleared')
  );
}

function tell(
  record: DealRecord,
  moment: DealMoment,
  count: { commit: number; panel: number; unit: string },
): Told {
  const money = (amount: bigint) => moneyText(amount, count.unit);
  const { terms, post, case: panel } = record;
  const stakes = stakesOf(terms);
  switch (moment.name) {
    case 'DealMatched':
      return told(
        'safe',
        `Matched with ${shortHash(terms.provider)}`,
        `The buyer locked ${money(buyerLockOf(stakes, terms.jobSolverFee))}, the provider ${money(providerLockOf(stakes, terms.resourceSolverFee))}.`,
      );
    case 'ResultPosted': {
      const fuel = post?.fuelUsed ?? 0n;
      const price = priceOf(terms, fuel, terms.fuelLimit);
      const took = moment.timestamp - terms.matchedAt;
      return told(
        post?.hasReceipt ? 'safe' : 'attention',
        'Result sealed',
        `After ${formatDuration(took)}: ${formatFuel(fuel)} fuel, ${money(price)}. ${post?.hasReceipt ? 'The directory recomputed the seal.' : 'Without a receipt, so it is audited.'}`,
      );
    }
    case 'DealCleared':
      return NOT_HIT;
    case 'CaseOpened':
      return told(
        'attention',
        CAUSE_WORDS[panel?.cause ?? 0] ?? 'A panel was called',
        'Mediators will run the job again.',
      );
    case 'SeedRenewed':
      return told('neutral', 'A new block will seat the panel', 'The old one was too old to read.');
    case 'PanelSeated': {
      const seats =
        count.panel > 1 || panel?.firstPanel.length === 0 ? panel?.secondPanel : panel?.firstPanel;
      const number = seats?.length ?? 0;
      return told('safe', `${number === 1 ? 'One mediator' : `${number} mediators`} seated`);
    }
    case 'VerdictCommitted': {
      const commit = record.commits[count.commit - 1];
      return told('safe', `${shortHash(commit?.mediator ?? '')} committed`);
    }
    case 'VerdictReached': {
      const second = panel !== undefined && panel.secondVerdict !== 0 && count.panel > 1;
      const verdict = second ? panel.secondVerdict : (panel?.firstVerdict ?? 0);
      return told(
        verdict === 1 ? 'safe' : verdict === 2 ? 'wrong' : 'neutral',
        `${second ? 'Second verdict' : 'Verdict'}: ${VERDICT_WORDS[verdict]}`,
      );
    }
    case 'PanelReseated':
      return told('attention', 'No majority: a new panel decides alone');
    case 'VerdictAppealed':
      return told(
        'attention',
        `${shortHash(panel?.appellant ?? '')} appealed`,
        `With ${money(appealLockOf(stakes))} locked.`,
      );
    case 'DealSettled':
      return outcomeTold(record, money);
    default:
      return told('neutral', moment.name);
  }
}

const OUTCOME_TOLD: Partial<Record<Outcome, [DealTone, string]>> = {
  [OUTCOME.Accepted]: ['safe', 'Accepted'],
  [OUTCOME.Missed]: ['attention', 'The provider missed its deadline'],
  [OUTCOME.Declined]: ['attention', 'The provider declined'],
  [OUTCOME.Upheld]: ['safe', 'Upheld: the provider was right'],
  [OUTCOME.Overturned]: ['wrong', 'Overturned: the provider lost its lock'],
  [OUTCOME.InputsUnavailable]: ['neutral', 'Ended: the inputs could not be had'],
  [OUTCOME.Void]: ['neutral', 'Void: no panel found a majority'],
};

function outcomeTold(
  { outcome, payout, price }: DealRecord,
  money: (amount: bigint) => string,
): Told {
  const [tone, title] = OUTCOME_TOLD[outcome ?? OUTCOME.None] ?? ['neutral', 'Settled'];
  const text =
    payout &&
    `Price ${money(price ?? 0n)}; ${money(payout.toBuyer)} to the buyer, ${money(payout.toProvider)} to the provider.`;
  return told(tone, title, text);
}

const FUTURE: Record<number, readonly string[]> = {
  [STAGE.Matched]: ['Result sealed', 'Draw', 'Accepted'],
  [STAGE.Posted]: ['Draw', 'Accepted'],
  [STAGE.Cleared]: ['Accepted'],
  [STAGE.Drawn]: ['Mediators seated', 'Verdict', 'Settled'],
  [STAGE.Disputed]: ['Mediators seated', 'Verdict', 'Settled'],
  [STAGE.Panel1]: ['Verdict', 'Settled'],
  [STAGE.Verdict1]: ['Settled'],
  [STAGE.Reseated]: ['New panel seated', 'Verdict', 'Settled'],
  [STAGE.Appealed]: ['Second panel seated', 'Second verdict', 'Settled'],
  [STAGE.Panel2]: ['Second verdict', 'Settled'],
  [STAGE.Verdict2]: ['Settled'],
};

function futureOf({ stage, terms }: DealRecord): TimelineEntry[] {
  const isDrawn = terms.verification !== VERIFICATION.none;
  const titles = (FUTURE[stage] ?? []).filter((title) => isDrawn || title !== 'Draw');
  return titles.map((title) => ({
    id: `next-${title}`,
    tone: 'neutral',
    title,
    text: undefined,
    at: undefined,
    transaction: undefined,
  }));
}
