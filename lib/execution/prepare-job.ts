import type { Hex } from 'viem';
import type { Job, JobSchema } from '../modules/job-inputs';
import { itemNamesOf, mappedFieldOf } from '../modules/job-inputs';
import type { Manifest } from '../modules/manifest';
import { ManifestError, parseManifest } from '../modules/manifest';
import { compareUtf8 } from './compare-utf8';
import type { WasmEngine } from './engine-id';
import { isWasmEngine } from './engine-id';
import type { Item } from './map-job';
import { BadInput, FILES, isFileName, prepareInputs } from './prepare-inputs';

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
  const { job, salt, values, uploads } = prepareInputs(manifest.inputs, inputFiles);
  const readOnly = new Map<string, Uint8Array>([['in/job.json', job]]);
  for (const [name, bytes] of uploads) readOnly.set(`in/files/${name}`, bytes);
  for (const [path, bytes] of moduleFiles) {
    if (!path.startsWith('data/')) continue;
    if (!path.split('/').every(isFileName)) throw new BadInput('the module holds a bad file name');
    readOnly.set(`module/${path}`, bytes);
  }
  const items = itemsOf(manifest, values, readOnly);
  return { manifest, engine, module, job, salt, readOnly, items };
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
