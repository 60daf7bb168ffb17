import type { Hex } from 'viem';
import { bytesToHex } from 'viem';
import type { Job, JobSchema } from '../modules/job-inputs';
import { itemNamesOf, mappedFieldOf, problemsOfJob } from '../modules/job-inputs';
import type { Manifest } from '../modules/manifest';
import { ManifestError, parseManifest } from '../modules/manifest';
import { compareUtf8 } from './compare-utf8';
import type { WasmEngine } from './engine-id';
import { isWasmEngine } from './engine-id';
import type { Item } from './map-job';

const LARGEST_JOB = 4 * 1024 * 1024;
const SALT_BYTES = 32;
const FILES = 'files/';

/** The module or the inputs cannot be run at all. The message is part of the result (stderr). */
export class BadInput extends Error {}

/** What a run starts from, once everything fits. */
export interface PreparedJob {
  readonly manifest: Manifest;
  readonly engine: WasmEngine;
  readonly module: Uint8Array;
  readonly job: Uint8Array;
  readonly salt: Hex;
  /** Relative paths in the module's file tree. */
  readonly readOnly: ReadonlyMap<string, Uint8Array>;
  /** Of a map job, in order of the bytes of their names. */
  readonly items: readonly Item[] | undefined;
}

/**
 * Checks a job against its module's manifest. The texts are fixed: every executor must find the
 * same words, so none comes from a library.
 *
 * @param agreed the version that a deal names; without it the module's manifest decides alone
 * @throws BadInput
 */
export function prepareJob(
  moduleFiles: ReadonlyMap<string, Uint8Array>,
  inputFiles: ReadonlyMap<string, Uint8Array>,
  agreed?: WasmEngine,
): PreparedJob {
  const manifest = manifestOf(moduleFiles);
  const { engine } = manifest;
  if (!isWasmEngine(engine) || engine !== (agreed ?? engine)) {
    throw new BadInput('the module wants another engine');
  }
  const isMappable = mappedFieldOf(manifest.inputs) !== undefined;
  // Version 1 knows no such keyword, so its words are those for any other unknown one.
  if (isMappable && engine === 'reckon-wasm@1.0.0') throw new BadInput('the manifest is not valid');
  const module = moduleFiles.get(manifest.entry);
  if (module === undefined) throw new BadInput('the module has no such entry');
  const job = inputFiles.get('job.json');
  if (job === undefined) throw new BadInput('job.json is missing');
  const readOnly = new Map<string, Uint8Array>([['in/job.json', job]]);
  const uploads = new Map<string, Uint8Array>();
  for (const [path, bytes] of inputFiles) {
    if (path === 'job.json') continue;
    if (path === 'salt') {
      if (bytes.length !== SALT_BYTES) throw new BadInput('the salt is not 32 bytes long');
      continue;
    }
    const name = path.slice(FILES.length);
    if (!path.startsWith(FILES) || !isFileName(name)) {
      throw new BadInput('the inputs hold a file that does not belong there');
    }
    uploads.set(name, bytes);
    readOnly.set(`in/files/${name}`, bytes);
  }
  const salt = inputFiles.get('salt');
  if (salt === undefined) throw new BadInput('the salt is missing');
  const values = jobOf(job);
  if (problemsOfJob(manifest.inputs, values, uploads).length > 0) throw new BadInput(MISMATCH);
  for (const [path, bytes] of moduleFiles) {
    if (!path.startsWith('data/')) continue;
    if (!path.split('/').every(isFileName)) throw new BadInput('the module holds a bad file name');
    readOnly.set(`module/${path}`, bytes);
  }
  const items = itemsOf(manifest, values, readOnly);
  return { manifest, engine, module, job, salt: bytesToHex(salt), readOnly, items };
}

function isFile({ properties }: JobSchema, field: string): boolean {
  return properties?.[field]?.format === 'file';
}

/** Each file of a map job with what a job with it alone would see. */
function itemsOf(
  { inputs }: Manifest,
  job: Job,
  readOnly: ReadonlyMap<string, Uint8Array>,
): readonly Item[] | undefined {
  const field = mappedFieldOf(inputs);
  const names = itemNamesOf(inputs, job);
  if (field === undefined || names === undefined) return undefined;
  const shared = new Map(readOnly);
  const others = Object.keys(job).filter((other) => other !== field && isFile(inputs, other));
  for (const name of names) {
    if (!others.some((other) => job[other] === FILES + name)) shared.delete(`in/${FILES}${name}`);
  }
  return [...names].sort(compareUtf8).map((name) => {
    const path = `in/${FILES}${name}`;
    const values = new TextEncoder().encode(JSON.stringify({ ...job, [field]: FILES + name }));
    const own = new Map(shared).set('in/job.json', values).set(path, readOnly.get(path)!);
    return { name, values, readOnly: own };
  });
}

function manifestOf(moduleFiles: ReadonlyMap<string, Uint8Array>): Manifest {
  const bytes = moduleFiles.get('manifest.json');
  if (bytes === undefined) throw new BadInput('the module has no manifest');
  try {
    return parseManifest(bytes);
  } catch (error) {
    if (error instanceof ManifestError) throw new BadInput('the manifest is not valid');
    throw error;
  }
}

function isFileName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name);
}

/** One reason for whatever is wrong: what a JSON reader takes differs in depth between engines. */
const MISMATCH = 'job.json does not match the manifest';

function jobOf(bytes: Uint8Array): Job {
  if (bytes.length > LARGEST_JOB) throw new BadInput(MISMATCH);
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return value as Job;
  } catch {
    throw new BadInput(MISMATCH);
  }
}
