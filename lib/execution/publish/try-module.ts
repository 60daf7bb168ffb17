import { inputFilesOf, type Job } from '@/lib/modules/job-inputs';
import type { Manifest } from '@/lib/modules/manifest';
import type { Execution, JobLimits } from '../execution';
import { type CheckedModule, checkModuleFiles } from './check-module-files';
import { checkOutputs } from './check-outputs';
import { PublicationRefused } from './publication-refused';

/** Fuel that the check of a publication spends on one run: seconds, not minutes. */
export const CHECK_FUEL = 400_000_000_000n;
const NO_SALT = new Uint8Array(32);

export type TrialJob = {
  readonly moduleFiles: ReadonlyMap<string, Uint8Array>;
  readonly inputFiles: ReadonlyMap<string, Uint8Array>;
  readonly limits: JobLimits;
};

/** Runs a job somewhere: in a child process, or in a Web Worker. */
export type RunTrial = (job: TrialJob) => Promise<Execution>;

export type TriedModule = CheckedModule & { readonly run: Execution };

/**
 * Checks a module as it is checked before it is published: its files, then a run of its example, and
 * one without the inputs that the manifest calls optional. The same in a page and on a server.
 *
 * @throws PublicationRefused; whatever `runTrial` throws where a run came to no result
 */
export async function tryModule(
  moduleFiles: ReadonlyMap<string, Uint8Array>,
  runTrial: RunTrial,
): Promise<TriedModule> {
  const checked = checkModuleFiles(moduleFiles);
  const { manifest, example } = checked;
  const trial = (job: Job) =>
    runTrial({
      moduleFiles,
      inputFiles: inputFilesOf(manifest.inputs, job, example.files, NO_SALT),
      limits: limitsOf(manifest),
    });
  const run = await trial(example.job);
  refuseLongExample(manifest, run);
  checkOutputs(manifest, run, 'the example');
  const bare = withoutOptional(manifest, example.job);
  if (bare !== undefined) await checkOptional(await trial(bare.job), bare.left);
  return { ...checked, run };
}

/** What a trial may take: what the manifest says, and not more than a check spends. */
export function limitsOf({ fuelLimit, resources }: Manifest): JobLimits {
  const own = BigInt(fuelLimit);
  return {
    fuelLimit: own < CHECK_FUEL ? own : CHECK_FUEL,
    memoryMiB: resources.memoryMiB,
    storageMiB: resources.storageMiB,
  };
}

function refuseLongExample({ fuelLimit }: Manifest, { status }: Execution): void {
  if (status !== 'fuel-exhausted' || BigInt(fuelLimit) <= CHECK_FUEL) return;
  throw new PublicationRefused(
    'example-failed',
    `The example needs more than the ${CHECK_FUEL} units of fuel that a check spends.`,
    'Choose a smaller example; jobs may use all of fuelLimit.',
  );
}

/** The example without values that are optional; files stay, since others may speak of them. */
function withoutOptional(
  { inputs }: Manifest,
  job: Job,
): { readonly job: Job; readonly left: readonly string[] } | undefined {
  const left = Object.keys(job).filter(
    (field) =>
      !(inputs.required ?? []).includes(field) && !('format' in (inputs.properties[field] ?? {})),
  );
  if (left.length === 0) return undefined;
  const kept = Object.entries(job).filter(([field]) => !left.includes(field));
  return { job: Object.fromEntries(kept), left };
}

async function checkOptional(run: Execution, left: readonly string[]): Promise<void> {
  if (run.status === 'completed' && run.exitCode === 0) return;
  const how =
    run.status === 'completed' ? `ends with exit code ${run.exitCode}` : `is ${run.status}`;
  const names = left.join(', ');
  throw new PublicationRefused(
    'false-inputs',
    `The manifest says that ${names} may be left out, but without ${left.length === 1 ? 'it' : 'them'} the example ${how}.`,
    'List in inputs.required what the program cannot do without, or let it use the default.',
  );
}
