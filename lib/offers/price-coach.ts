/**
 * What a machine earns in an hour at a price, and what it costs: power, gas, and the money that stands
 * behind results. Amounts in whole tokens, since they are estimates; times in seconds.
 */

/** What the provider asks. */
export type AskedPrice = {
  /** For each run. */
  readonly base: number;
  /** For 1 G fuel. */
  readonly perGiga: number;
};

export type MachineCosts = {
  /** Fuel a second of one job. */
  readonly fuelPerSecond: number;
  /** Jobs at once. */
  readonly concurrent: number;
  /** Share of the time that it has work, 0 to 1. */
  readonly busy: number;
  /** What it draws when it works and when it idles, in watts. */
  readonly watts: number;
  readonly idleWatts: number;
  /** Tokens for a kilowatt-hour. */
  readonly powerPrice: number;
  /** Tokens for the gas of one posted result. */
  readonly gasPrice: number;
  /** What locked money would earn elsewhere: 0.05 = 5 % a year. */
  readonly ratePerYear: number;
};

/** What deals of the market are like. */
export type DealShape = {
  readonly fuel: number;
  /** V in the price of a run, at least 1. */
  readonly valueRatio: number;
  readonly theta: number;
  readonly n: number;
  readonly auditBps: number;
  /** How long collateral is locked without and how much longer with a panel. */
  readonly lockedSeconds: number;
  readonly panelSeconds: number;
};

/** An hour of one machine, in whole tokens. */
export type HourlyProfit = {
  readonly deals: number;
  readonly income: number;
  readonly power: number;
  readonly gas: number;
  /** What the collateral would have earned elsewhere. */
  readonly capital: number;
  /** How much more of that the audits cost that are to be expected: an honest result only waits longer. */
  readonly audits: number;
  readonly profit: number;
  /** Locked at a time, in the mean. */
  readonly collateral: number;
};

const HOUR = 3_600;
const YEAR = 365 * 86_400;

/** Length of one run on this machine; a run of no fuel still takes a moment. */
export function runSecondsOf({ fuelPerSecond }: MachineCosts, { fuel }: DealShape): number {
  return Math.max(1, fuel / fuelPerSecond);
}

/** What an hour brings and costs. */
export function hourlyProfit(
  price: AskedPrice,
  costs: MachineCosts,
  deal: DealShape,
): HourlyProfit {
  const deals = (costs.busy * costs.concurrent * HOUR) / runSecondsOf(costs, deal);
  const ofRun = price.base + (deal.fuel / 1e9) * price.perGiga;
  const locked = (deal.theta + deal.n) * deal.valueRatio * ofRun;
  const perSecond = costs.ratePerYear / YEAR;
  const audited = deal.auditBps / 10_000;
  const capital = deals * locked * deal.lockedSeconds * perSecond;
  const audits = deals * audited * locked * deal.panelSeconds * perSecond;
  const power = powerOf(costs);
  const gas = deals * costs.gasPrice;
  const income = deals * ofRun;
  return {
    deals,
    income,
    power,
    gas,
    capital,
    audits,
    profit: income - power - gas - capital - audits,
    collateral: (deals / HOUR) * locked * (deal.lockedSeconds + audited * deal.panelSeconds),
  };
}

/** Tokens that an hour's electricity costs. */
export function powerOf({ busy, watts, idleWatts, powerPrice }: MachineCosts): number {
  return ((busy * watts + (1 - busy) * idleWatts) / 1_000) * powerPrice;
}

/**
 * The price of 1 G fuel at which an hour leaves nothing, the price of each run given: 0 where the runs
 * alone pay for the hour, undefined where no price does (no work, no fuel, or a capital cost that
 * grows as fast as the income).
 */
export function breakEvenPerGiga(
  base: number,
  costs: MachineCosts,
  deal: DealShape,
): number | undefined {
  const at = (perGiga: number) => hourlyProfit({ base, perGiga }, costs, deal).profit;
  // The profit is a straight line in the price.
  const slope = at(1) - at(0);
  if (at(0) >= 0) return 0;
  return slope > 0 ? -at(0) / slope : undefined;
}

/** A margin over what running costs. */
const MARGIN = 1.2;

/** What to ask for 1 G fuel: the market's median, but never less than what covers the costs and a margin. */
export function suggestedPerGiga(
  market: { readonly median: number } | null,
  base: number,
  costs: MachineCosts,
  deal: DealShape,
): number | undefined {
  const least = breakEvenPerGiga(base, costs, deal);
  if (least === undefined) return market?.median;
  return Math.max(market?.median ?? 0, least * MARGIN);
}
