import { canonicalJson, type JsonValue } from '../../shared/canonical-json';
import type { Job } from '../job-inputs';
import { type Manifest, ManifestError, parseManifest } from '../manifest';
import { inferInputs } from './infer-inputs';

export type DraftLanguage = 'c' | 'assemblyscript' | 'javascript';
export type DraftSource = 'upload' | DraftLanguage;
export type DraftOutput = Manifest['outputs'][number];
/** Bytes under a name, as a draft keeps them between visits. */
export type DraftFile = { readonly name: string; readonly bytes: Uint8Array };

/** A module that its author is working on, as it is kept in the browser. */
export type ModuleDraft = {
  readonly source: DraftSource;
  readonly texts: Readonly<Record<DraftLanguage, string>>;
  /** The program, uploaded or compiled; undefined until then. */
  readonly wasm: DraftFile | undefined;
  readonly title: string;
  readonly name: string;
  readonly version: string;
  readonly summary: string;
  readonly description: string;
  readonly author: string;
  readonly licence: string;
  /** Separated by commas. */
  readonly tags: string;
  /** JSON Schema of the inputs, as its author writes it. */
  readonly inputs: string;
  readonly outputs: readonly DraftOutput[];
  /** The example's values, as JSON. */
  readonly job: string;
  /** The example's files, which values name as "files/<name>". */
  readonly files: readonly DraftFile[];
  readonly memoryMiB: string;
  readonly storageMiB: string;
  readonly fuelLimit: string;
};

const encoder = new TextEncoder();

/** The files of the module that a draft describes: manifest.json in canonical JSON, and the others. */
export function moduleFilesOf(draft: ModuleDraft, engine: string): Map<string, Uint8Array> {
  return new Map([
    ...programFilesOf(draft, manifestOf(draft, engine)),
    ...draft.files.map(({ name, bytes }): [string, Uint8Array] => [`example/${name}`, bytes]),
  ]);
}

/** The files of the module as far as a run of its program needs them: no example. */
export function programFilesOf(draft: ModuleDraft, manifest: Manifest): Map<string, Uint8Array> {
  if (draft.wasm === undefined) {
    throw new ManifestError('There is no program yet: compile or upload it in the first step.');
  }
  return new Map([
    ['manifest.json', encoder.encode(canonicalJson(manifest as JsonValue))],
    ['module.wasm', draft.wasm.bytes],
    ...scriptOf(draft),
  ]);
}

/** JavaScript is not compiled: the program that runs it finds it there (modules/run-js). */
function scriptOf({ source, texts }: ModuleDraft): [string, Uint8Array][] {
  return source === 'javascript' ? [['data/main.js', encoder.encode(texts.javascript)]] : [];
}

/** @throws ManifestError what is wrong, and in which field */
export function manifestOf(draft: ModuleDraft, engine: string): Manifest {
  const { memoryMiB, storageMiB } = draft;
  const manifest = {
    name: draft.name,
    title: draft.title.trim(),
    version: draft.version.trim(),
    summary: draft.summary.trim(),
    description: draft.description.trim(),
    author: draft.author.trim(),
    licence: draft.licence.trim(),
    class: 'A',
    engine,
    entry: 'module.wasm',
    resources: {
      cpuMilli: 1_000,
      memoryMiB: Number(memoryMiB),
      storageMiB: Number(storageMiB),
      gpuCount: 0,
      gpuMemoryMiB: 0,
    },
    fuelLimit: digitsOf(draft.fuelLimit),
    inputs: jsonOf(draft.inputs, 'Inputs'),
    outputs: draft.outputs,
    example: {
      job: jobOf(draft),
      files: Object.fromEntries(draft.files.map(({ name }) => [name, `example/${name}`])),
    },
    tags: tagsOf(draft.tags),
  };
  return parseManifest(encoder.encode(JSON.stringify(manifest)));
}

/** The manifest with which a program is tried before its inputs are described: they are guessed. */
export function trialManifestOf(draft: ModuleDraft, engine: string): Manifest {
  return manifestOf(
    {
      ...draft,
      title: draft.title.trim() || 'A draft',
      summary: draft.summary.trim() || 'A draft.',
      author: draft.author.trim() || 'its author',
      licence: draft.licence.trim() || 'not chosen yet',
      version: draft.version.trim() || '0',
      name: draft.name || 'draft',
      inputs: JSON.stringify(inferInputs(jobOf(draft))),
      outputs: [],
    },
    engine,
  );
}

/** The example's values. @throws ManifestError */
export function jobOf({ job }: Pick<ModuleDraft, 'job'>): Job {
  const value = jsonOf(job, 'Sample inputs');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ManifestError(
      'Sample inputs must be one object of names and values: {"text": "hi"}.',
    );
  }
  return value as Job;
}

function jsonOf(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new ManifestError(`${what}: this is not JSON: ${words}`, { cause });
  }
}

function tagsOf(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ''))];
}

/** A large number without what groups its digits: "1 000", "1,000" and "1_000" are the same. */
export const digitsOf = (text: string): string => text.replace(/[\s,_]/g, '');

/** A short name of a title: "Word count" becomes "word-count". */
export function nameOfTitle(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return plain.replace(/^-+|-+$/g, '').slice(0, 64);
}
