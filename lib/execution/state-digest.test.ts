import { sha256 } from 'viem';
import { describe, expect, it, vi } from 'vitest';
import { stateDigestOf } from './state-digest';

const MIB = 1024 * 1024;

function memoryOf(bytes: number, marks: Record<number, number> = {}): ArrayBuffer {
  const memory = new Uint8Array(bytes);
  for (const [at, value] of Object.entries(marks)) memory[Number(at)] = value;
  return memory.buffer;
}

describe('stateDigestOf', () => {
  it('is sha256 over size, digests of each MiB, and globals', async () => {
    const memory = memoryOf(MIB + 65_536, { 5: 1, [MIB + 1]: 2 });
    const parts = [memory.slice(0, MIB), memory.slice(MIB)].map((part) =>
      Buffer.from(sha256(new Uint8Array(part), 'bytes')),
    );
    const numbers = Buffer.alloc(8 + 4 + 16);
    numbers.writeBigUInt64BE(BigInt(memory.byteLength), 0);
    numbers.writeUInt32BE(2, 8);
    numbers.writeBigUInt64BE(7n, 12);
    numbers.writeBigUInt64BE(2n ** 64n - 1n, 20);
    const preimage = [Buffer.from('reckon-state-1'), numbers.subarray(0, 8), ...parts];
    expect(await stateDigestOf(memory, [7n, -1n])).toBe(
      sha256(Buffer.concat([...preimage, numbers.subarray(8)])),
    );
  });

  it('sees every byte, also of untouched memory', async () => {
    const digests = await Promise.all([
      stateDigestOf(memoryOf(3 * MIB), []),
      stateDigestOf(memoryOf(2 * MIB), []),
      stateDigestOf(memoryOf(3 * MIB, { [3 * MIB - 1]: 1 }), []),
      stateDigestOf(memoryOf(3 * MIB, { 0: 1 }), []),
      stateDigestOf(memoryOf(3 * MIB, { [MIB]: 1 }), []),
      stateDigestOf(memoryOf(3 * MIB), [0n]),
    ]);
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('is the same where a page has no crypto.subtle', async () => {
    const memory = memoryOf(2 * MIB, { 9: 9 });
    const fast = await stateDigestOf(memory, [1n]);
    vi.stubGlobal('crypto', {});
    try {
      expect(await stateDigestOf(memory, [1n])).toBe(fast);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
