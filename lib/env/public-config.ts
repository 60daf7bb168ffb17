import type { Address } from 'viem';
import type { Deployment } from '../chain/deployment';

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
  directoryUrl: string;
  /** The development chain: faucet, development wallet and cheat switch exist only there. */
  local: boolean;
  /** Undefined until the market is deployed. */
  deployment: Omit<Deployment, 'build'> | undefined;
  market: Address | undefined;
  /** Answers what screens ask the chain. */
  lens: Address | undefined;
  token: Address | undefined;
  tokenSymbol: string;
  /** The chain's own coin, which gas is paid in. */
  gasSymbol: string;
  /** A block explorer, without a trailing slash; undefined where the deployment names none. */
  explorerUrl: string | undefined;
  windows: Windows;
}

export const LOCAL_CHAIN_ID = 31337;

/** Defaults of a new offer: short on the development chain, an hour and six on a public one. */
export const OFFER_WINDOWS = {
  local: { execution: 30, review: 60 },
  public: { execution: 3_600, review: 21_600 },
} as const;
