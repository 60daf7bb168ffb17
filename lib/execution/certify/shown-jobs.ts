import type { Job } from '../../modules/job-inputs';
import type { Manifest } from '../../modules/manifest';
import type { SampleJob } from '../../modules/samples';
import { exampleOf, samplesOf } from '../../modules/samples';

/** A job by which a module shows that its manifest says what is so. */
export interface ShownJob extends SampleJob {
  /** What a reader knows it by: "example", "sample 2". */
  readonly name: string;
  /** Fields of the example that it lacks: the manifest calls them optional, and no other job shows it. */
  readonly leftOut?: readonly string[] | undefined;
}

/**
 * The jobs whose runs a manifest is held against (problemsOfClaims), wherever that is done: its
 * example, its samples, and the example without the optional values that each of those gives.
 *
 * @throws ManifestError a file that one of them names is not there
 */
export function shownJobsOf(
  manifest: Pick<Manifest, 'name' | 'example' | 'inputs'>,
  moduleFiles: ReadonlyMap<string, Uint8Array>,
): ShownJob[] {
  const example = exampleOf(manifest, moduleFiles);
  const samples = samplesOf(moduleFiles);
  const bare = withoutOptional(manifest, [example, ...samples]);
  return [
    { ...example, name: 'example' },
    ...samples.map((sample, index) => ({ ...sample, name: `sample ${index + 1}` })),
    ...(bare === undefined ? [] : [{ ...bare, files: example.files, name: 'bare example' }]),
  ];
}

/**
 * A value may be needed by what another one says, as a script needs its input: then a sample shows
 * that a job can do without. Files stay, since others may speak of them.
 */
function withoutOptional(
  { inputs }: Pick<Manifest, 'inputs'>,
  shown: readonly SampleJob[],
): { readonly job: Job; readonly leftOut: readonly string[] } | undefined {
  const leftOut = Object.keys(inputs.properties).filter(
    (field) =>
      !(inputs.required ?? []).includes(field) &&
      !('format' in inputs.properties[field]!) &&
      shown.every(({ job }) => Object.hasOwn(job, field)),
  );
  if (leftOut.length === 0) return undefined;
  const kept = Object.entries(shown[0]!.job).filter(([field]) => !leftOut.includes(field));
  return { job: Object.fromEntries(kept), leftOut };
}
