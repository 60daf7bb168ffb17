import type { PrivateKeyAccount } from 'viem/accounts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { leastAuditBps } from '../../lib/offers/price';
import { profitOf, wealthOf } from './coalition-profit';
import type { GuardName } from './guards';
import { recordOf } from './market-moves';
import { buyer, type Table } from './open-table';
import type { Options } from './options';
import { type PlayedDeal, playCohort, type Script } from './play-cohort';
import { COHORT, EXECUTION_WINDOW, fuelLimitOf, PI } from './scene';
import type { JobPlan } from './sign-offers';

/** One way to behave, and what it is to be measured against. */
export type Strategy = {
  readonly name: string;
  /** What they do, in a sentence without subject. */
  readonly does: string;
  readonly who: 'provider' | 'buyer' | 'mediator' | 'coalition';
  /** What makes it lose; undefined = it is honest. */
  readonly guard: GuardName | undefined;
  readonly play: (game: Game) => Promise<Outcome>;
};

export type Game = {
  readonly table: Table;
  readonly options: Options;
  /** The same seed and strategy give the same chances, with its guard and without. */
  readonly random: () => number;
};

export type Outcome = {
  /** In units of pi, one for each deal, or for each seat of a mediator. */
  readonly profits: readonly number[];
  /** Why the market refused deals, and how many. */
  readonly refused: ReadonlyMap<string, number>;
};

/** V / pi of most plays: a cheat can claim half as much again as an honest run. */
export const VALUE_RATIO = 1.5;
/** Of plays in which a buyer chooses the fuel limit to have V/5 or a lock large. */
export const LARGE_RATIO = 10;
/** A better-paid job that turns up elsewhere while a deal or a seat is waiting, in pi. */
export const OUTSIDE_PRICE = 1.2;

/** How many deals a play is about. Where every deal ends alike, an eighth is plenty. */
export function dealsOf({ options }: Game, varies: 'much' | 'little'): number {
  return varies === 'much' ? options.deals : Math.max(20, Math.round(options.deals / 8));
}

/** The numbered job of a play, at the least rate of audits that the contract takes. */
export function jobPlan(
  { options, table }: Game,
  name: string,
  index: number,
  change: Partial<Omit<JobPlan, 'offer'>> & { readonly offer?: Partial<JobPlan['offer']> } = {},
): JobPlan {
  const { offer, ...rest } = change;
  const n = offer?.panelSize ?? 1;
  const theta = offer?.penaltyRate ?? options.theta;
  const isUnbound = table.without === 'rate-bound';
  return {
    buyer,
    name: `${options.seed} ${name} ${index}`,
    nonce: BigInt(index + 1),
    hasInputs: true,
    ...rest,
    offer: {
      fuelLimit: fuelLimitOf(VALUE_RATIO),
      penaltyRate: theta,
      panelSize: n,
      auditBps: isUnbound ? 100 : leastAuditBps(theta, n),
      executionWindow: EXECUTION_WINDOW,
      ...offer,
    },
  };
}

/** Plays numbered jobs in cohorts; asks after each deal what it brought, undefined = nothing to say. */
export async function playDeals(
  game: Game,
  play: {
    readonly deals: number;
    readonly job: (index: number) => JobPlan;
    readonly script: Script;
    /** Whose money is one purse here. */
    readonly coalition: readonly PrivateKeyAccount[];
    /** Samples in pi, given what the market left the coalition with. */
    readonly samplesOf: (deal: PlayedDeal, net: number, record: DealRecord) => readonly number[];
    /** Before each cohort. */
    readonly before?: (jobs: readonly JobPlan[]) => Promise<void>;
  },
): Promise<Outcome> {
  const { table } = game;
  const profits: number[] = [];
  const refused = new Map<string, number>();
  const before = await wealthOf(table, play.coalition);
  let sum = 0n;
  for (let from = 0; from < play.deals; from += COHORT) {
    const size = Math.min(COHORT, play.deals - from);
    const jobs = Array.from({ length: size }, (_, index) => play.job(from + index));
    await play.before?.(jobs);
    for (const deal of await playCohort(table, jobs, play.script)) {
      if (typeof deal === 'string') {
        refused.set(deal, (refused.get(deal) ?? 0) + 1);
        profits.push(0);
        continue;
      }
      const record = recordOf(table, deal.dealId);
      const net = profitOf(record, play.coalition);
      sum += net;
      profits.push(...play.samplesOf(deal, Number(net) / Number(PI), record));
    }
  }
  const gained = (await wealthOf(table, play.coalition)) - before;
  if (gained !== sum) throw new Error(`Deals tell of ${sum}, the market's accounts of ${gained}`);
  return { profits, refused };
}
