import type { Hex } from 'viem';
import { sha256 } from 'viem';
import { contentIdOf } from '../../content/content-id';
import type { CatalogueModule } from '../../modules/catalogue.server';
import type { CertificateBody, CertifiedRun } from '../../modules/certificate';
import { CERTIFICATE_FORMAT } from '../../modules/certificate-schema';
import type { Job } from '../../modules/job-inputs';
import { inputFilesOf } from '../../modules/job-inputs';
import type { SampleJob } from '../../modules/samples';
import type { WasmEngine } from '../engine-id';
import { engineIdOf, isWasmEngine, WASM_ENGINE } from '../engine-id';
import type { Execution, JobLimits, OnProgress, OtherStart } from '../execution';
import { resultDigestOf } from '../result-digest';
import { runJob } from '../run-job.server';
import { digestOf } from '../transform-cache.server';
import { InvalidModule } from '../wasm/invalid-module';
import type { TransformCache } from '../wasm/transform-cache';
import { transformCached } from '../wasm/transform-cache';
import type { CertifyBudget } from './certify-budget';
import { excessOf, outputBytesOf } from './certify-budget';
import type { ObservedRuns, RunDifference } from './compare-runs';
import { differencesOf } from './compare-runs';
import { dependenceOf } from './dependence';
import { lintModule } from './lint-module';
import type { ClaimProblem, ShownRun } from './problems-of-claims';
import { problemsOfClaims } from './problems-of-claims';
import { reasonsOf } from './reasons';
import { runOnStdin } from './run-on-stdin.server';
import type { CertifierRuntime } from './runtimes.server';
import { SeededChoices } from './seeded-choices';
import type { ShownJob } from './shown-jobs';
import { shownJobsOf } from './shown-jobs';
import { varyJob } from './vary-job';

export type Certification =
  | { readonly kind: 'certified'; readonly body: CertificateBody }
  /** The engine does not accept the module. */
  | { readonly kind: 'refused'; readonly rule: string; readonly offset: number | undefined }
  | { readonly kind: 'different'; readonly differences: readonly RunDifference[] }
  /** The manifest says what is not so. */
  | { readonly kind: 'untrue'; readonly problems: readonly ClaimProblem[] }
  /** It takes more than the budget. */
  | { readonly kind: 'excessive'; readonly excess: string };

export interface CertifyOptions {
  /** The first is the one that the others are compared with. */
  readonly runtimes: readonly CertifierRuntime[];
  /** Generated inputs; by default fewer the longer the example runs. */
  readonly generated?: number | undefined;
  readonly childPath: string;
  readonly cache: TransformCache;
  readonly onRun?: (input: string, runtime: string) => void;
  readonly budget?: CertifyBudget | undefined;
  /** The most that a run may take in real time; what takes longer is no result. */
  readonly wallLimitMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An input of a run, and how to run it. */
interface Trial {
  readonly name: string;
  readonly digest: Hex;
  readonly fuelLimit: bigint;
  readonly run: (
    runtime: CertifierRuntime,
    onProgress: OnProgress,
    otherStart?: OtherStart,
  ) => Promise<Execution>;
  /** A program has none. */
  readonly job?: Job | undefined;
  /** Where there is any, its run is only held against the manifest: it shows no more than the example. */
  readonly leftOut?: readonly string[] | undefined;
}

const SALT = new Uint8Array(32);
const NO_SALT: Hex = `0x${'00'.repeat(32)}`;
const PAGE_BYTES = 65_536;
const WALL_LIMIT_MS = 30 * 60_000;
/** Fuel that generated inputs may use beyond twice the example's. */
const SPARE_FUEL = 100_000_000n;
/** Generated inputs of a module whose example takes at most so much fuel. */
const GENERATED: readonly (readonly [fuel: bigint, count: number])[] = [
  [10_000_000_000n, 4],
  [40_000_000_000n, 2],
];
const PROGRAM_LIMITS: JobLimits = {
  fuelLimit: 10_000_000_000n,
  memoryMiB: 1_024,
  storageMiB: 64,
};
const PROGRAM_TRIALS = 4;

/**
 * Runs a module's example and jobs made from it on every runtime.
 *
 * @throws InfrastructureFault a run came to no result: nothing can be said
 */
export async function certifyModule(
  module: CatalogueModule,
  options: CertifyOptions,
): Promise<Certification> {
  const { manifest, files } = module;
  const { engine, inputs } = manifest;
  const { memoryMiB, storageMiB } = manifest.resources;
  const wasm = files.get(manifest.entry);
  if (wasm === undefined) return refused(`there is no ${manifest.entry}`);
  if (!isWasmEngine(engine)) return refused(`the engine ${engine} is not known`);
  const trialOf = async (
    name: string,
    { job, files: uploads, leftOut }: SampleJob & Pick<ShownJob, 'leftOut'>,
    fuelLimit: bigint,
  ): Promise<Trial> => {
    const inputFiles = inputFilesOf(inputs, job, uploads, SALT);
    const limits = { fuelLimit, memoryMiB, storageMiB };
    const run = runOptionsOf(options);
    return {
      name,
      digest: (await contentIdOf(inputFiles)).id,
      fuelLimit,
      run: ({ runtime }, onProgress, otherStart) =>
        runJob(
          { moduleFiles: files, inputFiles, limits, otherStart },
          { ...run, runtime, onProgress },
        ),
      ...{ job, leftOut },
    };
  };
  const untrue = problemsOfClaims(manifest, []);
  if (untrue.length > 0) return { kind: 'untrue', problems: untrue };
  const { budget } = options;
  const jobs = shownJobsOf(manifest, files);
  const sources = jobs.filter(({ leftOut }) => leftOut === undefined);
  const excess = budget && excessOf(manifest, sources.length - 1, budget);
  if (excess !== undefined) return { kind: 'excessive', excess };
  const fuelLimit = least(BigInt(manifest.fuelLimit), budget?.fuelLimit);
  const shown = await Promise.all(jobs.map((job) => trialOf(job.name, job, fuelLimit)));
  const subject = { name: manifest.name, moduleId: module.id, wasm, engine };
  return certify(
    subject,
    options,
    shown,
    (runs) => problemsOfClaims(manifest, runs),
    (runs) => {
      const fuel = BigInt(runs[0]!.fuel);
      const usual = options.generated ?? generatedCountOf(fuel, sources.length - 1);
      const count = least(usual, budget?.generated);
      const trials = Array.from({ length: count }, (_, index) => {
        const reach = index % 2 === 0 ? 'near' : 'far';
        const from = (index >> 1) % sources.length;
        const spared = 2n * BigInt(runs[from]!.fuel) + SPARE_FUEL;
        const others = sources.filter((_, other) => other !== from);
        const seed = `${manifest.name} ${index + 1}`;
        const job = varyJob(inputs, sources[from]!, seed, reach, others);
        return trialOf(`${reach} ${index + 1}`, job, least(spared, fuelLimit));
      });
      return Promise.all(trials);
    },
  );
}

/**
 * Runs a WASI program, of which nothing is known, with an empty stdin and with random ones.
 *
 * @throws InfrastructureFault a run came to no result: nothing can be said
 */
export async function certifyProgram(
  name: string,
  wasm: Uint8Array,
  options: CertifyOptions,
): Promise<Certification> {
  const trialOf = (index: number): Trial => {
    const choices = new SeededChoices(`stdin ${index}`);
    const stdin = index === 0 ? new Uint8Array(0) : choices.bytes(1 + choices.below(4_096));
    return {
      name: `stdin ${index}`,
      digest: sha256(stdin),
      fuelLimit: PROGRAM_LIMITS.fuelLimit,
      run: ({ runtime }, onProgress) =>
        runOnStdin(
          { module: wasm, name, args: [], env: [], folders: [], limits: PROGRAM_LIMITS },
          stdin,
          { ...runOptionsOf(options), runtime, onProgress },
        ),
    };
  };
  const count = options.generated ?? PROGRAM_TRIALS - 1;
  const others = Array.from({ length: count }, (_, index) => trialOf(index + 1));
  const subject = { name, moduleId: null, wasm, engine: WASM_ENGINE };
  return certify(
    subject,
    options,
    [trialOf(0)],
    () => [],
    async () => others,
  );
}

interface Subject {
  readonly name: string;
  readonly moduleId: Hex | null;
  readonly wasm: Uint8Array;
  readonly engine: WasmEngine;
}

/**
 * @param shownBy runs that show what the module does, held against its manifest by `claimsOf`
 * @param othersOf more runs, made from what the first came to
 */
async function certify(
  subject: Subject,
  options: CertifyOptions,
  shownBy: readonly Trial[],
  claimsOf: (shown: readonly ShownRun[]) => ClaimProblem[],
  othersOf: (runs: readonly CertifiedRun[]) => Promise<Trial[]>,
): Promise<Certification> {
  const { name, moduleId, wasm, engine } = subject;
  try {
    transformCached(new Uint8Array(wasm), digestOf(wasm), engine, options.cache);
  } catch (error) {
    if (error instanceof InvalidModule) return refused(error.reason, error.offset);
    throw error;
  }
  const { runtimes, budget } = options;
  const observed: ObservedRuns[] = runtimes.map((runtime) => ({ runtime: runtime.name, runs: [] }));
  const runs = observed.map((one) => one.runs as CertifiedRun[]);
  const tryOn = async (trial: Trial, index: number): Promise<SeenRun> => {
    const runtime = runtimes[index];
    if (runtime === undefined) throw new Error('there is no runtime to certify with');
    options.onRun?.(trial.name, runtime.name);
    const { run, shown } = await runOf(trial, runtime, engine);
    if (trial.leftOut === undefined) runs[index]!.push(run);
    return shown;
  };
  const shown: SeenRun[] = [];
  let written = 0;
  for (const trial of shownBy) {
    const run = await tryOn(trial, 0);
    written += outputBytesOf(run.execution);
    if (budget !== undefined && written > budget.outputBytes) {
      const excess = `its example and samples write more than ${budget.outputBytes} bytes`;
      return { kind: 'excessive', excess };
    }
    shown.push(run);
  }
  const problems = claimsOf(shown);
  if (problems.length > 0) return { kind: 'untrue', problems };
  const first = shownBy.filter(({ leftOut }) => leftOut === undefined);
  const others = await othersOf(runs[0]!);
  for (const trial of others) await tryOn(trial, 0);
  for (const index of runtimes.keys()) {
    if (index > 0) for (const trial of [...first, ...others]) await tryOn(trial, index);
  }
  const differences = differencesOf(observed);
  if (differences.length > 0) return { kind: 'different', differences };
  const lint = lintModule(wasm);
  const dependence =
    moduleId === null
      ? null
      : await dependenceOf(lint, shown[0]!.execution, (start) => {
          options.onRun?.('example, begun elsewhere', runtimes[0]!.name);
          return first[0]!.run(runtimes[0]!, () => {}, start);
        });
  return {
    kind: 'certified',
    body: {
      format: CERTIFICATE_FORMAT,
      engine,
      subject: { name, moduleId, wasmSha256: sha256(wasm), wasmBytes: wasm.length },
      lint,
      runtimes: runtimes.map(({ name, v8, tier }) => ({ name, v8, tier })),
      runs: runs[0]!,
      dependence,
      verdict: { class: 'A', reasons: reasonsOf(lint) },
    },
  };
}

type SeenRun = ShownRun & { readonly execution: Execution };

async function runOf(
  trial: Trial,
  runtime: CertifierRuntime,
  engine: WasmEngine,
): Promise<{ run: CertifiedRun; shown: SeenRun }> {
  let memoryBytes = 0;
  const inputsRead = new Set<string>();
  const execution = await trial.run(runtime, (progress) => {
    memoryBytes = Math.max(memoryBytes, progress.memoryBytes ?? 0);
    for (const path of progress.inputsRead ?? []) inputsRead.add(path);
  });
  const run = {
    input: trial.name,
    inputDigest: trial.digest,
    fuelLimit: trial.fuelLimit.toString(),
    status: execution.status,
    exitCode: execution.exitCode,
    fuel: execution.fuelUsed.toString(),
    memoryPages: memoryBytes / PAGE_BYTES,
    resultDigest: resultDigestOf(NO_SALT, execution, engineIdOf(engine)),
    stateDigest: execution.stateDigest,
  };
  const { name, job = {}, leftOut } = trial;
  return { run, shown: { name, job, leftOut, execution, inputsRead } };
}

/** Two more for each sample, so that something is made from each. */
function generatedCountOf(fuel: bigint, samples: number): number {
  const own = GENERATED.find(([most]) => fuel <= most)?.[1] ?? 1;
  return own > 1 ? own + 2 * samples : own;
}

function runOptionsOf({ childPath, cache, signal, wallLimitMs = WALL_LIMIT_MS }: CertifyOptions) {
  return { childPath, cache, wallLimitMs, ...(signal && { signal }) };
}

/** The lesser of the two, where there are two. */
function least<T extends number | bigint>(value: T, limit: T | undefined): T {
  return limit !== undefined && limit < value ? limit : value;
}

function refused(rule: string, offset?: number): Certification {
  return { kind: 'refused', rule, offset };
}
