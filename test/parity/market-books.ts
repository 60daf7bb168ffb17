import type { Address, Hex } from 'viem';
import type { CourtRecord, Membership } from '../../lib/chain/court-fold';
import { type Rejection, reject } from '../../lib/chain/market-error-name';
import { sameHex } from '../../lib/shared/address';
import { least } from '../../lib/shared/integer';
import type { MarketConfig } from '../../lib/shared/market-config';

/** Burned money waits in this account until somebody calls burn(). */
export const BURN: Address = '0x000000000000000000000000000000000000dEaD';

export type ModelAccount = { available: bigint; locked: bigint; minNonce: bigint };
export type ModelStake = { free: bigint; seated: bigint; unbonding: bigint; releaseAt: number };

export const OK = {} as const;
type Done = typeof OK | Rejection;

/** Accounts, operators, cancellations, stakes and courts of the model: all that is not about a deal. */
export class MarketBooks {
  readonly accounts = new Map<Address, ModelAccount>();
  readonly stakes = new Map<Address, ModelStake>();
  readonly courts = new Map<Hex, CourtRecord>();
  protected readonly operators = new Set<string>();
  protected readonly jobsCancelled = new Set<string>();
  protected readonly resourcesCancelled = new Set<string>();
  protected readonly config: MarketConfig;

  constructor(config: MarketConfig) {
    this.config = config;
  }

  get unbondingTime(): number {
    return this.config.unbondingTime;
  }

  account(who: Address): ModelAccount {
    return entry(this.accounts, who, () => ({ available: 0n, locked: 0n, minNonce: 0n }));
  }

  stake(who: Address): ModelStake {
    return entry(this.stakes, who, () => ({ free: 0n, seated: 0n, unbonding: 0n, releaseAt: 0 }));
  }

  // ---------------------------------------------------------------- money

  deposit(who: Address, amount: bigint): Done {
    if (amount === 0n) return reject('Market_ZeroAmount');
    this.account(who).available += amount;
    return OK;
  }

  withdraw(who: Address, amount: bigint): Done {
    if (amount === 0n) return reject('Market_ZeroAmount');
    if (amount > this.account(who).available) return reject('Market_BalanceTooLow');
    this.account(who).available -= amount;
    return OK;
  }

  burn(): Done {
    if (this.account(BURN).available === 0n) return reject('Market_ZeroAmount');
    this.account(BURN).available = 0n;
    return OK;
  }

  setOperator(principal: Address, operator: Address, allowed: boolean): Done {
    if (allowed) this.operators.add(`${principal}:${operator}`);
    else this.operators.delete(`${principal}:${operator}`);
    return OK;
  }

  cancelJob(buyer: Address, nonce: bigint): Done {
    this.jobsCancelled.add(`${buyer}:${nonce}`);
    return OK;
  }

  cancelResource(provider: Address, nonce: bigint): Done {
    this.resourcesCancelled.add(`${provider}:${nonce}`);
    return OK;
  }

  cancelBelow(who: Address, nonce: bigint): Done {
    if (nonce <= this.account(who).minNonce) return reject('Market_NonceTooLow');
    this.account(who).minNonce = nonce;
    return OK;
  }

  // ---------------------------------------------------------------- stakes and courts

  addStake(who: Address, amount: bigint): Done {
    if (amount === 0n) return reject('Market_ZeroAmount');
    const account = this.account(who);
    if (account.available < amount) return reject('Market_BalanceTooLow');
    account.available -= amount;
    this.stake(who).free += amount;
    return OK;
  }

  unstake(who: Address, amount: bigint, now: number): Done {
    const stake = this.stake(who);
    if (amount > stake.free + stake.seated) return reject('Market_StakeTooLow');
    stake.unbonding = amount;
    stake.releaseAt = now + this.config.unbondingTime;
    return OK;
  }

  withdrawStake(who: Address, now: number): Done {
    const stake = this.stake(who);
    if (stake.unbonding === 0n) return reject('Market_NothingUnbonding');
    if (now < stake.releaseAt) return reject('Market_StakeBonded');
    const amount = least(stake.unbonding, stake.free);
    if (amount === 0n) return reject('Market_StakeTooLow');
    stake.free -= amount;
    stake.unbonding -= amount;
    this.account(who).available += amount;
    return OK;
  }

  foundCourt(court: Omit<CourtRecord, 'foundedAt' | 'memberships'>, now: number): Done {
    if (this.courts.has(court.id)) return reject('Market_CourtExists');
    this.courts.set(court.id, { ...court, foundedAt: now, memberships: [] });
    return OK;
  }

  joinCourt(court: Hex, who: Address, now: number): Done {
    const record = this.courts.get(court);
    if (!record) return reject('Market_NoSuchCourt');
    if (!record.members.includes(who)) return reject('Market_NotMember');
    const before = this.membership(court, who);
    if (before && before.leftAt === undefined) return reject('Market_AlreadyJoined');
    const allowedAt = (before?.leftAt ?? Number.NEGATIVE_INFINITY) + this.config.unbondingTime;
    if (now < allowedAt) return reject('Market_RejoinTooEarly');
    const others = record.memberships.filter(({ member }) => member !== who);
    const memberships = [...others, { member: who, joinedAt: now }];
    this.courts.set(court, { ...record, memberships });
    return OK;
  }

  leaveCourt(court: Hex, who: Address, now: number): Done {
    const record = this.courts.get(court);
    const membership = this.membership(court, who);
    if (!record || !membership || membership.leftAt !== undefined) {
      return reject('Market_NotJoined');
    }
    const memberships = record.memberships.map((one) =>
      one.member === who ? { ...one, leftAt: now } : one,
    );
    this.courts.set(court, { ...record, memberships });
    return OK;
  }

  protected lock(who: Address, amount: bigint): void {
    this.account(who).available -= amount;
    this.account(who).locked += amount;
  }

  protected membership(court: Hex, who: Address): Membership | undefined {
    return this.courts.get(court)?.memberships.find(({ member }) => sameHex(member, who));
  }

  /** Everything that the contract owes: equals its tokens while nobody sends any directly (I1). */
  total(): bigint {
    let total = 0n;
    for (const { available, locked } of this.accounts.values()) total += available + locked;
    for (const { free, seated } of this.stakes.values()) total += free + seated;
    return total;
  }
}

export function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
