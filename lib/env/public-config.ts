import type { Address } from 'viem';

/** Lengths in seconds: the first two are defaults for a new offer, the rest is the market's. */
export interface Windows {
  execution: number;
  review: number;
  grace: number;
  appeal: number;
  seatWait: number;
  unbonding: number;
}

/** What the browser has to know. Read at request time: ports change between starts. */
export interface PublicConfig {
  chainId: number;
  chainName: string;
  rpcUrl: string;
  /** Undefined until the market is deployed. */
  market: Address | undefined;
  token: Address | undefined;
  tokenSymbol: string;
  directoryUrl: string;
  windows: Windows;
  /** The development chain: faucet, development wallet and cheat switch exist only there. */
  local: boolean;
}

export const LOCAL_CHAIN_ID = 31337;

/** Short windows of the development chain. */
export const LOCAL_WINDOWS: Windows = {
  execution: 30,
  review: 60,
  grace: 10,
  appeal: 30,
  seatWait: 120,
  unbonding: 3_600,
};

/** What PROTOCOL section 3 suggests for a public chain. */
export const PUBLIC_WINDOWS: Windows = {
  execution: 3_600,
  review: 21_600,
  grace: 3_600,
  appeal: 86_400,
  seatWait: 604_800,
  unbonding: 3_024_000,
};
