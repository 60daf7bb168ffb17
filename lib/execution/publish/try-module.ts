import { inputFilesOf } from '@/lib/modules/job-inputs';
import type { Manifest } from '@/lib/modules/manifest';
import { excessOf, MARKET_BUDGET, outputBytesOf } from '../certify/certify-budget';
import type { ShownRun } from '../certify/problems-of-claims';
import { problemsOfClaims } from '../certify/problems-of-claims';
import type { WasmEngine } from '../engine-id';
import type { Execution, JobLimits, OnProgress } from '../execution';
import { checkEnd } from './check-end';
import { checkModuleFiles } from './check-module-files';
import { PublicationRefused } from './publication-refused';
import { refuseClaims } from './refuse-claims';

const NO_SALT = new Uint8Array(32);

export type TrialJob = {
  readonly moduleFiles: ReadonlyMap<string, Uint8Array>;
  readonly inputFiles: ReadonlyMap<string, Uint8Array>;
  readonly limits: JobLimits;
};

/** Where a module is tried: in child processes, or in a Web Worker. */
export type TrialPorts = {
  /** Refuses a program that the engine refuses. @throws PublicationRefused */
  readonly checkWasm: (wasm: Uint8Array, engine: WasmEngine) => Promise<void>;
  readonly runTrial: (job: TrialJob, onProgress: OnProgress) => Promise<Execution>;
};

/** `run` is of the example. */
export type TriedModule = { readonly manifest: Manifest; readonly run: Execution };

/**
 * Checks a module as it is checked before it is published: its files, its program, and runs of its
 * example, its samples, and its example without what may be left out. The rules are those by which it
 * is certified later (problemsOfClaims), and what the market's certifier would not even try is
 * refused here. The same in a page, in a terminal and on a server.
 *
 * @throws PublicationRefused; whatever a port throws where it came to no result
 */
export async function tryModule(
  moduleFiles: ReadonlyMap<string, Uint8Array>,
  { checkWasm, runTrial }: TrialPorts,
): Promise<TriedModule> {
  const { manifest, engine, wasm, jobs } = checkModuleFiles(moduleFiles);
  const samples = jobs.filter(({ leftOut }) => leftOut === undefined).length - 1;
  refuseExcess(excessOf(manifest, samples, MARKET_BUDGET));
  await checkWasm(wasm, engine);
  const limits = limitsOf(manifest);
  const shown: ShownRun[] = [];
  let example: Execution | undefined;
  let written = 0;
  for (const { name, job, files, leftOut } of jobs) {
    const inputsRead = new Set<string>();
    const inputFiles = inputFilesOf(manifest.inputs, job, files, NO_SALT);
    const execution = await runTrial({ moduleFiles, inputFiles, limits }, (progress) => {
      for (const path of progress.inputsRead ?? []) inputsRead.add(path);
    });
    refuseLong(manifest, execution, name);
    if (leftOut === undefined) checkEnd(manifest, execution, `The ${name}`);
    written += outputBytesOf(execution);
    if (written > MARKET_BUDGET.outputBytes) {
      refuseExcess(`its runs write more than ${MARKET_BUDGET.outputBytes} bytes`);
    }
    example ??= execution;
    shown.push({ name, job, leftOut, execution, inputsRead });
  }
  refuseClaims(problemsOfClaims(manifest, shown));
  return { manifest, run: example! };
}

/** What a trial may take: what the manifest says, and not more than a check spends. */
function limitsOf({ fuelLimit, resources }: Manifest): JobLimits {
  const own = BigInt(fuelLimit);
  const most = MARKET_BUDGET.fuelLimit;
  return {
    fuelLimit: own < most ? own : most,
    memoryMiB: resources.memoryMiB,
    storageMiB: resources.storageMiB,
  };
}

function refuseExcess(excess: string | undefined): void {
  if (excess === undefined) return;
  const hint = 'Let the module ask for less: a deal can grant it more than its manifest says.';
  const message = `The market would not certify it: ${excess}.`;
  throw new PublicationRefused('module-too-large', message, hint);
}

function refuseLong({ fuelLimit }: Manifest, { status }: Execution, name: string): void {
  const most = MARKET_BUDGET.fuelLimit;
  if (status !== 'fuel-exhausted' || BigInt(fuelLimit) <= most) return;
  throw new PublicationRefused(
    'example-failed',
    `The ${name} needs more than the ${most} units of fuel that a check spends.`,
    'Choose a smaller example; jobs may use all of fuelLimit.',
  );
}
