import { type Address, getAddress } from 'viem';
import { isDealEvent, type MarketEvent } from '../../lib/chain/deal-event';
import { CAUSE, OUTCOME, STAGE } from '../../lib/chain/deal-facts';
import { type DealRecord, foldDeal } from '../../lib/chain/deal-fold';
import { stakesOf } from '../../lib/chain/terms';
import {
  locksOf,
  type Settlement,
  settleAccepted,
  settleDeclined,
  settleMissed,
} from '../../lib/deals/settlement';
import { type CaseFacts, settleVerdict, settleVoid } from '../../lib/disputes/settle-case';
import { appealLockOf, seatLockOf } from '../../lib/offers/price';

export type Account = { available: bigint; locked: bigint };
export type Stake = { free: bigint; seated: bigint };

const BURNED = getAddress('0x000000000000000000000000000000000000dEaD');

/**
 * Everybody's money as the events of a market imply it, reckoned with the pure model alone: what the
 * chain says must be the same to the last unit.
 */
export class Ledger {
  readonly accounts = new Map<Address, Account>();
  readonly stakes = new Map<Address, Stake>();
  readonly deals = new Map<string, DealRecord>();
  /** Where the chain settled a deal otherwise than the model: both, in words. */
  readonly differences: string[] = [];

  constructor(events: readonly MarketEvent[]) {
    for (const event of events) this.#apply(event);
  }

  #apply(event: MarketEvent): void {
    if (isDealEvent(event)) {
      const { dealId } = event.args;
      const before = this.deals.get(dealId);
      const after = foldDeal(before, event);
      this.deals.set(dealId, after);
      this.#applyDeal(event.name, before, after);
      if (event.name === 'SeatSettled') this.#unseat(after, event.args);
      return;
    }
    switch (event.name) {
      case 'Deposited':
        this.#account(event.args.account).available += event.args.amount;
        return;
      case 'Withdrawn':
        this.#account(event.args.account).available -= event.args.amount;
        return;
      case 'Staked':
        this.#account(event.args.mediator).available -= event.args.amount;
        this.#stake(event.args.mediator).free += event.args.amount;
        return;
      case 'Burned':
        this.#account(BURNED).available -= event.args.amount;
        return;
      case 'UnstakeRequested':
      case 'StakeWithdrawn':
        throw new Error(`The ledger does not know ${event.name}`);
      default:
        return;
    }
  }

  #applyDeal(name: string, before: DealRecord | undefined, deal: DealRecord): void {
    const { terms } = deal;
    const stakes = stakesOf(terms);
    switch (name) {
      case 'DealMatched': {
        const { buyerLock, providerLock } = locksOf(terms);
        this.#lock(terms.buyer, buyerLock);
        this.#lock(terms.provider, providerLock);
        return;
      }
      case 'CaseOpened':
        if (deal.case?.cause === CAUSE.Dispute) this.#lock(terms.buyer, stakes.value);
        return;
      case 'VerdictAppealed':
        if (deal.case) this.#lock(deal.case.appellant, appealLockOf(stakes));
        return;
      case 'PanelSeated': {
        const isSecond = deal.stage === STAGE.Panel2;
        for (const seat of (isSecond ? deal.case?.secondPanel : deal.case?.firstPanel) ?? []) {
          this.#stake(seat).free -= seatLockOf(stakes);
          this.#stake(seat).seated += seatLockOf(stakes);
        }
        return;
      }
      case 'DealSettled':
        if (before) this.#settle(before, deal);
        return;
      default:
        return;
    }
  }

  #unseat(deal: DealRecord, seat: { mediator: Address; fee: bigint; slashed: bigint }): void {
    const lock = seatLockOf(stakesOf(deal.terms));
    const stake = this.#stake(seat.mediator);
    stake.seated -= lock;
    stake.free += lock - seat.slashed + seat.fee;
  }

  #settle(before: DealRecord, deal: DealRecord): void {
    const { terms, payout } = deal;
    if (!payout) return;
    const expected = settlementOf(before, deal);
    const actual = {
      outcome: deal.outcome,
      price: deal.price,
      payout,
      jobFree: deal.jobFree,
      seats: byMediator(deal.seats),
    };
    const { outcome, price, jobFree } = expected;
    const seats = byMediator(expected.seats);
    const wanted = { outcome, price, payout: expected.payout, jobFree, seats };
    if (textOf(actual) !== textOf(wanted)) {
      this.differences.push(`${deal.dealId}: chain ${textOf(actual)}, model ${textOf(wanted)}`);
    }
    this.#release(terms.buyer, expected.buyerLock, payout.toBuyer);
    this.#release(terms.provider, expected.providerLock, payout.toProvider);
    this.#release(terms.solver, 0n, payout.toSolver);
    this.#release(BURNED, 0n, payout.burned);
  }

  #lock(who: Address, amount: bigint): void {
    const account = this.#account(who);
    account.available -= amount;
    account.locked += amount;
  }

  #release(who: Address, lock: bigint, credit: bigint): void {
    const account = this.#account(who);
    account.locked -= lock;
    account.available += credit;
  }

  #account(who: Address): Account {
    const key = getAddress(who);
    const account = this.accounts.get(key) ?? { available: 0n, locked: 0n };
    this.accounts.set(key, account);
    return account;
  }

  #stake(who: Address): Stake {
    const key = getAddress(who);
    const stake = this.stakes.get(key) ?? { free: 0n, seated: 0n };
    this.stakes.set(key, stake);
    return stake;
  }
}

/** How the model settles the deal, given how the chain called the outcome. */
export function settlementOf(before: DealRecord, settled: DealRecord): Settlement {
  const { terms, post } = before;
  switch (settled.outcome) {
    case OUTCOME.Missed:
      return settleMissed(terms);
    case OUTCOME.Declined:
      return settleDeclined(terms, settled.settledAt ?? 0);
    case OUTCOME.Accepted:
      if (!post) throw new Error('Accepted without a post');
      return settleAccepted(terms, post);
    case OUTCOME.Void:
      return settleVoid(before as CaseFacts);
    default:
      return settleVerdict(before as CaseFacts);
  }
}

function byMediator<T extends { mediator: Address }>(seats: readonly T[]): T[] {
  return [...seats].sort((a, b) => (a.mediator.toLowerCase() < b.mediator.toLowerCase() ? -1 : 1));
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'bigint'
      ? item.toString()
      : item !== null && typeof item === 'object' && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
        : item,
  );
}
