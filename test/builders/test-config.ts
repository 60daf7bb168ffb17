import type { MarketConfig } from '../../lib/shared/market-config';

/** The windows of a local market, with the shortest unbonding time they allow. */
export const testConfig: Omit<MarketConfig, 'token'> = {
  grace: 10,
  appealWindow: 30,
  seatWait: 120,
  maxExecutionWindow: 60,
  maxReviewWindow: 120,
  unbondingTime: 740,
  publicDraws: true,
};
