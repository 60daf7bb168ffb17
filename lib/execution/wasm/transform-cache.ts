import { bytesToHex } from 'viem';
import type { WasmEngine } from '../engine-id';
import { TRANSFORMER_BUILD, transformModule } from './transform-module';

/** Keeps transformed modules by key; a plain Map will do. */
export interface TransformCache {
  get(key: string): Uint8Array<ArrayBuffer> | undefined;
  set(key: string, transformed: Uint8Array<ArrayBuffer>): unknown;
}

/**
 * The module, engine and transformer: all that the transformed bytes depend on.
 *
 * @param digest sha256 of the module
 */
export function transformKeyOf(digest: Uint8Array, engine: WasmEngine): string {
  return `${bytesToHex(digest).slice(2)}-${engine}-${TRANSFORMER_BUILD}`;
}

/**
 * transformModule, through a cache.
 *
 * @param module on a buffer of its own: WebAssembly.validate takes no shared memory
 * @param digest its sha256
 * @throws InvalidModule
 */
export function transformCached(
  module: Uint8Array<ArrayBuffer>,
  digest: Uint8Array,
  engine: WasmEngine,
  cache: TransformCache | undefined,
): Uint8Array<ArrayBuffer> {
  const key = transformKeyOf(digest, engine);
  const known = cache?.get(key);
  if (known !== undefined) return known;
  const transformed = transformModule(module, engine);
  cache?.set(key, transformed);
  return transformed;
}
