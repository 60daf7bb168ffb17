import { z } from 'zod';
import { depthOf } from '../shared/json-depth';
import '../shared/zod-without-code';
import type { Job, JobFiles } from './job-inputs';
import type { Manifest } from './manifest';
import { ManifestError } from './manifest';

/** A job with its files that a module brings along. */
export type SampleJob = { readonly job: Job; readonly files: JobFiles };

/** In a module's directory: a list of more jobs in the form of the manifest's `example`. */
export const SAMPLES_PATH = 'example/samples.json';

const LARGEST_FILE = 1024 * 1024;
const DEEPEST = 32;

const samplesSchema = z
  .array(
    z.strictObject({
      job: z.record(z.string(), z.json()),
      files: z.record(z.string().min(1).max(255), z.string().min(1).max(1_000)),
    }),
  )
  .max(50);

/**
 * The manifest's example with its files.
 *
 * @param moduleFiles of the module's directory, by path
 * @throws ManifestError a file of it is not there
 */
export function exampleOf(
  { name, example }: Pick<Manifest, 'name' | 'example'>,
  moduleFiles: ReadonlyMap<string, Uint8Array>,
): SampleJob {
  return {
    job: example.job as Job,
    files: filesOf(example.files, moduleFiles, `${name}: the example`),
  };
}

/**
 * Jobs beside the example, by which a module shows outputs that the example does not bring about,
 * and from which its certificate's inputs are generated. The engine does not know of them.
 *
 * @param moduleFiles of the module's directory, by path
 * @throws ManifestError example/samples.json is there, but not as it must be, or names a file that
 *   is not
 */
export function samplesOf(moduleFiles: ReadonlyMap<string, Uint8Array>): SampleJob[] {
  const bytes = moduleFiles.get(SAMPLES_PATH);
  if (bytes === undefined) return [];
  if (bytes.length > LARGEST_FILE) throw new ManifestError(`${SAMPLES_PATH} is above 1 MiB`);
  let value: unknown;
  try {
    const json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (depthOf(json) > DEEPEST) throw new Error(`more than ${DEEPEST} levels`);
    value = JSON.parse(json);
  } catch (error) {
    throw new ManifestError(`${SAMPLES_PATH} is not JSON in UTF-8, or too deep`, { cause: error });
  }
  const parsed = samplesSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join('.') || 'the whole';
    throw new ManifestError(`${SAMPLES_PATH}: ${place}: ${issue?.message}`);
  }
  return parsed.data.map(({ job, files }, index) => ({
    job: job as Job,
    files: filesOf(files, moduleFiles, `${SAMPLES_PATH}: sample ${index + 1}`),
  }));
}

function filesOf(
  named: Readonly<Record<string, string>>,
  moduleFiles: ReadonlyMap<string, Uint8Array>,
  what: string,
): JobFiles {
  return new Map(
    Object.entries(named).map(([name, path]) => {
      const bytes = moduleFiles.get(path);
      if (bytes === undefined) throw new ManifestError(`${what} lacks ${path}`);
      return [name, bytes];
    }),
  );
}
