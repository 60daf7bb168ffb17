import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TransformCache } from './wasm/transform-cache';

const DIGEST_BYTES = 32;

/**
 * Transformed modules in memory, least recently used dropped first, and in a folder where one is
 * named. A file holds the digest of its bytes in front of them; one that does not match is ignored.
 *
 * @param capacity bytes to hold in memory
 */
export function createTransformCache(
  options: { readonly capacity?: number; readonly folder?: string } = {},
): TransformCache {
  const { capacity = 256 * 1024 * 1024, folder } = options;
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  let bytesHeld = 0;

  const hold = (key: string, transformed: Uint8Array<ArrayBuffer>): void => {
    const before = held.get(key);
    if (before !== undefined) bytesHeld -= before.length;
    held.delete(key);
    held.set(key, transformed);
    bytesHeld += transformed.length;
    for (const [oldest, bytes] of held) {
      if (bytesHeld <= capacity) break;
      held.delete(oldest);
      bytesHeld -= bytes.length;
    }
  };

  return {
    get: (key) => {
      const found = held.get(key) ?? (folder === undefined ? undefined : readFrom(folder, key));
      if (found !== undefined) hold(key, found);
      return found;
    },
    set: (key, transformed) => {
      hold(key, transformed);
      if (folder !== undefined) writeTo(folder, key, transformed);
    },
  };
}

/** sha256 by the platform. */
export function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function readFrom(folder: string, key: string): Uint8Array<ArrayBuffer> | undefined {
  let file: Buffer;
  try {
    file = readFileSync(join(folder, key));
  } catch {
    return undefined;
  }
  const bytes = new Uint8Array(file.subarray(DIGEST_BYTES));
  return digestOf(bytes).equals(file.subarray(0, DIGEST_BYTES)) ? bytes : undefined;
}

/** A cache that cannot be written (a full or read-only disk) is only slower. */
function writeTo(folder: string, key: string, bytes: Uint8Array): void {
  const path = join(folder, key);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${path}.${process.pid}`, Buffer.concat([digestOf(bytes), bytes]));
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    return;
  }
}
