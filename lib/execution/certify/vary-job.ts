import type { PropertySchema } from '../../modules/input-fields';
import type { Job, JobSchema } from '../../modules/job-inputs';
import { problemsOfJob } from '../../modules/job-inputs';
import type { SampleJob } from '../../modules/samples';
import type { JsonValue } from '../../shared/canonical-json';
import { canonicalJson } from '../../shared/canonical-json';
import { SeededChoices } from './seeded-choices';
import type { Reach } from './vary-file';
import { varyFile } from './vary-file';
import { varyText } from './vary-text';

/** How often a job is made again that came out as the example. */
const TRIES = 64;
/** A field that is left alone, of ten. */
const KEPT_OF_TEN = 4;
/** How far a number may stray where the schema names no bound. */
const STRAY = 4;
const NEAR = 0.25;

/** What a variation is made from. */
interface Sources {
  readonly schema: JobSchema;
  readonly example: SampleJob;
  /** Jobs whose texts and files fit as well. */
  readonly others: readonly SampleJob[];
}

/**
 * Another job of a module that its schema accepts: values of the example's changed within their
 * bounds or taken from other samples, or its files changed. Many that are far are nonsense to the
 * module, as a stranger's are; it has to say so in the same way everywhere.
 *
 * @param seed the same text gives the same job
 */
export function varyJob(
  schema: JobSchema,
  example: SampleJob,
  seed: string,
  reach: Reach,
  others: readonly SampleJob[] = [],
): SampleJob {
  const sources = { schema, example, others };
  const choices = new SeededChoices(seed);
  let varied = varyOnce(sources, choices, reach);
  const isKnown = (): boolean => [example, ...others].some((one) => isSame(varied, one));
  for (let tries = 1; tries < TRIES && isKnown(); tries++) {
    varied = varyOnce(sources, choices, reach);
  }
  return varied;
}

/** Files that are left alone are the example's own bytes. */
function isSame(left: SampleJob, right: SampleJob): boolean {
  return (
    canonicalJson(left.job) === canonicalJson(right.job) &&
    [...left.files].every(([name, bytes]) => right.files.get(name) === bytes)
  );
}

function varyOnce(
  { schema, example, others }: Sources,
  choices: SeededChoices,
  reach: Reach,
): SampleJob {
  const job: Record<string, JsonValue> = { ...example.job };
  const files = new Map(example.files);
  const accepts = () => problemsOfJob(schema, job, files).length === 0;
  const all = Object.entries(schema.properties ?? {}) as Field[];
  for (const [field, property] of reach === 'far' ? all : nearField(all, job, choices)) {
    const before = job[field];
    if (property.format === 'file') {
      const name = typeof before === 'string' ? before.replace(/^files\//, '') : undefined;
      const bytes = name === undefined ? undefined : files.get(name);
      if (name === undefined || bytes === undefined) continue;
      if (reach === 'far' && choices.below(2) === 0) continue;
      files.set(name, varyFile(property, bytes, choices, reach));
      if (!accepts()) files.set(name, bytes);
      continue;
    }
    if (reach === 'far' && choices.below(10) < KEPT_OF_TEN) continue;
    const fitting = others.flatMap((one) => one.job[field] ?? []).filter((one) => one !== before);
    job[field] =
      isFreeText(property) && fitting.length > 0 && (reach === 'near' || choices.below(2) === 0)
        ? choices.pick(fitting)
        : varyValue(property, before, choices, reach);
    if (accepts()) continue;
    if (before === undefined) delete job[field];
    else job[field] = before;
  }
  return { job, files };
}

const isFreeText = ({ type, enum: of }: PropertySchema): boolean =>
  type === 'string' && of === undefined;

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
