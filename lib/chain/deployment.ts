import { type Address, getAddress, type Hex, isAddress, isHex } from 'viem';
import { z } from 'zod';

/**
 * What is deployed on one chain: contracts/deployments/<chainId>.json, and on local chains a file in
 * the data folder. Everything a process needs to find its market, besides an RPC address.
 */

const address = z
  .string()
  .refine((value) => isAddress(value, { strict: false }), 'must be an address')
  .transform((value): Address => getAddress(value));
const bytes32 = z
  .string()
  .refine((value): value is Hex => isHex(value) && value.length === 66, 'must be 32 bytes')
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

export const deploymentSchema = z.object({
  chainId: z.number().int().positive(),
  genesisHash: bytes32,
  market: address,
  token: address,
  tokenSymbol: z.string().min(1).max(11),
  tokenDecimals: z.number().int().min(0).max(36),
  /** Block of the market's deployment: no event is older. */
  block: z.number().int().nonnegative(),
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
