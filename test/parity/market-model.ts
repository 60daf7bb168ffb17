import type { Address, Hex } from 'viem';
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
import { BURN, entry, MarketBooks } from './market-books';

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

/**
 * The whole market as the TypeScript model has it: lib's pure pieces for offers, deals and disputes,
 * and around them the accounts, nonces, lanes, stakes and courts of the contract.
 */
export class MarketModel extends MarketBooks {
  readonly deals = new Map<Hex, DealFacts>();
  /** By buyer and nonce. */
  readonly failures = new Map<string, Address[]>();
  readonly settlements = new Map<Hex, Settlement>();
  private readonly jobsUsed = new Set<string>();
  private readonly resourceUses = new Map<string, number>();
  private readonly lanes = new Map<string, Hex>();
  private readonly chainId: number;
  private readonly market: Address;

  constructor(config: MarketConfig, chainId: number, market: Address) {
    super(config);
    this.chainId = chainId;
    this.market = market;
  }

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
    return this.failures.get(`${job.buyer}:${job.nonce}`) ?? [];
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
      failed: this.failedOf(job.offer),
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
    const jobKey = `${terms.buyer}:${terms.jobNonce}`;
    this.jobsUsed.delete(jobKey);
    entry(this.failures, jobKey, () => []).push(terms.provider);
  }
}

const DEAL_CALLS = new Set(['postResult', 'expire', 'decline', 'draw', 'accept', 'finalize']);

function isDealCall(call: DealCall | CaseCall): call is DealCall {
  return DEAL_CALLS.has(call.name);
}
