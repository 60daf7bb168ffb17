import { sha256 } from 'viem';
import type { WasmEngine } from '../engine-id';
import { TRANSFORMER_BUILD, transformModule } from './transform-module';

/** Keeps transformed modules by key; a plain Map will do. */
export interface TransformCache {
  get(key: string): Uint8Array<ArrayBuffer> | undefined;
  set(key: string, transformed: Uint8Array<ArrayBuffer>): unknown;
}

/** sha256 of the module, engine and transformer: all that the transformed bytes depend on. */
export function transformKeyOf(module: Uint8Array, engine: WasmEngine): string {
  return `${sha256(module).slice(2)}-${engine}-${TRANSFORMER_BUILD}`;
}

/**
 * transformModule, through a cache.
 *
 * @throws InvalidModule
 */
export function transformCached(
  module: Uint8Array,
  engine: WasmEngine,
  cache: TransformCache | undefined,
): Uint8Array<ArrayBuffer> {
  // A copy on a buffer of its own: WebAssembly.validate takes no shared memory.
  const own = (): Uint8Array<ArrayBuffer> => new Uint8Array(module);
  if (cache === undefined) return transformModule(own(), engine);
  const key = transformKeyOf(module, engine);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const transformed = transformModule(own(), engine);
  cache.set(key, transformed);
  return transformed;
}
