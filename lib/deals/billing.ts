import { CAUSE, STAGE } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import { priceOf } from '../offers/price';
import { greatest, least } from '../shared/integer';
import type { DealStatus } from './deal-state';
import { lockOfSide } from './locked-money';

/**
 * How far a deal's bill is. `none`: nothing is owed, and nothing can be any more unless it is settled so;
 * `accruing`: the run's fuel adds up; `capped`: the fuel is posted, so the price is fixed; `final`: paid.
 */
export type BillingState = 'none' | 'accruing' | 'capped' | 'final';

export function billingStateOf(
  { stage }: Pick<DealRecord, 'stage'>,
  status: DealStatus,
): BillingState {
  if (stage === STAGE.Settled) return 'final';
  if (stage !== STAGE.Matched) return 'capped';
  return status === 'overdue' ? 'none' : 'accruing';
}

/** A deal's money as its buyer has it. Amounts in the token's smallest unit. */
export interface BuyerMoney {
  /** All that it locked since the match. */
  readonly locked: bigint;
  /** Of that: gone, or at most to go where the deal lives. */
  readonly spent: bigint;
  /** Of that: back, or to come back. locked = spent + refundable. */
  readonly refundable: bigint;
  /** Beyond its own: the provider's penalty. */
  readonly compensation: bigint;
  /** What `spent` is of a deal that lives. */
  readonly basis: 'settled' | 'most' | 'nothing' | 'accepted' | 'upheld';
}

type Facts = Pick<DealRecord, 'terms' | 'stage' | 'post' | 'case' | 'payout'>;

/**
 * What a buyer has locked, spent and gets back: by the settlement where there is one, before it if the
 * provider is right, which is the most that the usual ways cost.
 */
export function buyerMoneyOf(facts: Facts, status: DealStatus): BuyerMoney {
  const { terms, payout, stage, post } = facts;
  const locked = lockOfSide(facts, 'buyer');
  if (stage === STAGE.Settled && payout) {
    const got = payout.toBuyer;
    const refundable = least(got, locked);
    const spent = locked - refundable;
    return { locked, spent, refundable, compensation: got - refundable, basis: 'settled' };
  }
  const of = (spent: bigint, basis: BuyerMoney['basis']): BuyerMoney => ({
    locked,
    spent,
    refundable: locked - spent,
    compensation: 0n,
    basis,
  });
  if (!post) {
    if (status === 'overdue') return of(0n, 'nothing');
    return of(priceOf(terms, terms.fuelLimit, terms.fuelLimit) + terms.jobSolverFee, 'most');
  }
  const price = priceOf(terms, post.fuelUsed, terms.fuelLimit);
  const cause = facts.case?.cause ?? CAUSE.None;
  if (cause === CAUSE.None) return of(price + terms.jobSolverFee, 'accepted');
  // Without a receipt the audit is the provider's to pay.
  const fees = post.hasReceipt ? BigInt(terms.n) * greatest(price, terms.leastSeatFee) : 0n;
  const again = cause === CAUSE.Dispute ? price : 0n;
  return of(price + again + fees + terms.jobSolverFee, 'upheld');
}
