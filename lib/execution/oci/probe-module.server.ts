import type { Hex } from 'viem';
import { contentIdOf } from '../../content/content-id';
import { moduleFilesUnder } from '../../modules/catalogue.server';
import { imageDigestOf, type OciManifest, parseOciManifest } from '../../modules/oci-manifest';
import type { ProbeBody } from '../../modules/probe-certificate';
import { canonicalManifest } from '../../modules/publication';
import { readableText } from '../../shared/readable-text';
import { engineIdOf, OCI_ENGINE } from '../engine-id';
import type { Execution } from '../execution';
import { resultDigestOf } from '../result-digest';
import type { Runner, RunnerJob } from '../runner';
import { type Probe, type ProbedRun, probeOf } from './probe-runs';

/** Any salt does: digests of one probe are compared with each other only. */
const PROBE_SALT = new Uint8Array(32);

/** The files of a module in a container as they are published: manifest, data, example, its image. */
export async function readOciModule(
  folder: string,
): Promise<{ readonly manifest: OciManifest; readonly files: ReadonlyMap<string, Uint8Array> }> {
  const files = await moduleFilesUnder(folder);
  const bytes = canonicalManifest(files.get('manifest.json') ?? new Uint8Array(0));
  return { manifest: parseOciManifest(bytes), files: files.set('manifest.json', bytes) };
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

export function probeDigestOf(execution: Execution): Hex {
  return resultDigestOf(`0x${'00'.repeat(32)}`, execution, engineIdOf(OCI_ENGINE));
}

/** What a probe found, as a certificate says it. @param madeAt seconds since 1970 */
export async function probeBodyOf(
  { manifest, files }: Awaited<ReturnType<typeof readOciModule>>,
  probe: Probe,
  madeAt: number,
): Promise<ProbeBody> {
  const { id: moduleId } = await contentIdOf(files);
  return {
    format: 'reckon-probe-2',
    madeAt,
    engine: manifest.engine,
    subject: { name: manifest.name, moduleId, image: imageDigestOf(manifest) },
    runs: probe.runs.map(({ where, execution }) => ({
      where: readableText(where.slice(0, 200)),
      status: execution.status,
      exitCode: execution.exitCode,
      resultDigest: probeDigestOf(execution),
    })),
    verdict:
      probe.found === 'B'
        ? { class: 'B', differing: [] }
        : { class: 'none', differing: probe.differing.slice(0, 100).map(shownPath) },
  };
}

/** Programs choose the names of their outputs. */
function shownPath(path: string): string {
  return readableText(path.slice(0, 1_000));
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
