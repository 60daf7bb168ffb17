import type { WasmEngine } from '@/lib/execution/engine-id';
import type { JobRequest } from '@/lib/execution/execute-job';

/** A job as a line of JSON; bytes are base64. */
export interface PortableCase {
  readonly name: string;
  /** The module's path among its files. */
  readonly entry: string;
  readonly moduleFiles: readonly (readonly [string, string])[];
  readonly inputFiles: readonly (readonly [string, string])[];
  readonly fuelLimit: string;
  readonly memoryMiB: number;
  readonly storageMiB: number;
}

/** In pieces, as a call takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  }
  return btoa(text);
}

const fromBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

const portableFiles = (files: ReadonlyMap<string, Uint8Array>): [string, string][] =>
  [...files].map(([path, bytes]) => [path, toBase64(bytes)]);

const filesOf = (list: PortableCase['moduleFiles']): Map<string, Uint8Array> =>
  new Map(list.map(([path, text]) => [path, fromBase64(text)]));

export function portableCase(name: string, entry: string, job: JobRequest): PortableCase {
  const { fuelLimit, memoryMiB, storageMiB } = job.limits;
  return {
    name,
    entry,
    moduleFiles: portableFiles(job.moduleFiles),
    inputFiles: portableFiles(job.inputFiles),
    fuelLimit: fuelLimit.toString(),
    memoryMiB,
    storageMiB,
  };
}

export function jobOfCase(portable: PortableCase): JobRequest {
  const { fuelLimit, memoryMiB, storageMiB } = portable;
  return {
    moduleFiles: filesOf(portable.moduleFiles),
    inputFiles: filesOf(portable.inputFiles),
    limits: { fuelLimit: BigInt(fuelLimit), memoryMiB, storageMiB },
  };
}

/** The module of a case, as it was before the transformer. */
export function moduleOfCase({ moduleFiles, entry }: PortableCase): Uint8Array {
  const found = moduleFiles.find(([path]) => path === entry);
  if (found === undefined) throw new Error(`no ${entry} in the case`);
  return fromBase64(found[1]);
}

/** The version that the module's manifest names. */
export function engineOfCase({ moduleFiles }: PortableCase): WasmEngine {
  const manifest = new TextDecoder().decode(filesOf(moduleFiles).get('manifest.json'));
  return (JSON.parse(manifest) as { readonly engine: WasmEngine }).engine;
}
