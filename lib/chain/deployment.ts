import { type Address, getAddress, type Hex, isAddress, isHex } from 'viem';
import { z } from 'zod';

/**
 * What is deployed on one chain: contracts/deployments/<chainId>.json (npm run deploy), and on local
 * chains a file in the data folder (npm start). Everything a process needs to find its market, besides
 * an RPC address; both files have this form, the first also says what was built.
 */

const address = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'must be an address')
  .transform((value): Address => getAddress(value));
const bytes32 = z
  .string()
  .refine((value): value is Hex => isHex(value) && value.length === 66, 'must be 32 bytes')
  .transform((value) => value.toLowerCase() as Hex);
const bytes = z
  .string()
  .refine((value): value is Hex => isHex(value) && value.length % 2 === 0, 'must be bytes')
  .transform((value) => value.toLowerCase() as Hex);
const seconds = z.number().int().positive();

/** The terms on which a court serves, as CourtFounded carries them. `maxFuel` in fuel, fee in token units. */
export const courtTermsSchema = z.object({
  enginesHash: bytes32,
  directoriesHash: bytes32,
  cpuMilli: z.number().int(),
  memoryMiB: z.number().int(),
  storageMiB: z.number().int(),
  gpuCount: z.number().int(),
  gpuMemoryMiB: z.number().int(),
  maxFuel: z.string().regex(/^\d+$/).transform(BigInt),
  maxExecutionWindow: seconds,
  minSeatFee: z.string().regex(/^\d+$/).transform(BigInt),
});

export const courtSchema = z.object({
  id: bytes32,
  members: z.array(address),
  engines: z.array(z.object({ engine: bytes32, class_: z.number().int().min(0).max(2) })),
  directories: z.array(address),
  terms: courtTermsSchema,
});

/** From what a market was built: enough to build it again and to compare its code. */
const buildSchema = z.object({
  /** Of this repository; null where it was not known. */
  commit: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .nullable(),
  /** True where the working tree held changes that the commit lacks. */
  dirty: z.boolean(),
  compiler: z.object({ version: z.string(), settings: z.record(z.string(), z.unknown()) }),
  /** The market's, ABI-encoded: token and limits. */
  constructorArguments: bytes,
});

const deploymentSchema = z.object({
  chainId: z.number().int().positive(),
  genesisHash: bytes32,
  market: address,
  /** The second half of the market's code, which its constructor created. */
  annex: address.optional(),
  /** Answers screens in one call each. Markets that were deployed before it have none. */
  lens: address.optional(),
  token: address,
  tokenSymbol: z.string().min(1).max(11),
  tokenDecimals: z.number().int().min(0).max(36),
  /** Symbol of the chain's own coin, which gas is paid in; ETH where it is not named. */
  coin: z.string().min(1).max(11).optional(),
  /** Address of a block explorer, before "/tx/<hash>". */
  explorer: z.url({ protocol: /^https?$/ }).optional(),
  /** Block of the market's deployment: no event is older. */
  block: z.number().int().nonnegative(),
  /** Created market and annex. */
  transaction: bytes32.optional(),
  /** Lengths in seconds, as the market was constructed; execution and review are the longest allowed. */
  limits: z.object({
    grace: seconds,
    appealWindow: seconds,
    seatWait: seconds,
    maxExecutionWindow: seconds,
    maxReviewWindow: seconds,
    unbondingTime: seconds,
    publicDraws: z.boolean(),
  }),
  /** Courts and directories that clients of this market offer first. */
  courts: z.array(courtSchema),
  directories: z.array(z.object({ address, url: z.url() })),
  build: buildSchema.optional(),
});

export type CourtTerms = z.output<typeof courtTermsSchema>;
export type Court = z.output<typeof courtSchema>;
export type Deployment = z.output<typeof deploymentSchema>;

/** Reads the text of a deployment file. @throws z.ZodError or SyntaxError naming what is wrong */
export function parseDeployment(text: string): Deployment {
  return deploymentSchema.parse(JSON.parse(text));
}

/** The text of a deployment file. */
export function formatDeployment(deployment: Deployment): string {
  const json = JSON.stringify(
    deployment,
    (_, value) => (typeof value === 'bigint' ? value.toString() : value),
    2,
  );
  return `${json}\n`;
}
