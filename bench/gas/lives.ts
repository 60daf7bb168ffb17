import type { Hex } from 'viem';
import { commitReplayOf } from '../../lib/chain/commit-replay';
import { NO_CASE } from '../../lib/chain/deal-facts';
import { sealOf } from '../../lib/execution/result-digest';
import { gatherJobs } from '../../lib/offers/match-item';
import { dealIdOf, jobOfferHashOf, resourceOfferHashOf } from '../../lib/offers/offer-hash';
import type { JobOffer } from '../../lib/offers/offer-types';
import { ZERO_BYTES32 } from '../../lib/shared/address';
import { testConfig } from '../../test/builders/test-config';
import type { BenchMarket } from './bench-market';
import {
  buyers,
  court,
  jobOf,
  keeper,
  matchOf,
  mediators,
  pick,
  postOf,
  provider,
  RIGHT,
  solver,
  WRONG,
} from './cast';

/** Gas of each call of one life, in order. */
export type Life = readonly { readonly call: string; readonly gas: number }[];

/** Plays one deal with this nonce of its buyer. */
export type Play = (market: BenchMarket, nonce: number) => Promise<Life>;

/** The draw always hits. */
const AUDITED = { auditBps: 10_000 } as const;
/** The draw misses 9,999 times in 10,000: no figure depends on a block's hash. */
const SPARED = { auditBps: 1, penaltyRate: 12_498 } as const;
const PANEL_OF_THREE = { panelSize: 3, penaltyRate: 121 } as const;
const FUEL = 3_456_789_012n;

class Teller {
  readonly life: { call: string; gas: number }[] = [];
  readonly market: BenchMarket;

  constructor(market: BenchMarket) {
    this.market = market;
  }

  async tell(from: Parameters<BenchMarket['send']>[0], call: string, args: readonly unknown[]) {
    this.life.push({ call, gas: await this.market.send(from, call, args) });
  }

  async match(job: JobOffer): Promise<Hex> {
    const sides = await matchOf(this.market, job, 0);
    await this.tell(solver, 'matchDeal', [sides.resource, sides.job]);
    return this.idOf(job, sides.resource.offer);
  }

  idOf(job: JobOffer, resource: Parameters<typeof resourceOfferHashOf>[0]): Hex {
    return dealIdOf({
      chainId: this.market.domain.chainId,
      market: this.market.market,
      jobOfferHash: jobOfferHashOf(job),
      resourceOfferHash: resourceOfferHashOf(resource),
      attempt: 0,
    });
  }

  async post(dealId: Hex, digest: Hex): Promise<void> {
    await this.tell(provider, 'postResult', [await postOf(this.market, dealId, digest)]);
  }

  replay(dealId: Hex) {
    const { packedTerms: terms, post } = this.market.record(dealId);
    return { dealId, terms, post };
  }

  acceptance(dealId: Hex) {
    return { ...this.replay(dealId), secret: ZERO_BYTES32, signature: '0x' };
  }

  async untilDrawn(dealId: Hex): Promise<void> {
    await this.market.mineTo((this.market.record(dealId).post?.drawBlock ?? 0n) + 1n);
  }

  /** From a panel's call, or a draw that hits, to the settlement: everybody on it finds `digest`. */
  async judge(dealId: Hex, digest: Hex): Promise<void> {
    const { market } = this;
    const onCase = () => {
      const { packedTerms, post, case: case_ = NO_CASE } = market.record(dealId);
      return [dealId, packedTerms, post, case_] as const;
    };
    const commits = () => commitReplayOf(market.record(dealId));
    const { post, case: opened } = market.record(dealId);
    await market.mineTo((opened?.seedBlock ?? post?.drawBlock ?? 0n) + 1n);
    await this.tell(keeper, 'seat', [...onCase(), court.members, court.terms]);
    const panel = market.record(dealId).case?.firstPanel ?? [];
    for (const [index, seat] of panel.entries()) {
      const mediator = mediators.find(({ address }) => address === seat) ?? keeper;
      if (index === panel.length - 1) {
        const args = [...onCase(), commits(), seat, digest, FUEL];
        await this.tell(mediator, 'commitAndResolve', args);
      } else {
        const seal = sealOf(dealId, seat, digest, FUEL);
        await this.tell(mediator, 'commitVerdict', [...onCase(), seat, seal]);
      }
    }
    market.skip(testConfig.appealWindow + 1);
    await this.tell(keeper, 'settle', [...onCase(), commits()]);
  }
}

const told =
  (play: (teller: Teller, nonce: number) => Promise<void>): Play =>
  async (market, nonce) => {
    const teller = new Teller(market);
    await play(teller, nonce);
    return teller.life;
  };

const happy = told(async (teller, nonce) => {
  const dealId = await teller.match(jobOf(0, nonce, SPARED));
  await teller.post(dealId, RIGHT);
  await teller.untilDrawn(dealId);
  await teller.tell(pick(buyers, 0), 'accept', [teller.acceptance(dealId)]);
});

const finalize = told(async (teller, nonce) => {
  const job = jobOf(0, nonce, SPARED);
  const dealId = await teller.match(job);
  await teller.post(dealId, RIGHT);
  await teller.untilDrawn(dealId);
  teller.market.skip(job.reviewWindow + 1);
  await teller.tell(keeper, 'finalize', [teller.replay(dealId)]);
});

const audited = (change: Partial<JobOffer>) =>
  told(async (teller, nonce) => {
    const dealId = await teller.match(jobOf(0, nonce, { ...change, ...AUDITED }));
    await teller.post(dealId, RIGHT);
    await teller.judge(dealId, RIGHT);
  });

const disputed = (change: Partial<JobOffer>) =>
  told(async (teller, nonce) => {
    const dealId = await teller.match(jobOf(0, nonce, change));
    await teller.post(dealId, WRONG);
    const { terms, post } = teller.replay(dealId);
    await teller.tell(pick(buyers, 0), 'dispute', [dealId, terms, post]);
    await teller.judge(dealId, RIGHT);
  });

const missed = told(async (teller, nonce) => {
  const job = jobOf(0, nonce);
  const dealId = await teller.match(job);
  teller.market.skip(job.executionWindow + testConfig.grace + 1);
  await teller.tell(keeper, 'expire', [dealId, teller.replay(dealId).terms]);
});

const declined = told(async (teller, nonce) => {
  const dealId = await teller.match(jobOf(0, nonce));
  await teller.tell(provider, 'decline', [dealId, teller.replay(dealId).terms]);
});

const voided = told(async (teller, nonce) => {
  const dealId = await teller.match(jobOf(0, nonce));
  await teller.post(dealId, RIGHT);
  const { terms, post } = teller.replay(dealId);
  await teller.tell(pick(buyers, 0), 'dispute', [dealId, terms, post]);
  teller.market.skip(testConfig.seatWait + 1);
  const { case: case_ } = teller.market.record(dealId);
  await teller.tell(keeper, 'voidDeal', [dealId, terms, post, case_, []]);
});

/** `size` happy lives at once, each step of all in one transaction, of one buyer or of as many. */
export async function playBatch(
  market: BenchMarket,
  size: number,
  firstNonce: number,
  isOneBuyer: boolean,
): Promise<Life> {
  const teller = new Teller(market);
  const jobs = Array.from({ length: size }, (_, index) =>
    isOneBuyer ? jobOf(0, firstNonce + index, SPARED) : jobOf(index, firstNonce, SPARED),
  );
  const sides = await Promise.all(jobs.map((job, lane) => matchOf(market, job, lane)));
  const { resource } = pick(sides, 0);
  await teller.tell(solver, 'matchDeals', [resource, gatherJobs(sides.map(({ job }) => job))]);
  const ids = jobs.map((job) => teller.idOf(job, resource.offer));
  const posts = await Promise.all(ids.map((dealId) => postOf(market, dealId, RIGHT)));
  await teller.tell(provider, 'postResults', [posts]);
  await teller.untilDrawn(pick(ids, 0));
  if (isOneBuyer) {
    await teller.tell(pick(buyers, 0), 'acceptBatch', [ids.map((id) => teller.acceptance(id))]);
  } else {
    market.skip(pick(jobs, 0).reviewWindow + 1);
    await teller.tell(keeper, 'finalizeBatch', [ids.map((id) => teller.replay(id))]);
  }
  return teller.life;
}

export const lives: Readonly<Record<string, Play>> = {
  happy,
  finalize,
  auditUpheldN1: audited({}),
  auditUpheldN3: audited(PANEL_OF_THREE),
  disputeOverturnedN1: disputed({}),
  disputeOverturnedN3: disputed(PANEL_OF_THREE),
  missed,
  declined,
  voided,
};
