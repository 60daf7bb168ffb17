import type { Hex } from 'viem';
import { sha256 } from 'viem';
import { fastSha256 } from './fast-sha256';

const CHUNK_BYTES = 1024 * 1024;
const DOMAIN = new TextEncoder().encode('reckon-state-1');

/**
 * sha256(domain, memory bytes as u64, sha256 of each MiB of memory, number of globals as u32, the
 * bits of each mutable global as u64), numbers big-endian. The last piece may be shorter.
 */
export async function stateDigestOf(memory: ArrayBuffer, globals: readonly bigint[]): Promise<Hex> {
  const chunks = Math.ceil(memory.byteLength / CHUNK_BYTES);
  const preimage = new Uint8Array(DOMAIN.length + 8 + chunks * 32 + 4 + globals.length * 8);
  const view = new DataView(preimage.buffer);
  preimage.set(DOMAIN);
  let at = DOMAIN.length;
  view.setBigUint64(at, BigInt(memory.byteLength));
  at += 8;
  let zeroDigest: Uint8Array | undefined;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const start = chunk * CHUNK_BYTES;
    const length = Math.min(CHUNK_BYTES, memory.byteLength - start);
    const bytes = new Uint8Array(memory, start, length);
    let digest: Uint8Array;
    // Most of a large memory is untouched; comparing with zero is ten times faster than hashing.
    if (length === CHUNK_BYTES && isZero(memory, start)) {
      zeroDigest ??= await fastSha256(bytes);
      digest = zeroDigest;
    } else digest = await fastSha256(bytes);
    preimage.set(digest, at);
    at += 32;
  }
  view.setUint32(at, globals.length);
  at += 4;
  for (const bits of globals) {
    view.setBigUint64(at, BigInt.asUintN(64, bits));
    at += 8;
  }
  return sha256(preimage);
}

function isZero(memory: ArrayBuffer, start: number): boolean {
  const words = new Int32Array(memory, start, CHUNK_BYTES / 4);
  for (let index = 0; index < words.length; index++) if (words[index] !== 0) return false;
  return true;
}
