import type { Address, Hex } from 'viem';
import type { CourtRecord, Membership } from '../../lib/chain/court-fold';
import { STAGE } from '../../lib/chain/deal-facts';
import { isRejection, type Rejection, reject } from '../../lib/chain/market-error-name';
import type { Terms } from '../../lib/chain/terms';
import { applyDealCall, type DealCall } from '../../lib/deals/apply-deal-call';
import type { Applied } from '../../lib/deals/call-context';
import type { DealFacts } from '../../lib/deals/deal-state';
import type { Settlement } from '../../lib/deals/settlement';
import { applyCaseCall, type CaseCall, type CaseContext } from '../../lib/disputes/apply-case-call';
import {
  type JobSubmission,
  needsTicket,
  type ResourceSubmission,
} from '../../lib/offers/match-item';
import {
  dealIdOf,
  directoriesHashOf,
  jobOfferHashOf,
  resourceOfferHashOf,
} from '../../lib/offers/offer-hash';
import {
  type JobOffer,
  type ResourceOffer,
  UNLIMITED_DEALS,
  VERIFICATION,
} from '../../lib/offers/offer-types';
import { sameHex } from '../../lib/shared/address';
import { least } from '../../lib/shared/integer';
import type { MarketConfig } from '../../lib/shared/market-config';
import {
  balanceReasons,
  jobReasons,
  locksOf,
  type OpenJob,
  type OpenResource,
  resourceReasons,
} from '../../lib/solver/feasibility';
import { unless } from '../../lib/solver/reason';

/** Burned money waits in this account until somebody calls burn(). */
export const BURN: Address = '0x000000000000000000000000000000000000dEaD';

export type ModelAccount = { available: bigint; locked: bigint; minNonce: bigint };
export type ModelStake = { free: bigint; seated: bigint; unbonding: bigint; releaseAt: number };

/** Who calls, and the block that the call is in. */
export type Moment = {
  readonly caller: Address;
  readonly now: number;
  readonly blockNumber: bigint;
  readonly blockHash: (blockNumber: bigint) => Hex | undefined;
};

export type ModelMatch = {
  readonly job: JobSubmission;
  readonly resource: ResourceSubmission;
  readonly lane: number;
  readonly ticketUntil: number;
  readonly badSignature?: 'job' | 'resource' | 'ticket' | 'receipt' | undefined;
};

const OK = {} as const;
type Done = typeof OK | Rejection;

/**
 * The whole market as the TypeScript model has it: lib's pure pieces for offers, deals and disputes,
 * and around them the accounts, nonces, lanes, stakes and courts of the contract.
 */
export class MarketModel {
  readonly accounts = new Map<Address, ModelAccount>();
  readonly stakes = new Map<Address, ModelStake>();
  readonly courts = new Map<Hex, CourtRecord>();
  readonly deals = new Map<Hex, DealFacts>();
  readonly failures = new Map<Hex, Address[]>();
  readonly settlements = new Map<Hex, Settlement>();
  private readonly operators = new Set<string>();
  private readonly jobsUsed = new Set<string>();
  private readonly jobsCancelled = new Set<string>();
  private readonly resourcesCancelled = new Set<string>();
  private readonly resourceUses = new Map<string, number>();
  private readonly lanes = new Map<string, Hex>();
  private readonly config: MarketConfig;
  private readonly chainId: number;
  private readonly market: Address;

  constructor(config: MarketConfig, chainId: number, market: Address) {
    this.config = config;
    this.chainId = chainId;
    this.market = market;
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

  // ---------------------------------------------------------------- deals

  /** Why a match would be refused now; undefined = feasible. */
  whyNotMatch(item: ModelMatch, { caller, now }: Moment): Rejection | undefined {
    const { job, resource } = this.openOffers(item);
    const facts = { now, solver: caller, config: this.config, courts: this.courts, slack: 0 };
    const { badSignature: bad } = item;
    const [reason] = [
      ...resourceReasons(resource, facts),
      ...unless(bad !== 'resource', 'Market_BadResourceSignature'),
      ...unless(
        bad !== 'ticket' || !needsTicket(resource.submission.offer),
        'Market_BadTicketSignature',
      ),
      ...jobReasons(job, resource, facts),
      ...balanceReasons(job, resource, (who) => this.account(who).available),
      ...unless(bad !== 'job', 'Market_BadJobSignature'),
      ...unless(bad !== 'receipt', 'Market_BadReceiptSignature'),
    ];
    return reason && reject(reason);
  }

  match(item: ModelMatch, moment: Moment): { readonly dealId: Hex } | Rejection {
    const refused = this.whyNotMatch(item, moment);
    if (refused) return refused;
    const { job, resource } = this.openOffers(item);
    return this.start(job, resource, item.lane, moment);
  }

  /** The lowest free lane of an offer; one too many when all are busy. */
  freeLane({ provider, nonce, concurrent }: ResourceOffer): number {
    for (let lane = 0; lane < concurrent; lane++) {
      if (!this.lanes.has(`${provider}:${nonce}:${lane}`)) return lane;
    }
    return concurrent;
  }

  failedOf(job: JobOffer): readonly Address[] {
    return this.failures.get(jobOfferHashOf(job)) ?? [];
  }

  call(dealId: Hex, call: DealCall | CaseCall, moment: Moment): Applied | Rejection {
    const result = this.answer(dealId, call, moment);
    if (!isRejection(result)) this.take(result);
    return result;
  }

  private answer(dealId: Hex, call: DealCall | CaseCall, moment: Moment): Applied | Rejection {
    const facts = this.deals.get(dealId);
    if (!facts) return reject('Market_NotLive');
    const context: CaseContext = {
      ...moment,
      config: this.config,
      availableOf: (who) => this.account(who).available,
      isOperator: (principal, agent) => this.operators.has(`${principal}:${agent}`),
      membershipOf: (court, member) => this.membership(court, member),
      freeStakeOf: (mediator) => this.stake(mediator).free,
    };
    return isDealCall(call)
      ? applyDealCall(facts, call, context)
      : applyCaseCall(facts, call, context);
  }

  /** A call that does not replay all commits: refused where they are needed, if not for another reason. */
  callShortOfCommits(dealId: Hex, call: DealCall | CaseCall, moment: Moment): Rejection {
    const isLookedAtFirst = call.name === 'resolve' || call.name === 'commitAndResolve';
    const before = this.deals.get(dealId);
    const isLive = before?.case !== undefined && before.stage !== STAGE.Settled;
    if (isLookedAtFirst && isLive) return reject('Market_WrongList');
    const result = this.answer(dealId, call, moment);
    return isRejection(result) ? result : reject('Market_WrongList');
  }

  private openOffers({ job, resource, lane, ticketUntil }: ModelMatch) {
    const { buyer, nonce } = job.offer;
    const { provider, nonce: resourceNonce } = resource.offer;
    const hash = jobOfferHashOf(job.offer);
    const jobKey = `${buyer}:${nonce}`;
    const resourceKey = `${provider}:${resourceNonce}`;
    const openJob: OpenJob = {
      hash,
      submission: job,
      failed: this.failures.get(hash) ?? [],
      isUsed: this.jobsUsed.has(jobKey),
      isCancelled: this.jobsCancelled.has(jobKey) || nonce < this.account(buyer).minNonce,
    };
    const openResource: OpenResource = {
      hash: resourceOfferHashOf(resource.offer),
      submission: resource,
      ticket: { until: ticketUntil, signature: '0x' },
      dealsEver: this.resourceUses.get(resourceKey) ?? 0,
      dealsLive: 0,
      isCancelled:
        this.resourcesCancelled.has(resourceKey) || resourceNonce < this.account(provider).minNonce,
      lane: { number: lane, isBusy: this.lanes.has(`${resourceKey}:${lane}`) },
    };
    return { job: openJob, resource: openResource };
  }

  private start(job: OpenJob, resource: OpenResource, lane: number, { caller, now }: Moment) {
    const wanted = job.submission.offer;
    const offered = resource.submission.offer;
    const isVerified = wanted.verification !== VERIFICATION.none;
    const leastSeatFee = isVerified ? (this.courts.get(wanted.court)?.terms.minSeatFee ?? 0n) : 0n;
    const terms: Terms = {
      buyer: wanted.buyer,
      fuelLimit: wanted.fuelLimit,
      executionWindow: wanted.executionWindow,
      provider: offered.provider,
      jobNonce: wanted.nonce,
      reviewWindow: wanted.reviewWindow,
      solver: caller,
      resourceNonce: offered.nonce,
      theta: wanted.penaltyRate,
      lane,
      basePrice: offered.basePrice,
      fuelPrice: offered.fuelPrice,
      matchedAt: now,
      n: wanted.panelSize,
      auditBps: wanted.auditBps,
      jobSolverFee: wanted.solverFee,
      resourceSolverFee: offered.solverFee,
      attempt: job.failed.length,
      verification: wanted.verification,
      leastSeatFee,
      court: wanted.court,
      drawCommit: wanted.drawCommit,
      jobOfferHash: job.hash,
      directoriesHash: directoriesHashOf(wanted.directoriesHash, offered.directoriesHash),
    };
    const dealId = dealIdOf({
      chainId: this.chainId,
      market: this.market,
      jobOfferHash: job.hash,
      resourceOfferHash: resource.hash,
      attempt: terms.attempt,
    });
    for (const { who, amount } of locksOf(job, resource)) this.lock(who, amount);
    const resourceKey = `${offered.provider}:${offered.nonce}`;
    this.jobsUsed.add(`${wanted.buyer}:${wanted.nonce}`);
    if (offered.total !== UNLIMITED_DEALS) {
      this.resourceUses.set(resourceKey, resource.dealsEver + 1);
    }
    this.lanes.set(`${resourceKey}:${lane}`, dealId);
    this.deals.set(dealId, { dealId, terms, stage: STAGE.Matched, commits: [] });
    return { dealId };
  }

  private take({ facts, locked, seated, settlement }: Applied): void {
    this.deals.set(facts.dealId, facts);
    if (locked) this.lock(locked.who, locked.amount);
    for (const seat of seated?.seats ?? []) {
      this.stake(seat).free -= seated?.amount ?? 0n;
      this.stake(seat).seated += seated?.amount ?? 0n;
    }
    if (settlement) this.settle(facts.terms, facts.dealId, settlement);
  }

  private settle(terms: Terms, dealId: Hex, settlement: Settlement): void {
    const { payout, seatLock } = settlement;
    this.settlements.set(dealId, settlement);
    this.account(terms.buyer).locked -= settlement.buyerLock;
    this.account(terms.provider).locked -= settlement.providerLock;
    this.account(terms.buyer).available += payout.toBuyer;
    this.account(terms.provider).available += payout.toProvider;
    this.account(terms.solver).available += payout.toSolver;
    this.account(BURN).available += payout.burned;
    for (const { mediator, fee, slashed } of settlement.seats) {
      this.stake(mediator).seated -= seatLock;
      this.stake(mediator).free += seatLock - slashed + fee;
    }
    this.lanes.delete(`${terms.provider}:${terms.resourceNonce}:${terms.lane}`);
    if (!settlement.jobFree) return;
    this.jobsUsed.delete(`${terms.buyer}:${terms.jobNonce}`);
    entry(this.failures, terms.jobOfferHash, () => []).push(terms.provider);
  }

  private lock(who: Address, amount: bigint): void {
    this.account(who).available -= amount;
    this.account(who).locked += amount;
  }

  private membership(court: Hex, who: Address): Membership | undefined {
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

const DEAL_CALLS = new Set(['postResult', 'expire', 'decline', 'draw', 'accept', 'finalize']);

function isDealCall(call: DealCall | CaseCall): call is DealCall {
  return DEAL_CALLS.has(call.name);
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
