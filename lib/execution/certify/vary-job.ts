import type { PropertySchema } from '../../modules/input-fields';
import type { Job, JobFiles, JobSchema } from '../../modules/job-inputs';
import { problemsOfJob } from '../../modules/job-inputs';
import type { JsonValue } from '../../shared/canonical-json';
import { canonicalJson } from '../../shared/canonical-json';
import { SeededChoices } from './seeded-choices';

export interface VariedJob {
  readonly job: Job;
  readonly files: JobFiles;
}

/** How often a job is made again that came out as the example. */
const TRIES = 64;
/** A field that is left alone, of ten. */
const KEPT_OF_TEN = 4;
const MOST_FLIPPED_BYTES = 8;
/** How far a number may stray where the schema names no bound. */
const STRAY = 4;
const NEAR = 0.25;
const LONGEST_INVENTED_TEXT = 200;
const SYMBOLS = [
  ...'abcdefghijklmnopqrstuvwxyz ABC 0123456789 .,;:!?\'"()[]{}<>=+-*/\\\n\täß€中😀',
];

/** `near`: one value of the example's is a little another; `far`: any value is any other. */
export type Reach = 'near' | 'far';

/**
 * Another job of a module that its schema accepts: values of the example's changed within their
 * bounds, or some bytes of its files. Many that are far are nonsense to the module, as a stranger's
 * are; it has to say so in the same way everywhere.
 *
 * @param seed the same text gives the same job
 */
export function varyJob(
  schema: JobSchema,
  example: VariedJob,
  seed: string,
  reach: Reach,
): VariedJob {
  const choices = new SeededChoices(seed);
  let varied = varyOnce(schema, example, choices, reach);
  for (let tries = 1; tries < TRIES && isSame(varied, example); tries++) {
    varied = varyOnce(schema, example, choices, reach);
  }
  return varied;
}

/** Files that are left alone are the example's own bytes. */
function isSame(left: VariedJob, right: VariedJob): boolean {
  return (
    canonicalJson(left.job) === canonicalJson(right.job) &&
    [...left.files].every(([name, bytes]) => right.files.get(name) === bytes)
  );
}

function varyOnce(
  schema: JobSchema,
  example: VariedJob,
  choices: SeededChoices,
  reach: Reach,
): VariedJob {
  const job: Record<string, JsonValue> = { ...example.job };
  const files = new Map(example.files);
  const accepts = () => problemsOfJob(schema, job, files).length === 0;
  const all = Object.entries(schema.properties ?? {}) as Field[];
  for (const [field, property] of reach === 'far' ? all : nearField(all, job, choices)) {
    const before = job[field];
    if (property.format === 'file') {
      if (typeof before === 'string') varyFile(before.replace(/^files\//, ''), files, choices);
      continue;
    }
    if (reach === 'far' && choices.below(10) < KEPT_OF_TEN) continue;
    job[field] = varyValue(property, before, choices, reach);
    if (accepts()) continue;
    if (before === undefined) delete job[field];
    else job[field] = before;
  }
  return { job, files };
}

type Field = [name: string, property: PropertySchema];

/** A field of the example's: rather a number, choice or switch than a text or file, which breaks. */
function nearField(all: readonly Field[], job: Job, choices: SeededChoices): Field[] {
  const present = all.filter(([field]) => job[field] !== undefined);
  const simple = present.filter(([, { type, enum: of }]) => of !== undefined || type !== 'string');
  const from = simple.length > 0 ? simple : present;
  return from.length > 0 ? [choices.pick(from)] : [];
}

function varyValue(
  property: PropertySchema,
  before: JsonValue | undefined,
  choices: SeededChoices,
  reach: Reach,
): JsonValue {
  if (property.enum !== undefined) return choices.pick(property.enum) as JsonValue;
  const usual = before ?? (property.default as JsonValue | undefined);
  switch (property.type) {
    case 'boolean':
      return choices.below(2) === 1;
    case 'integer':
    case 'number':
      return varyNumber(property, typeof usual === 'number' ? usual : 1, choices, reach);
    default:
      return varyText(property, typeof usual === 'string' ? usual : '', choices);
  }
}

function varyNumber(
  property: PropertySchema,
  usual: number,
  choices: SeededChoices,
  reach: Reach,
): number {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = property;
  const around = Math.max(1, Math.abs(usual)) * (reach === 'near' ? NEAR : STRAY);
  const isBounded = reach === 'far';
  const least = isBounded && minimum > -Infinity ? minimum : Math.max(minimum, usual - around);
  const most = isBounded && maximum < Infinity ? maximum : Math.min(maximum, usual + around);
  const drawn = least + (most - least) * choices.fraction();
  const number = reach === 'near' ? drawn : choices.pick([least, most, drawn, drawn, drawn]);
  return property.type === 'integer' ? Math.round(number) : number;
}

function varyText(property: PropertySchema, usual: string, choices: SeededChoices): string {
  const { minLength = 0, maxLength = Number.MAX_SAFE_INTEGER } = property;
  const characters = [...usual];
  const varied = choices.pick([shuffledLines, cut, withTypos, invented])(characters, choices);
  while (varied.length < minLength) varied.push(choices.pick(SYMBOLS));
  return varied.slice(0, maxLength).join('');
}

function shuffledLines(characters: readonly string[], choices: SeededChoices): string[] {
  const lines = characters.join('').split('\n');
  for (let index = lines.length - 1; index > 0; index--) {
    const other = choices.below(index + 1);
    [lines[index], lines[other]] = [lines[other]!, lines[index]!];
  }
  return [...lines.join('\n')];
}

function cut(characters: readonly string[], choices: SeededChoices): string[] {
  return characters.slice(0, choices.below(characters.length + 1));
}

function withTypos(characters: readonly string[], choices: SeededChoices): string[] {
  const typed = [...characters];
  for (let count = 1 + choices.below(3); count > 0 && typed.length > 0; count--) {
    typed[choices.below(typed.length)] = choices.pick(SYMBOLS);
  }
  return typed;
}

function invented(_characters: readonly string[], choices: SeededChoices): string[] {
  return Array.from({ length: choices.below(LONGEST_INVENTED_TEXT) }, () => choices.pick(SYMBOLS));
}

/** Flips some bytes in one of two jobs: beyond its head most files stay readable. */
function varyFile(name: string, files: Map<string, Uint8Array>, choices: SeededChoices): void {
  const before = files.get(name);
  if (before === undefined || before.length === 0 || choices.below(2) === 0) return;
  const bytes = new Uint8Array(before);
  for (let count = 1 + choices.below(MOST_FLIPPED_BYTES); count > 0; count--) {
    const at = choices.below(bytes.length);
    bytes[at] = bytes[at]! ^ (1 + choices.below(255));
  }
  files.set(name, bytes);
}
