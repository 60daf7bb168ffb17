import type { Job, JobFiles } from '../../modules/job-inputs';
import { itemNamesOf, problemsOfJob } from '../../modules/job-inputs';
import type { Manifest } from '../../modules/manifest';
import type { JsonValue } from '../../shared/canonical-json';
import { readableText } from '../../shared/readable-text';
import type { Execution, OutputFile } from '../execution';
import { ITEM_LIST, itemFolderOf } from '../item-list';
import { mediaTypeProblem } from './media-type-problem';

/** A run by which a module shows what it does (shownJobsOf). */
export interface ShownRun {
  /** What a reader knows it by: "example", "sample 2". */
  readonly name: string;
  readonly job: Job;
  /** Fields that the example has and this lacks, since the manifest calls them optional. */
  readonly leftOut?: readonly string[] | undefined;
  readonly execution: Pick<Execution, 'status' | 'exitCode' | 'outputs'>;
  /**
   * Of all progress with the phase `hashing`: `in/job.json`, `in/files/...`. Without it nothing is
   * said about what the module reads.
   */
  readonly inputsRead?: ReadonlySet<string> | undefined;
}

/** Something that a manifest says of its module and that is not so. */
export interface ClaimProblem {
  /** Where in the manifest: "outputs", "outputs.0.path", "inputs.width.default". */
  readonly place: string;
  readonly message: string;
}

/** What a manifest says that can be so or not. */
type Claims = Pick<Manifest, 'inputs' | 'outputs'>;
type Output = Manifest['outputs'][number];

const STREAMS: readonly string[] = ['stdout', 'stderr'];
const NO_FILES: JobFiles = new Map();
const NAME = '[\\w!#$&^.+-]+';
/** In quotes, with backslashes (RFC 9110, section 5.6.4). */
const QUOTED = '"(?:[ !#-[\\]-~]|\\\\[ -~])*"';
/** A type, a subtype, parameters (RFC 9110, section 8.3.1): nothing that ends a line of a header. */
const MEDIA_TYPE = new RegExp(`^${NAME}/${NAME}(?: *; *${NAME}=(?:${NAME}|${QUOTED}))*$`);
/** What each kind of output is shown as, by its media type. */
const TYPES_OF_KIND: Readonly<Record<Output['kind'], RegExp>> = {
  text: /^(text\/|application\/(json|xml|.+\+(json|xml))\b)/,
  table: /^text\/(csv|tab-separated-values)\b/,
  image: /^image\//,
  audio: /^audio\//,
  file: /./,
};

/**
 * What a manifest says of its module's inputs and outputs that is not so, in itself or in the light
 * of runs of its example and samples; empty when nothing is wrong. For whoever certifies or
 * publishes a module: a deal is not judged by it, as results are what they are.
 *
 * An output that only some inputs bring about needs a sample that does; one that nobody declared,
 * that no run writes or that is of another type is refused, and so are an example that fails and
 * inputs that no run reads.
 *
 * @param runs with none of them, what the manifest says is only held against itself
 */
export function problemsOfClaims(manifest: Claims, runs: readonly ShownRun[]): ClaimProblem[] {
  const problems = [...problemsOfInputs(manifest.inputs), ...problemsOfOutputs(manifest.outputs)];
  const failed = runs.flatMap((run) => problemOfEnd(run) ?? []);
  // What a run that failed has written says nothing.
  if (problems.length > 0 || failed.length > 0) return [...problems, ...failed];
  if (runs.length === 0) return [];
  return [...problemsOfWritten(manifest, runs), ...problemsOfRead(manifest.inputs, runs)];
}

function problemOfEnd({ name, leftOut, execution }: ShownRun): ClaimProblem | undefined {
  const { status, exitCode } = execution;
  if (status === 'completed' && exitCode === 0) return undefined;
  const how = status === 'completed' ? `ends with exit code ${exitCode}` : `ends ${status}`;
  if (leftOut === undefined) {
    return { place: 'example', message: `The ${name} ${how}: it must be a job that succeeds.` };
  }
  const it = leftOut.length === 1 ? 'it' : 'them';
  const message = `${leftOut.join(', ')} may be left out, but without ${it} the example ${how}: require ${it}, let the program use the default, or add a sample that does without.`;
  return { place: 'inputs.required', message };
}

/** Fields that no job could give, and values that the form would offer and the engine refuse. */
function problemsOfInputs(inputs: Manifest['inputs']): ClaimProblem[] {
  const { properties, required = [] } = inputs;
  const unknown = required.filter((field) => !Object.hasOwn(properties, field));
  const problems: ClaimProblem[] = unknown.map((field) => ({
    place: 'inputs.required',
    message: `"${field}" is required, but is no input: no job could ever be right.`,
  }));
  for (const [field, property] of Object.entries(properties)) {
    const refusalOf = (value: unknown): string | undefined =>
      problemsOfJob(
        { properties: { [field]: property } },
        { [field]: value as JsonValue },
        NO_FILES,
      )
        .map(({ message }) => message)
        .at(0);
    const place = `inputs.${field}`;
    if ('enum' in property) {
      for (const value of property.enum ?? []) {
        const refusal = refusalOf(value);
        if (refusal !== undefined) {
          const message = `"${value}" is offered, but the input itself refuses it. ${refusal}`;
          problems.push({ place: `${place}.enum`, message });
        }
      }
    }
    if ('default' in property && property.default !== undefined) {
      const refusal = refusalOf(property.default);
      if (refusal !== undefined) {
        const message = `The input itself refuses its default. ${refusal}`;
        problems.push({ place: `${place}.default`, message });
      }
    }
    problems.push(...problemsOfBounds(place, property));
  }
  return problems;
}

function problemsOfBounds(
  place: string,
  property: Manifest['inputs']['properties'][string],
): ClaimProblem[] {
  const message = 'No value lies between its least and its most.';
  if ('minLength' in property || 'maxLength' in property) {
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = property;
    return minLength > maxLength ? [{ place: `${place}.maxLength`, message }] : [];
  }
  if (property.type !== 'number' && property.type !== 'integer') return [];
  const none = Number.POSITIVE_INFINITY;
  const { minimum = -none, maximum = none } = property;
  const { exclusiveMinimum = -none, exclusiveMaximum = none } = property;
  if (property.type === 'integer') {
    const first = Math.max(Math.ceil(minimum), Math.floor(exclusiveMinimum) + 1);
    const last = Math.min(Math.floor(maximum), Math.ceil(exclusiveMaximum) - 1);
    return first > last ? [{ place, message }] : [];
  }
  const least = Math.max(minimum, exclusiveMinimum);
  const most = Math.min(maximum, exclusiveMaximum);
  const isOpen = least === exclusiveMinimum || most === exclusiveMaximum;
  const isEmpty = least > most || (least === most && isOpen);
  return isEmpty ? [{ place, message }] : [];
}

function problemsOfOutputs(outputs: readonly Output[]): ClaimProblem[] {
  if (outputs.length === 0) {
    return [{ place: 'outputs', message: 'There is none, so nobody would see a result.' }];
  }
  return outputs.flatMap(({ path, kind, mediaType }, index) => {
    const place = `outputs.${index}`;
    const problems: ClaimProblem[] = [];
    if (!STREAMS.includes(path) && !path.startsWith('out/')) {
      const message = `No run can write "${path}": an output is stdout, stderr or below out/.`;
      problems.push({ place: `${place}.path`, message });
    }
    if (!MEDIA_TYPE.test(mediaType)) {
      const message = `"${readableText(mediaType)}" is no media type, such as text/plain or image/png.`;
      problems.push({ place: `${place}.mediaType`, message });
    }
    if (outputs.findIndex((other) => other.path === path) < index) {
      problems.push({ place: `${place}.path`, message: `"${path}" is declared twice.` });
    }
    if (!TYPES_OF_KIND[kind].test(mediaType)) {
      const message = `"${mediaType}" is not shown as ${kind}: choose the kind that it is.`;
      problems.push({ place: `${place}.kind`, message });
    }
    return problems;
  });
}

function problemsOfWritten(manifest: Claims, runs: readonly ShownRun[]): ClaimProblem[] {
  const problems: ClaimProblem[] = [];
  const declared = new Map(manifest.outputs.map((output, index) => [output.path, index]));
  const written = new Set<string>();
  const undeclared = new Set<string>();
  const mistaken = new Set<string>();
  for (const run of runs) {
    for (const { path, bytes } of outputsOf(manifest, run)) {
      if (STREAMS.includes(path) && bytes.length === 0) continue;
      written.add(path);
      const index = declared.get(path);
      if (index === undefined) {
        // What is said on stderr is for whoever looks after a job, as in any program; and where
        // the job says how a file is called, as a script does, its buyer knows of it.
        if (path === 'stderr' || undeclared.has(path) || isNamedIn(run.job, path)) continue;
        undeclared.add(path);
        const message = `The ${run.name} writes "${path}", which is not declared: add it.`;
        problems.push({ place: 'outputs', message });
        continue;
      }
      const problem = mediaTypeProblem(manifest.outputs[index]!.mediaType, bytes);
      if (problem === undefined || mistaken.has(path)) continue;
      mistaken.add(path);
      const message = `What the ${run.name} writes to "${path}" ${problem}.`;
      problems.push({ place: `outputs.${index}.mediaType`, message });
    }
  }
  for (const [path, index] of declared) {
    if (written.has(path)) continue;
    const message = `No run writes "${path}": take it out, or add a sample (example/samples.json) that brings it about.`;
    problems.push({ place: `outputs.${index}.path`, message });
  }
  return problems;
}

function isNamedIn(job: Job, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return Object.values(job).some((value) => typeof value === 'string' && value.includes(name));
}

/** A run's outputs as the module named them: of a map job each item's, without its folder. */
export function outputsOf(
  { inputs }: Pick<Claims, 'inputs'>,
  { job, execution }: Pick<ShownRun, 'job' | 'execution'>,
): OutputFile[] {
  const items = itemNamesOf(inputs, job);
  if (items === undefined) return [...execution.outputs];
  return execution.outputs
    .filter(({ path }) => path !== ITEM_LIST)
    .map(({ path, bytes }) => {
      const folder = items.map(itemFolderOf).find((one) => path.startsWith(one)) ?? '';
      return { path: path.slice(folder.length), bytes };
    });
}

function problemsOfRead(inputs: Manifest['inputs'], runs: readonly ShownRun[]): ClaimProblem[] {
  const seen = runs.filter((run) => run.inputsRead !== undefined);
  if (seen.length === 0) return [];
  const wasRead = (path: string): boolean => seen.some((run) => run.inputsRead!.has(path));
  const fields = Object.entries(inputs.properties);
  const values = fields.filter(([, property]) => !('format' in property)).map(([field]) => field);
  const problems: ClaimProblem[] = [];
  if (values.length > 0 && !wasRead('in/job.json')) {
    const message = `No run reads /in/job.json: ${values.join(', ')} cannot have any effect.`;
    problems.push({ place: 'inputs', message });
  }
  for (const [field, property] of fields) {
    if (!('format' in property)) continue;
    const given = seen.flatMap(({ job }) => job[field] ?? []).map((path) => `in/${path}`);
    if (given.length === 0 || given.some(wasRead)) continue;
    const message = 'No run reads the file that is given here.';
    problems.push({ place: `inputs.${field}`, message });
  }
  return problems;
}
