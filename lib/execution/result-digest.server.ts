import { setImmediate } from 'node:timers/promises';
import { createKeccak } from 'hash-wasm';
import { bytesToHex, type Hex } from 'viem';
import { encodedPieces } from './encode-outputs';
import type { Execution } from './execution';
import { fastSha256 } from './fast-sha256';
import { digestOfRoot, type OutputEntry, sortedEntries } from './result-digest';

/** What is hashed between two pauses: some milliseconds. */
const PIECE_BYTES = 1 << 20;

/**
 * What `resultDigestOf` gives, for a process that has others to serve: a stranger's result may hold 64
 * MiB of outputs, and 42 MB of paths. Outputs are hashed off the thread, paths by WebAssembly, with a
 * pause after each megabyte.
 */
export async function resultDigestInPieces(
  salt: Hex,
  execution: Execution,
  engine: Hex,
): Promise<Hex> {
  const outputs: OutputEntry[] = [];
  for (const { path, bytes } of execution.outputs) {
    const digest = await fastSha256(bytes as Uint8Array<ArrayBuffer>);
    outputs.push({ path, size: bytes.length, sha256: bytesToHex(digest) });
  }
  await setImmediate();
  const sorted = sortedEntries(outputs);
  await setImmediate();
  const root = await keccakOf(encodedPieces(execution.exitCode, sorted));
  return digestOfRoot(salt, execution, root, engine);
}

async function keccakOf(pieces: Iterable<Uint8Array>): Promise<Hex> {
  const hasher = (await createKeccak(256)).init();
  let hashed = 0;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; at += PIECE_BYTES) {
      const part = piece.subarray(at, at + PIECE_BYTES);
      hasher.update(part);
      hashed += part.length;
      if (hashed < PIECE_BYTES) continue;
      hashed = 0;
      await setImmediate();
    }
  }
  return `0x${hasher.digest('hex')}`;
}
