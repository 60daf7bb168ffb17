import { CAUSE, STAGE, VERDICT } from '../chain/deal-facts';
import type { Terms } from '../chain/terms';
import { VERIFICATION } from '../offers/offer-types';
import type { MarketConfig } from '../shared/market-config';
import { type DealFacts, type DealStatus, statusOf } from './deal-state';

/** What a status is told from: a whole record, or the summary that lists carry. */
export type StatusFacts = Omit<DealFacts, 'commits'> & Partial<Pick<DealFacts, 'commits'>>;

export type DealTone = 'running' | 'safe' | 'attention' | 'wrong' | 'neutral';

/** A state as icon tone and word. */
export interface DealStatusView {
  readonly tone: DealTone;
  readonly word: string;
}

const view = (tone: DealTone, word: string): DealStatusView => ({ tone, word });

const STATUSES: Record<DealStatus, DealStatusView> = {
  running: view('running', 'Running'),
  late: view('attention', 'Late'),
  overdue: view('attention', 'Overdue'),
  'awaiting-draw': view('running', 'Draw pending'),
  'awaiting-secret': view('running', 'Secret awaited'),
  'secret-withheld': view('attention', 'Secret withheld'),
  'in-review': view('running', 'In review'),
  'review-over': view('running', 'Closing'),
  'awaiting-seats': view('running', 'Seating'),
  unseated: view('attention', 'Not seated'),
  'panel-at-work': view('running', 'Panel at work'),
  'panel-over': view('running', 'Resolving'),
  'panel-failed': view('attention', 'No majority'),
  appealable: view('attention', 'Verdict'),
  'verdict-final': view('running', 'Verdict final'),
  accepted: view('safe', 'Accepted'),
  missed: view('attention', 'Missed'),
  declined: view('attention', 'Declined'),
  upheld: view('safe', 'Upheld'),
  overturned: view('wrong', 'Overturned'),
  'inputs-unavailable': view('neutral', 'Inputs unavailable'),
  void: view('neutral', 'Void'),
};

export const VERDICT_WORDS: Record<number, string> = {
  [VERDICT.None]: 'no verdict',
  [VERDICT.Upheld]: 'upheld',
  [VERDICT.Overturned]: 'overturned',
  [VERDICT.InputsUnavailable]: 'inputs unavailable',
};

/** Why a panel was called, in words. */
export const CAUSE_WORDS: Record<number, string> = {
  [CAUSE.PublicDraw]: 'The draw hit',
  [CAUSE.UnreadableBlock]: 'The draw’s block could not be read',
  [CAUSE.PrivateDraw]: 'The private draw hit',
  [CAUSE.SecretWithheld]: 'The buyer did not show its secret',
  [CAUSE.NoReceipt]: 'The result came without a receipt',
  [CAUSE.Dispute]: 'The buyer disputes the result',
};

/** `statusOf` for a record or a summary; `now` in unix seconds. */
export function statusAt(
  facts: StatusFacts,
  now: number,
  config: Pick<MarketConfig, 'grace'>,
): DealStatus {
  return statusOf({ commits: [], ...facts }, now, config);
}

/** A deal's state at `now` (unix seconds) as icon tone and word. */
export function dealStatusView(
  facts: StatusFacts,
  now: number,
  config: Pick<MarketConfig, 'grace'>,
): DealStatusView {
  return viewOfStatus(facts, statusAt(facts, now, config));
}

/** A status as icon tone and word. */
export function viewOfStatus(
  facts: Pick<StatusFacts, 'stage' | 'case'>,
  status: DealStatus,
): DealStatusView {
  if (status === 'awaiting-seats') return seatingView(facts.stage);
  if (status === 'panel-at-work' && facts.stage === STAGE.Panel2) {
    return view('running', 'Second panel at work');
  }
  if (status === 'appealable' || status === 'verdict-final') {
    const { firstVerdict, secondVerdict } = facts.case ?? { firstVerdict: 0, secondVerdict: 0 };
    return verdictView(facts.stage === STAGE.Verdict2 ? secondVerdict : firstVerdict);
  }
  return STATUSES[status];
}

function seatingView(stage: number): DealStatusView {
  switch (stage) {
    case STAGE.Drawn:
      return view('running', 'Audit: seating');
    case STAGE.Disputed:
      return view('attention', 'Disputed: seating');
    case STAGE.Appealed:
      return view('attention', 'Appealed: seating');
    default:
      return view('attention', 'New panel: seating');
  }
}

function verdictView(verdict: number): DealStatusView {
  if (verdict === VERDICT.Upheld) return view('safe', 'Verdict: upheld');
  if (verdict === VERDICT.Overturned) return view('wrong', 'Verdict: overturned');
  return view('attention', `Verdict: ${VERDICT_WORDS[verdict]}`);
}

/** How a deal's result is protected. */
export function protectionWord(terms: Pick<Terms, 'verification'>): string {
  if (terms.verification === VERIFICATION.A) return 'Class A: insured';
  if (terms.verification === VERIFICATION.B) return 'Class B: checked, not insured';
  return 'Unprotected';
}
