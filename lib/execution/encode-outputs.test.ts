import fc from 'fast-check';
import type { Hex } from 'viem';
import { bytesToHex, encodeAbiParameters } from 'viem';
import { describe, expect, it } from 'vitest';
import { encodeOutputs } from './encode-outputs';

const OUTPUTS_PARAMETERS = [
  { type: 'uint32' },
  {
    type: 'tuple[]',
    components: [
      { name: 'path', type: 'string' },
      { name: 'size', type: 'uint64' },
      { name: 'sha256', type: 'bytes32' },
    ],
  },
] as const;

describe('the encoding of outputs', () => {
  it('is that of Solidity, as a library writes it', () => {
    const path = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 70 }),
      fc.constantFrom('', 'a'.repeat(32), 'out/é😀', 'b'.repeat(8_000)),
    );
    const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const entry = fc.record({ path, size: fc.maxSafeNat(), sha256: digest });
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.array(entry, { maxLength: 5 }), (exitCode, entries) => {
        const outputs = entries.map((each) => ({
          ...each,
          sha256: bytesToHex(each.sha256) as Hex,
        }));
        const expected = encodeAbiParameters(OUTPUTS_PARAMETERS, [
          exitCode,
          outputs.map((each) => ({ ...each, size: BigInt(each.size) })),
        ]);
        expect(bytesToHex(encodeOutputs(exitCode, outputs))).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });
});
