import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { address, chainId, httpUrl, path, trueOrFalse, wholeNumber } from '../../lib/env/fields';
import { longestDeal } from '../../lib/offers/deal-windows';
import { LOCAL_CHAIN_ID } from '../deploy/local-chain';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const UINT32 = 2 ** 32 - 1;

/** Chains whose sequencer can choose what blockhash() answers: a public draw there proves nothing. */
const WEAK_BLOCK_HASHES = new Map([
  [42_161, 'Arbitrum One'],
  [42_170, 'Arbitrum Nova'],
  [421_614, 'Arbitrum Sepolia'],
  [324, 'zkSync Era'],
  [300, 'zkSync Sepolia'],
]);

const place = {
  RPC_URL: httpUrl,
  /** The chain that is meant; the node's is compared with it. */
  CHAIN_ID: chainId,
  CONTRACTS_OUT: path,
  DEPLOYMENTS_DIR: path,
  SOURCE_DIR: path,
};

/** `npm run deploy -- --check` */
export const checkSettings = z.object(place);

const WRONG_KEY = 'must be a private key: 0x and 64 hex digits';

/** Errors name the variable, never what it holds. */
const privateKey = z
  .string({ error: (issue) => (issue.input === undefined ? 'is missing' : WRONG_KEY) })
  .regex(/^0x[0-9a-fA-F]{64}$/, WRONG_KEY)
  .transform((key, context) => {
    try {
      return privateKeyToAccount(key as `0x${string}`);
    } catch {
      context.addIssue({ code: 'custom', message: WRONG_KEY });
      return z.NEVER;
    }
  });

const window = (usual: number, least: number, most: number) =>
  wholeNumber(least, most).default(usual);

/**
 * `npm run deploy`: where to, who pays, and what the market's constructor is given. Times in seconds;
 * defaults are those of docs/protocol.md section 3.
 */
export const releaseSettings = z
  .object({
    ...place,
    DEPLOYER_KEY: privateKey,
    /** Only the development chain gets a test token where none is named. */
    TOKEN: address.optional(),
    GRACE: window(HOUR, 1, UINT32),
    APPEAL_WINDOW: window(DAY, 1, UINT32),
    SEAT_WAIT: window(WEEK, 1, UINT32),
    MAX_EXECUTION_WINDOW: window(WEEK, 1, WEEK),
    MAX_REVIEW_WINDOW: window(WEEK, 1, WEEK),
    /** Left out: the longest life of a deal, which is the least that it may be. */
    UNBONDING_TIME: wholeNumber(1, UINT32).optional(),
    PUBLIC_DRAWS: trueOrFalse.default(true),
  })
  .superRefine((env, context) => {
    const wrong = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    if (env.TOKEN === undefined && env.CHAIN_ID !== LOCAL_CHAIN_ID) wrong('TOKEN', 'is missing');
    const longest = longestLife(env);
    if (longest > UINT32) wrong('SEAT_WAIT', 'makes deals longer than 2^32 seconds');
    if (env.UNBONDING_TIME !== undefined && env.UNBONDING_TIME < longest) {
      wrong('UNBONDING_TIME', `must be at least ${longest}, the longest life of a deal`);
    }
    const weak = WEAK_BLOCK_HASHES.get(env.CHAIN_ID);
    if (weak !== undefined && env.PUBLIC_DRAWS) {
      wrong('PUBLIC_DRAWS', `must be false on ${weak}: its block hashes are weak`);
    }
  });

export type ReleaseSettings = z.output<typeof releaseSettings>;
export type CheckSettings = z.output<typeof checkSettings>;

/** The constructor's parameters but the token. */
export function limitsOf(settings: ReleaseSettings) {
  return {
    grace: settings.GRACE,
    appealWindow: settings.APPEAL_WINDOW,
    seatWait: settings.SEAT_WAIT,
    maxExecutionWindow: settings.MAX_EXECUTION_WINDOW,
    maxReviewWindow: settings.MAX_REVIEW_WINDOW,
    unbondingTime: settings.UNBONDING_TIME ?? longestLife(settings),
    publicDraws: settings.PUBLIC_DRAWS,
  };
}

type Times = 'GRACE' | 'APPEAL_WINDOW' | 'SEAT_WAIT' | 'MAX_EXECUTION_WINDOW' | 'MAX_REVIEW_WINDOW';

function longestLife(env: Readonly<Record<Times, number>>): number {
  return longestDeal(
    { executionWindow: env.MAX_EXECUTION_WINDOW, reviewWindow: env.MAX_REVIEW_WINDOW },
    { grace: env.GRACE, appealWindow: env.APPEAL_WINDOW, seatWait: env.SEAT_WAIT },
  );
}
