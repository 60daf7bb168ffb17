import { STAGE, VERDICT } from '../chain/deal-facts';
import { stakesOf } from '../chain/terms';
import { appealLockOf, latePenaltyOf } from '../offers/price';
import { moneyText } from '../shared/amount.view';
import type { MarketConfig } from '../shared/market-config';
import { postDeadlineOf } from './deal-deadlines';
import type { DealStatus } from './deal-state';
import { type StatusFacts, statusAt, VERDICT_WORDS } from './deal-status.view';

/** Who acts next on a deal, what they can do, until when, and what happens otherwise. */
export interface NextStepView {
  readonly who: 'provider' | 'buyer' | 'mediators' | 'anyone';
  readonly what: string;
  /** Unix seconds; the clock that runs. Undefined where a block decides, or nothing is waited for. */
  readonly by: number | undefined;
  readonly otherwise: string;
}

/** `tokenSymbol`: the unit of the amounts in the words. */
type StepConfig = Pick<MarketConfig, 'grace'> & { readonly tokenSymbol?: string | undefined };

/** The next step of a live deal at `now` (unix seconds); undefined once it is settled. */
export function nextStepView(
  facts: StatusFacts,
  now: number,
  config: StepConfig,
): NextStepView | undefined {
  return stepAfter(facts, statusAt(facts, now, config), config);
}

/** The next step from a status. */
export function stepAfter(
  facts: StatusFacts,
  status: DealStatus,
  config: StepConfig,
): NextStepView | undefined {
  const { terms, post, stage } = facts;
  const panel = facts.case;
  const refund = `the buyer gets everything back and ${moneyText(latePenaltyOf(stakesOf(terms).value), config.tokenSymbol)} from the provider`;
  switch (status) {
    case 'running':
    case 'late':
      return step(
        'provider',
        'posts a sealed result',
        `Otherwise ${refund}.`,
        postDeadlineOf(terms, config),
      );
    case 'overdue':
      return step('anyone', 'close it: the provider is too late', `Then ${refund}.`);
    case 'awaiting-draw':
      return step(
        'anyone',
        `record the draw of block ${post?.drawBlock ?? ''}`,
        'It decides whether mediators run the job again.',
      );
    case 'awaiting-secret':
      return step(
        'buyer',
        'shows the secret of the private draw',
        'Otherwise the deal is audited.',
        post?.reviewEndsAt,
      );
    case 'secret-withheld':
      return step('anyone', 'have it audited: no secret was shown', 'Then a panel is seated.');
    case 'in-review':
      return step(
        'buyer',
        terms.n > 0 ? 'accepts, or disputes the result' : 'accepts the result',
        'Otherwise silence counts as acceptance.',
        post?.reviewEndsAt,
      );
    case 'review-over':
      return step('anyone', 'close it: nobody disputed in time', 'Then the provider is paid.');
    case 'awaiting-seats':
      return step(
        'anyone',
        'seat the panel',
        `If too few mediators are free until then, ${lastWord(stage)}.`,
        panel?.deadline,
      );
    case 'unseated':
      return step('anyone', 'close it: no panel could be seated', `Then ${lastWord(stage)}.`);
    case 'panel-at-work':
      return step(
        'mediators',
        'run the job again and commit',
        'Who is absent is fined.',
        panel?.deadline,
      );
    case 'panel-over':
      return step(
        'anyone',
        'resolve it by a majority that committed',
        'Otherwise the panel is given up.',
        (panel?.deadline ?? 0) + config.grace,
      );
    case 'panel-failed':
      return step(
        'anyone',
        stage === STAGE.Panel1 ? 'call a new, larger panel' : 'close it: no majority',
        stage === STAGE.Panel1 ? 'It decides alone.' : `Then ${lastWord(stage, panel?.reseated)}.`,
      );
    case 'appealable':
      return appealStep(facts, config);
    case 'verdict-final': {
      const verdict = stage === STAGE.Verdict2 ? panel?.secondVerdict : panel?.firstVerdict;
      return step('anyone', `settle it as ${VERDICT_WORDS[verdict ?? 0]}`, 'Then the money moves.');
    }
    default:
      return undefined;
  }
}

function step(
  who: NextStepView['who'],
  what: string,
  otherwise: string,
  by?: number,
): NextStepView {
  return { who, what, by, otherwise };
}

function appealStep(
  { terms, case: panel }: StatusFacts,
  { tokenSymbol }: StepConfig,
): NextStepView {
  const verdict = panel?.firstVerdict ?? VERDICT.None;
  const who =
    verdict === VERDICT.Overturned ? 'provider' : verdict === VERDICT.Upheld ? 'buyer' : 'anyone';
  return step(
    who,
    `${who === 'anyone' ? '' : 'may '}appeal with ${moneyText(appealLockOf(stakesOf(terms)), tokenSymbol)}`,
    `Otherwise it ends as ${VERDICT_WORDS[verdict]}.`,
    panel?.deadline,
  );
}

/** How a case ends that found no panel or no majority. */
function lastWord(stage: number, reseated?: boolean): string {
  const appealed = stage === STAGE.Appealed || (stage === STAGE.Panel2 && reseated === false);
  return appealed ? 'the first verdict stands' : 'the deal is void';
}
