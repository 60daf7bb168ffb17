import { type Hex, isAddress } from 'viem';
import { z } from 'zod';

const UNSHOWABLE = '\\p{Cc}\\p{Cs}\\u202a-\\u202e\\u2066-\\u2069';
const ONE_LINE = new RegExp(`^[^${UNSHOWABLE}]*$`, 'u');

/** Any text as one line of at most that many characters, as reports and pulses take it. */
export function oneLine(text: string, most: number): string {
  const clean = text.replace(new RegExp(`[${UNSHOWABLE}]+`, 'gu'), ' ').trim();
  return clean.length <= most ? clean : `${clean.slice(0, most - 1).replace(/\p{Cs}$/u, '')}…`;
}

const count = (most: number) => z.number().int().min(0).max(most);
/** One line that any database, terminal and page can show: no control, no text direction, no half pairs. */
const line = (most: number) => z.string().max(most).regex(ONE_LINE, 'must be one line of text');
const MOST = Number.MAX_SAFE_INTEGER;
const MOST_MODULES = 500;
/** Seconds since 1970, as they are signed (uint40). */
const time = count(2 ** 40 - 1);

const gpuSchema = z.strictObject({
  model: line(200),
  vendor: z.enum(['nvidia', 'amd', 'other']),
  memoryMiB: count(MOST),
  driver: line(100),
  /** The CUDA or ROCm version that the driver names; empty where it names none. */
  runtime: line(100),
  ecc: z.boolean().nullable(),
});

/** What a machine is made of, as its agent found it. */
export const hardwareSchema = z.strictObject({
  cpuModel: line(200),
  cpuCount: count(100_000),
  memoryMiB: count(MOST),
  diskFreeMiB: count(MOST),
  os: line(200),
  arch: line(50),
  gpus: z.array(gpuSchema).max(64),
  /**
   * The fastest link that is up, in Mbit/s, as its driver tells: what the network behind it carries is
   * another matter. null: no driver tells; absent in reports of older agents.
   */
  linkMbps: count(10_000_000).nullable().optional(),
});

/** A way of running jobs that was looked for (lib/execution/runner.ts). */
export const foundEngineSchema = z.strictObject({
  name: z.enum(['wasm', 'oci', 'docker', 'podman', 'slurm', 'bacalhau']),
  /** `found`: there, and not lent to the market. */
  state: z.enum(['ready', 'absent', 'broken', 'found']),
  version: line(200),
  detail: line(1_000),
  /** Names and exact versions of the engines whose jobs it runs. */
  engines: z.array(line(100)).max(50),
});

/** In lower case: what is signed is taken as it is. */
const moduleId = z.string().regex(/^0x[0-9a-f]{64}$/);
const moduleIds = z.array(moduleId).max(MOST_MODULES).nullable();

/** What all jobs together may have of a machine, by its owner's settings; offers of more get no tickets. */
export const lentSchema = z.strictObject({
  cpuMilli: count(MOST),
  memoryMiB: count(MOST),
  storageMiB: count(MOST),
  gpuCount: count(MOST),
  /** Ids of the modules that run here, by the kind of engine; null: all. Absent where they are too many. */
  modules: z.strictObject({ wasm: moduleIds, containers: moduleIds }).optional(),
});

export type Lent = z.output<typeof lentSchema>;
type AllowedIds = NonNullable<Lent['modules']>;

/** What is lent, as a report has room for it. */
export function lentOf({ modules, ...units }: Lent & { modules: AllowedIds }): Lent {
  const fits = (ids: readonly string[] | null) => ids === null || ids.length <= MOST_MODULES;
  const isShort = fits(modules.wasm) && fits(modules.containers);
  return { ...units, ...(isShort && { modules }) };
}

/** One thing that was looked at before a machine goes on the market. */
export const preflightCheckSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,50}$/),
  title: line(200),
  outcome: z.enum(['passed', 'warning', 'failed', 'skipped']),
  /** What was found, in one sentence. */
  detail: line(1_000),
  /** A command that mends it, where one does. */
  fix: line(1_000).optional(),
});

/** What a machine can do, measured on it; null where it was not measured. */
export const benchmarkSchema = z.strictObject({
  /** Seconds since 1970. */
  at: time,
  fuelPerSecond: z.number().positive().max(1e15).nullable(),
  memoryBytesPerSecond: z.number().positive().max(1e15).nullable(),
  diskBytesPerSecond: z.number().positive().max(1e15).nullable(),
  /** Operations of single precision of the slowest GPU of NVIDIA's. */
  gpuFlopsPerSecond: z.number().positive().max(1e18).nullable(),
});

/** What an agent says of its machine. Signed whole: anybody can check who said it. */
export const machineReportSchema = z.strictObject({
  version: z.literal(1),
  /** The key that signs: the machine's name on the market. */
  agent: z.string().refine((text): text is Hex => isAddress(text, { strict: false })),
  /** Whose machine it says it is; counts once that provider names the key on chain or in an offer. */
  provider: z
    .string()
    .refine((text): text is Hex => isAddress(text, { strict: false }))
    .nullable(),
  /** As its owner calls it. */
  name: line(64),
  software: line(50),
  /** Seconds since 1970; a later report replaces an earlier one, never the other way round. */
  at: time,
  hardware: hardwareSchema,
  /** Absent in reports of older agents. */
  lent: lentSchema.optional(),
  engines: z.array(foundEngineSchema).max(10),
  checks: z.array(preflightCheckSchema).max(50),
  benchmark: benchmarkSchema.nullable(),
  /**
   * The newest order to recheck (its `at`) that this report answers; absent before the first, and while
   * the machine is still to be measured for it.
   */
  answers: time.optional(),
});

export type MachineReport = z.output<typeof machineReportSchema>;

/** How busy a machine is, sent every some seconds by its agent. */
export const machinePulseSchema = z.strictObject({
  version: z.literal(1),
  /** The key that signs. */
  agent: z.string().refine((text): text is Hex => isAddress(text, { strict: false })),
  /** Random, new at each start of the agent: two at a time are two agents with one key. */
  boot: z.string().regex(/^[0-9a-f]{32}$/),
  software: line(50),
  /** Seconds since 1970, growing from one pulse to the next. */
  at: time,
  state: z.enum(['serving', 'draining', 'maintenance', 'unhealthy']),
  /** Deals that run, and that wait for room. */
  running: count(10_000),
  queued: count(10_000),
  /** Shares of what there is, 0..1; null where it cannot be told. */
  cpu: z.number().min(0).max(1).nullable(),
  memory: z.number().min(0).max(1).nullable(),
  gpu: z.number().min(0).max(1).nullable(),
  /** What went wrong lately, newest first. */
  problems: z.array(z.strictObject({ at: time, text: line(500) })).max(20),
});

export type MachinePulse = z.output<typeof machinePulseSchema>;
