import type { Address } from 'viem';

/** What a market was deployed with; lengths in seconds. contracts/src/types/Accounts.sol. */
export type MarketConfig = {
  readonly token: Address;
  /** Slack after execution and panel deadlines. */
  readonly grace: number;
  readonly appealWindow: number;
  /** Longest time that seating may take. */
  readonly seatWait: number;
  readonly maxExecutionWindow: number;
  readonly maxReviewWindow: number;
  readonly unbondingTime: number;
  readonly publicDraws: boolean;
};
