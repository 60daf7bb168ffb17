import type { Address, Hex } from 'viem';
import { STAGE } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import { stakesOf } from '../chain/terms';
import { deadlinesOf } from '../deals/deal-deadlines';
import { type DealStatusView, dealStatusView } from '../deals/deal-status.view';
import { type LockPart, lockedMoneyOf } from '../deals/locked-money';
import { type NextStepView, nextStepView } from '../deals/next-step.view';
import { seatLockOf } from '../offers/price';
import { includesHex } from '../shared/address';
import type { MarketConfig } from '../shared/market-config';

/** What an account has locked in one live deal, why, and until when. Times in seconds. */
export type AccountLock = {
  readonly dealId: Hex;
  readonly moduleId: Hex;
  /** A mediator's is of its stake. */
  readonly side: 'buyer' | 'provider' | 'mediator';
  readonly amount: bigint;
  readonly parts: readonly LockPart[];
  readonly status: DealStatusView;
  readonly next: NextStepView | undefined;
  /** Whether the provider owes its result: none is posted, and one would still count. */
  readonly isResultOwed: boolean;
  readonly isResultPosted: boolean;
  /** Free by then, whatever happens, if anyone sends the calls. */
  readonly latest: number;
};

type Limits = Pick<MarketConfig, 'grace' | 'appealWindow' | 'seatWait'> & {
  /** The unit of the amounts in the words. */
  readonly tokenSymbol: string;
};

/** Every lock of an account, in the order of the deals. */
export function accountLocks(
  records: readonly DealRecord[],
  account: Address,
  now: number,
  limits: Limits,
): AccountLock[] {
  return records.flatMap((record) => {
    const { dealId, terms, work } = record;
    const next = nextStepView(record, now, limits);
    const facts = {
      dealId,
      moduleId: work.moduleId,
      status: dealStatusView(record, now, limits),
      next,
      isResultOwed: record.stage === STAGE.Matched && next?.who === 'provider',
      isResultPosted: record.post !== undefined,
      latest: deadlinesOf(record, limits).latest,
    };
    const seated: AccountLock[] = hasSeat(record, account)
      ? [{ ...facts, side: 'mediator', amount: seatLockOf(stakesOf(terms)), parts: [] }]
      : [];
    const locked = lockedMoneyOf(record, account).map((lock) => ({ ...facts, ...lock }));
    return [...locked, ...seated];
  });
}

function hasSeat({ case: inCase }: DealRecord, account: Address): boolean {
  if (!inCase) return false;
  return includesHex([...inCase.firstPanel, ...inCase.secondPanel], account);
}
