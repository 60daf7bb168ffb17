import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { moduleFilesUnder } from '../../modules/catalogue.server';
import { type OciManifest, parseOciManifest } from '../../modules/oci-manifest';
import { engineIdOf, OCI_ENGINE } from '../engine-id';
import type { Execution } from '../execution';
import { resultDigestOf } from '../result-digest';
import type { Runner, RunnerJob } from '../runner';
import { type Probe, type ProbedRun, probeOf } from './probe-runs';

/** Any salt does: digests of one probe are compared with each other only. */
const PROBE_SALT = new Uint8Array(32);

/** The files of a module that runs in a container: manifest, data, example, and its image if it has one. */
export async function readOciModule(
  folder: string,
): Promise<{ readonly manifest: OciManifest; readonly files: ReadonlyMap<string, Uint8Array> }> {
  const files = await moduleFilesUnder(folder);
  const manifest = parseOciManifest(files.get('manifest.json') ?? new Uint8Array(0));
  const { image } = manifest;
  if (typeof image !== 'string') {
    files.set(image.archive, new Uint8Array(await readFile(join(folder, image.archive))));
  }
  return { manifest, files };
}

/**
 * Runs a module's example several times, in turn on each of the runners, and compares the results.
 *
 * @throws InfrastructureFault as Runner.run
 */
export async function probeModule(
  { manifest, files }: Awaited<ReturnType<typeof readOciModule>>,
  runners: readonly Runner[],
  times: number,
): Promise<Probe> {
  const job = exampleJobOf(manifest, files);
  const names = await Promise.all(runners.map((runner) => runner.check()));
  const runs: ProbedRun[] = [];
  for (let turn = 0; turn < times; turn++) {
    const at = turn % runners.length;
    const health = names[at]!;
    const where = health.isReady ? health.version : health.detail;
    runs.push({ where, execution: await runners[at]!.run(job) });
  }
  return probeOf(runs);
}

export function probeDigestOf(execution: Execution): string {
  return resultDigestOf(`0x${'00'.repeat(32)}`, execution, engineIdOf(OCI_ENGINE));
}

function exampleJobOf(
  manifest: OciManifest,
  moduleFiles: ReadonlyMap<string, Uint8Array>,
): RunnerJob {
  const { example, resources, fuelLimit } = manifest;
  const inputFiles = new Map<string, Uint8Array>([
    ['job.json', new TextEncoder().encode(JSON.stringify(example.job))],
    ['salt', PROBE_SALT],
  ]);
  for (const [name, path] of Object.entries(example.files)) {
    const bytes = moduleFiles.get(path);
    if (bytes !== undefined) inputFiles.set(`files/${name}`, bytes);
  }
  const { memoryMiB, storageMiB } = resources;
  const limits = { fuelLimit: BigInt(fuelLimit), memoryMiB, storageMiB };
  return { moduleFiles, inputFiles, limits, engine: OCI_ENGINE };
}
