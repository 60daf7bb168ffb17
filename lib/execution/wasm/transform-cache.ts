import { sha256 } from 'viem';
import { TRANSFORMER_VERSION, transformModule } from './transform-module';

/** Keeps transformed modules by key; a plain Map will do. */
export interface TransformCache {
  get(key: string): Uint8Array<ArrayBuffer> | undefined;
  set(key: string, transformed: Uint8Array<ArrayBuffer>): unknown;
}

/** sha256 of the module and the transformer's version: all that the transformed bytes depend on. */
export function transformKeyOf(module: Uint8Array): string {
  return `${sha256(module).slice(2)}-${TRANSFORMER_VERSION}`;
}

/**
 * transformModule, through a cache.
 *
 * @throws InvalidModule
 */
export function transformCached(
  module: Uint8Array,
  cache: TransformCache | undefined,
): Uint8Array<ArrayBuffer> {
  // A copy on a buffer of its own: WebAssembly.validate takes no shared memory.
  const own = (): Uint8Array<ArrayBuffer> => new Uint8Array(module);
  if (cache === undefined) return transformModule(own());
  const key = transformKeyOf(module);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const transformed = transformModule(own());
  cache.set(key, transformed);
  return transformed;
}
