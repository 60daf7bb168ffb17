import { canonicalJson, type JsonValue } from '@/lib/shared/canonical-json';
import { characterCount } from '@/lib/shared/character-count';

/** The values of a job, by field; a file field's value is "files/<name>". */
export type Job = { readonly [field: string]: JsonValue };

/** Uploaded files by name, without "files/". */
export type JobFiles = ReadonlyMap<string, Uint8Array>;

/** What is wrong with one field of a job; field "" is the job as a whole. */
export type JobProblem = { readonly field: string; readonly message: string };

/** The keywords that manifest.ts lets an input have, as far as they say what is right. */
type FieldSchema = {
  readonly type?: string | readonly string[] | undefined;
  readonly format?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly exclusiveMinimum?: number | undefined;
  readonly exclusiveMaximum?: number | undefined;
  readonly 'x-maxBytes'?: number | undefined;
  readonly 'x-map'?: boolean | undefined;
};

/** `inputs` of a manifest; fields that it does not name are never allowed. */
export type JobSchema = {
  readonly properties?: Readonly<Record<string, FieldSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
};

const SALT_BYTES = 32;
const FOLDER = 'files/';

/** Files that a map job may have. */
export const MOST_ITEMS = 1_000;

/** The file field that may name a list of files, each of which becomes a run: a map job. */
export function mappedFieldOf({ properties = {} }: JobSchema): string | undefined {
  return Object.keys(properties).find((field) => properties[field]?.['x-map'] === true);
}

/** The names of a map job's files without "files/", as the job lists them; undefined where it is none. */
export function itemNamesOf(schema: JobSchema, job: Job): readonly string[] | undefined {
  const field = mappedFieldOf(schema);
  const value = field === undefined ? undefined : job[field];
  return Array.isArray(value) ? value.map((path) => String(path).slice(FOLDER.length)) : undefined;
}

/** Refuses a job that its module's manifest does not allow. */
export class JobProblemsError extends Error {
  override readonly name = 'JobProblemsError';
  readonly problems: readonly JobProblem[];

  constructor(problems: readonly JobProblem[]) {
    super(
      problems.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join(' '),
    );
    this.problems = problems;
  }
}

/**
 * The input bundle of a job: `job.json` (canonical JSON), `files/<name>`, `salt`.
 *
 * @param salt 32 random bytes: without them anybody could find out a small input by trying.
 * @throws JobProblemsError where the schema refuses the job or the files do not fit it.
 */
export function inputFilesOf(
  schema: JobSchema,
  job: Job,
  files: JobFiles,
  salt: Uint8Array,
): Map<string, Uint8Array> {
  const problems = problemsOfJob(schema, job, files);
  if (problems.length > 0) throw new JobProblemsError(problems);
  if (salt.length !== SALT_BYTES) throw new RangeError(`A salt has ${SALT_BYTES} bytes`);
  const bundle = new Map<string, Uint8Array>();
  bundle.set('job.json', new TextEncoder().encode(canonicalJson(job)));
  for (const [name, bytes] of files) bundle.set(FOLDER + name, bytes);
  return bundle.set('salt', salt);
}

/**
 * What a module's input schema finds wrong with a job and its files; empty when it fits.
 *
 * The engine asks this too (status bad-input), so whether the answer is empty is consensus: only
 * the keywords above count, with the meaning that JSON Schema 2020-12 gives them.
 */
export function problemsOfJob(schema: JobSchema, job: Job, files: JobFiles): JobProblem[] {
  if (typeof job !== 'object' || job === null || Array.isArray(job)) {
    return [{ field: '', message: 'A job is an object of named values.' }];
  }
  const properties = schema.properties ?? {};
  const problems: JobProblem[] = [];
  for (const field of schema.required ?? []) {
    if (!Object.hasOwn(job, field)) problems.push({ field, message: 'This is needed.' });
  }
  for (const [field, value] of Object.entries(job)) {
    const message = Object.hasOwn(properties, field)
      ? problemOfValue(properties[field] as FieldSchema, value)
      : 'The module knows no such field.';
    if (message !== undefined) problems.push({ field, message });
  }
  return problems.length > 0 ? problems : problemsOfFiles(properties, job, files);
}

function problemOfValue(schema: FieldSchema, value: JsonValue): string | undefined {
  if (schema['x-map'] === true && Array.isArray(value)) return problemOfList(value);
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => hasType(type, value))) {
    return `This must be ${types.join(' or ')}.`;
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return `This must be one of ${schema.enum.join(', ')}.`;
  }
  if (typeof value === 'string') return problemOfLength(schema, characterCount(value));
  return typeof value === 'number' ? problemOfNumber(schema, value) : undefined;
}

function problemOfList(list: readonly JsonValue[]): string | undefined {
  if (list.length === 0) return 'At least one file is needed.';
  if (list.length > MOST_ITEMS) {
    return `At most ${MOST_ITEMS} files; these are ${list.length}. Make several jobs of them.`;
  }
  const seen = new Set<JsonValue>();
  for (const entry of list) {
    if (typeof entry !== 'string') return 'Each entry must be the name of a file.';
    if (seen.has(entry)) return `The file "${entry}" is named twice.`;
    seen.add(entry);
  }
  return undefined;
}

function hasType(type: string, value: JsonValue): boolean {
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

/** Lengths count characters (code points), as JSON Schema does. */
function problemOfLength({ minLength, maxLength }: FieldSchema, length: number) {
  if (minLength !== undefined && length < minLength) {
    return `At least ${minLength} characters are needed.`;
  }
  if (maxLength !== undefined && length > maxLength) {
    return `At most ${maxLength} characters; these are ${length}.`;
  }
  return undefined;
}

function problemOfNumber(schema: FieldSchema, value: number): string | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (minimum !== undefined && value < minimum) return `At least ${minimum}.`;
  if (maximum !== undefined && value > maximum) return `At most ${maximum}.`;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) {
    return `More than ${exclusiveMinimum}.`;
  }
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) {
    return `Less than ${exclusiveMaximum}.`;
  }
  return undefined;
}

function problemsOfFiles(
  properties: Readonly<Record<string, FieldSchema>>,
  job: Job,
  files: JobFiles,
): JobProblem[] {
  const problems: JobProblem[] = [];
  const named = new Set<string>();
  for (const [field, value] of Object.entries(job)) {
    const schema = properties[field];
    if (schema?.format !== 'file') continue;
    for (const path of [value].flat()) {
      if (typeof path !== 'string') continue;
      const name = path.startsWith(FOLDER) ? path.slice(FOLDER.length) : '';
      named.add(name);
      const message = problemOfFile(schema, path, files.get(name));
      if (message !== undefined) problems.push({ field, message });
    }
  }
  for (const name of files.keys()) {
    if (!named.has(name)) problems.push({ field: '', message: `No field names "${name}".` });
  }
  return problems;
}

function problemOfFile(
  { 'x-maxBytes': most }: FieldSchema,
  path: string,
  bytes: Uint8Array | undefined,
): string | undefined {
  if (bytes === undefined) return `The file "${path}" is missing.`;
  return most !== undefined && bytes.length > most
    ? `The file "${path}" has ${bytes.length} bytes; at most ${most}.`
    : undefined;
}
