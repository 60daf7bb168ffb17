import { DEFAULT_LIMITS } from '../content/content-limits';
import { characterCount } from '../shared/character-count';
import { plainName } from '../shared/plain-name.view';
import { formatCount, formatSignificant } from '../shared/quantity.view';
import { MOST_ITEMS } from './job-inputs';

/** The part of JSON Schema 2020-12 that a module's form is drawn from. */
export interface PropertySchema {
  type?: string | readonly string[] | undefined;
  title?: string | undefined;
  description?: string | undefined;
  default?: unknown | undefined;
  enum?: readonly unknown[] | undefined;
  format?: string | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  'x-mediaTypes'?: readonly string[] | undefined;
  'x-maxBytes'?: number | undefined;
  'x-map'?: boolean | undefined;
  'x-multiline'?: boolean | undefined;
}

export interface InputSchema {
  properties?: Record<string, PropertySchema> | undefined;
  required?: readonly string[] | undefined;
}

interface FieldBase {
  name: string;
  label: string;
  hint: string | undefined;
  required: boolean;
}

/** One line of a module's form. */
export type InputField = FieldBase &
  (
    | {
        kind: 'text';
        multiline: boolean;
        /** In characters. */
        minLength: number | undefined;
        maxLength: number | undefined;
        initial: string;
      }
    | {
        kind: 'number';
        integer: boolean;
        minimum: number | undefined;
        maximum: number | undefined;
        initial: string;
      }
    | {
        kind: 'choice';
        choices: readonly string[];
        /** What they stand for, in the same order. */
        values: readonly unknown[];
        initial: string;
      }
    | { kind: 'switch'; initial: boolean }
    | {
        kind: 'file';
        mediaTypes: readonly string[];
        maxBytes: number | undefined;
        /** Takes several files: each becomes a run. */
        isMapped: boolean;
      }
  );

/** What a form holds for one field: text of a line, a switch, or chosen files. */
export type FieldValue = string | boolean | readonly File[] | undefined;

/** The files that were chosen for a field; none for one that takes no files. */
export function filesOf(value: FieldValue): readonly File[] {
  return typeof value === 'object' ? value : [];
}

/** How many runs a form's values ask for: one a file where several are chosen. */
export function runCountOf(
  fields: readonly InputField[],
  values: Record<string, FieldValue>,
): number {
  const mapped = fields.find((field) => field.kind === 'file' && field.isMapped);
  return Math.max(1, mapped === undefined ? 1 : filesOf(values[mapped.name]).length);
}

/** The fields of a manifest's inputs, in its order. */
export function fieldsOf(schema: InputSchema): InputField[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const base: FieldBase = {
      name,
      label: property.title ?? name,
      hint: property.description,
      required: required.has(name),
    };
    return { ...base, ...kindOf(property) } as InputField;
  });
}

function kindOf(property: PropertySchema) {
  const type = typeof property.type === 'string' ? property.type : property.type?.[0];
  const initial = property.default === undefined ? '' : String(property.default);
  if (property.format === 'file') {
    return {
      kind: 'file',
      mediaTypes: property['x-mediaTypes'] ?? [],
      maxBytes: property['x-maxBytes'],
      isMapped: property['x-map'] === true,
    };
  }
  if (property.enum) {
    const values = property.enum;
    return { kind: 'choice', choices: values.map(String), values, initial };
  }
  if (type === 'boolean') return { kind: 'switch', initial: property.default === true };
  if (type === 'integer' || type === 'number') {
    return {
      kind: 'number',
      integer: type === 'integer',
      minimum: property.minimum,
      maximum: property.maximum,
      initial,
    };
  }
  const multiline = property['x-multiline'] ?? (property.maxLength ?? 0) > 200;
  const { minLength, maxLength } = property;
  return { kind: 'text', multiline, minLength, maxLength, initial };
}

/** What is in the form when it opens. */
export function initialValues(fields: readonly InputField[]): Record<string, FieldValue> {
  return Object.fromEntries(
    fields.map((field) => [field.name, field.kind === 'file' ? undefined : field.initial]),
  );
}

/** A job's values and the files beside them, as they go into an input bundle. */
export interface JobInputs {
  job: Record<string, unknown>;
  files: { name: string; file: File }[];
}

/** Reads a form as a job; an empty optional field is left out, and several files make a map job. */
export function jobOf(
  fields: readonly InputField[],
  values: Record<string, FieldValue>,
): JobInputs {
  const job: Record<string, unknown> = {};
  const files: JobInputs['files'] = [];
  const taken = new Set<string>();
  for (const field of fields) {
    const value = values[field.name];
    if (field.kind === 'file') {
      const paths = filesOf(value).map((file) => {
        const name = fileNameOf(file.name, taken);
        taken.add(name);
        files.push({ name, file });
        return `files/${name}`;
      });
      if (paths.length > 0) job[field.name] = paths.length > 1 ? paths : paths[0];
    } else if (field.kind === 'switch') {
      job[field.name] = value === true;
    } else if (field.kind === 'number') {
      if (typeof value === 'string' && value.trim() !== '') job[field.name] = Number(value);
    } else if (field.kind === 'choice') {
      // A number in the schema is a number in the job, though a select knows texts alone.
      const at = field.choices.indexOf(String(value));
      if (at >= 0) job[field.name] = field.values[at];
      else if (typeof value === 'string' && value !== '') job[field.name] = value;
    } else if (typeof value === 'string' && (value !== '' || isKeptEmpty(field))) {
      job[field.name] = value;
    }
  }
  return { job, files };
}

/** A form's values from a job and its files by path, "files/<name>": what jobOf made it of. */
export function valuesOf(
  fields: readonly InputField[],
  job: Readonly<Record<string, unknown>>,
  files: ReadonlyMap<string, File>,
): Record<string, FieldValue> {
  return Object.fromEntries(
    fields.map((field): [string, FieldValue] => {
      const value = job[field.name];
      if (field.kind === 'file') {
        const paths = Array.isArray(value) ? value : [value];
        const chosen = paths.flatMap((path) => files.get(String(path)) ?? []);
        return [field.name, chosen.length > 0 ? chosen : undefined];
      }
      if (field.kind === 'switch') return [field.name, value === true];
      return [field.name, value === undefined ? field.initial : String(value)];
    }),
  );
}

function isKeptEmpty(field: InputField): boolean {
  return field.kind === 'text' && field.required;
}

/** Characters of a file's name that are kept: at four bytes each they are one that file systems hold. */
const LONGEST_NAME = 60;

/** A plain, unique file name inside the bundle: letters and digits of any script. */
function fileNameOf(original: string, taken: ReadonlySet<string>): string {
  const plain = original.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-');
  // Where all but the ending was signs, the ending stays one.
  const lead = /^[.-]*\.[^.-]+$/.test(plain) ? 'file.' : '';
  const named = lead + plain.replace(/^[.-]+/, '') || 'file';
  // What is cut may end before a sign, or between a letter and its marks.
  const cut = [...named].slice(-LONGEST_NAME).join('');
  const short = cut.replace(/^[.\p{M}-]+/u, '') || 'file';
  let name = short;
  for (let count = 2; taken.has(name); count++) name = `${count}-${short}`;
  return name;
}

/** What is wrong with one field, in words; undefined when nothing is. */
export function fieldError(field: InputField, value: FieldValue): string | undefined {
  if (field.kind === 'file') return fileError(field, value);
  if (field.kind === 'switch') return undefined;
  const text = typeof value === 'string' ? value : '';
  if (text.trim() === '' && field.required) return `${field.label} is needed.`;
  if (field.kind === 'text') return lengthError(field, text);
  if (text.trim() === '') return undefined;
  if (field.kind === 'choice') {
    return field.choices.includes(text) ? undefined : `Choose one of ${field.choices.join(', ')}.`;
  }
  const number = Number(text);
  if (!Number.isFinite(number)) return NO_NUMBER[field.integer ? 'integer' : 'decimal'];
  if (field.integer && !Number.isInteger(number)) return 'A whole number is needed.';
  if (field.minimum !== undefined && number < field.minimum) {
    return `At least ${inWords(field.minimum)}.`;
  }
  if (field.maximum !== undefined && number > field.maximum) {
    return `At most ${inWords(field.maximum)}.`;
  }
  return undefined;
}

const NO_NUMBER = {
  integer: 'This is not a number. Write digits alone, as in 1200.',
  decimal: 'This is not a number. Write digits and a point, as in 12.5.',
};

/** The same lengths as the engine's (problemsOfJob); an empty optional field is left out of the job. */
function lengthError(
  { minLength, maxLength }: Extract<InputField, { kind: 'text' }>,
  text: string,
): string | undefined {
  const length = characterCount(text);
  if (minLength !== undefined && length > 0 && length < minLength) {
    return `At least ${inFull(minLength)} characters; ${length === 1 ? 'this is 1' : `these are ${inFull(length)}`}.`;
  }
  return maxLength !== undefined && length > maxLength
    ? `At most ${inFull(maxLength)} characters; these are ${inFull(length)}.`
    : undefined;
}

function fileError(
  field: Extract<InputField, { kind: 'file' }>,
  value: FieldValue,
): string | undefined {
  const files = filesOf(value);
  if (files.length === 0) return field.required ? 'Choose a file.' : undefined;
  if (files.length > MOST_ITEMS) {
    return `At most ${inFull(MOST_ITEMS)} files at once; these are ${inFull(files.length)}.`;
  }
  for (const file of files) {
    const which = files.length > 1 ? `The file ${plainName(file.name)}` : 'This file';
    if (file.size === 0) return `${which} is empty.`;
    if (field.maxBytes !== undefined && file.size > field.maxBytes) {
      return `${which} is too large: ${inFull(file.size)} bytes, at most ${inFull(field.maxBytes)}.`;
    }
  }
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return bytes > DEFAULT_LIMITS.maxBytes
    ? `These files are too large together: ${inFull(bytes)} bytes, at most ${inFull(DEFAULT_LIMITS.maxBytes)}.`
    : undefined;
}

const inFull = (count: number): string => formatCount(count);

const inWords = (bound: number): string =>
  Number.isInteger(bound) ? formatCount(bound) : formatSignificant(bound, 12);
