import { type Hex, keccak256, stringToBytes } from 'viem';
import type { JobLimits } from '../execution';

/** What one second of a container costs, on every machine: part of the engine's definition (ADR 14). */
export const FUEL_PER_SECOND = 1_000_000_000n;

const FUEL_PER_MS = FUEL_PER_SECOND / 1_000n;
/** A week and more: longer than any deal's window, and what a timer can hold. */
const LONGEST_MS = 2n ** 31n - 1n;

/** Milliseconds that a job has: its fuel limit at the engine's fixed rate. */
export function timeLimitOf({ fuelLimit }: Pick<JobLimits, 'fuelLimit'>): number {
  const ms = fuelLimit / FUEL_PER_MS;
  return Number(ms < 1n ? 1n : ms > LONGEST_MS ? LONGEST_MS : ms);
}

/** Where a job finds what, inside its container. */
export const PLACES = { inputs: '/inputs', outputs: '/outputs', scratch: '/tmp' } as const;

/** What a container has at least, in thousandths of a core. */
export const LEAST_CPU_MILLI = 100;

/** Nobody: the user and group of every job. */
export const JOB_USER = 1_000;

/** Fixed, so that a build that asks for the time by the usual variable gets the same everywhere. */
const SOURCE_DATE_EPOCH = '1700000000';

/**
 * The environment of a job: the same on every machine, so that what depends on it does not differ.
 *
 * @param seed 32 bytes that depend on module and job alone
 */
export function environmentOf(seed: Hex): Readonly<Record<string, string>> {
  return {
    HOME: PLACES.scratch,
    HOSTNAME: HOST_NAME,
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    PYTHONHASHSEED: '0',
    RECKON_SEED: seed.slice(2),
    SOURCE_DATE_EPOCH,
    TERM: 'dumb',
    TZ: 'UTC',
    container: 'oci',
  };
}

export const HOST_NAME = 'reckon';

const SEED_DOMAIN = 'reckon-oci-seed-1';

/** The same job draws the same numbers, where its program takes its seed from RECKON_SEED. */
export function seedOf(imageDigest: Hex, job: Uint8Array): Hex {
  return keccak256(stringToBytes(`${SEED_DOMAIN} ${imageDigest} ${keccak256(job)}`));
}
