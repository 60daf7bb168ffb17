import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { TransformCache } from './wasm/transform-cache';

const DIGEST_BYTES = 32;

const MIB = 1024 * 1024;

interface TransformCacheOptions {
  /** Bytes to hold in memory; one module is held whatever its size. */
  readonly capacity?: number;
  readonly folder?: string | undefined;
  /** Bytes to keep in the folder. */
  readonly folderCapacity?: number;
}

/**
 * Transformed modules in memory, and in a folder where one is named; in both, least recently used are
 * dropped first. A file holds the digest of its bytes in front of them; one that does not match is
 * ignored.
 */
export function createTransformCache(options: TransformCacheOptions = {}): TransformCache {
  const { capacity = 256 * MIB, folder, folderCapacity = 1024 * MIB } = options;
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  let bytesHeld = 0;

  const hold = (key: string, transformed: Uint8Array<ArrayBuffer>): void => {
    const before = held.get(key);
    if (before !== undefined) bytesHeld -= before.length;
    held.delete(key);
    held.set(key, transformed);
    bytesHeld += transformed.length;
    for (const [oldest, bytes] of held) {
      if (bytesHeld <= capacity || held.size === 1) break;
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
      if (folder === undefined) return;
      writeTo(folder, key, transformed);
      prune(folder, folderCapacity);
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
    const now = new Date();
    utimesSync(join(folder, key), now, now);
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

/** Removes what was read longest ago, and what a process left half written, beyond the capacity. */
function prune(folder: string, capacity: number): void {
  try {
    const files = readdirSync(folder).map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return { name, size, mtimeMs };
    });
    let left = files.reduce((sum, { size }) => sum + size, 0);
    for (const { name, size } of files.sort((one, other) => one.mtimeMs - other.mtimeMs)) {
      if (left <= capacity) return;
      rmSync(join(folder, name));
      left -= size;
    }
  } catch {
    // Another process prunes it, or it cannot be written: the next write tries again.
  }
}
