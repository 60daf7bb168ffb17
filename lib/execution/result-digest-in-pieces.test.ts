import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { engineIdOf } from './engine-id';
import type { Execution } from './execution';
import { resultDigestOf } from './result-digest';
import { resultDigestInPieces } from './result-digest.server';

const SALT = `0x${'11'.repeat(32)}` as const;
const ENGINE = engineIdOf('reckon-wasm@3.0.0');

const executionOf = (outputs: Execution['outputs']): Execution => ({
  status: 'completed',
  exitCode: 3,
  fuelUsed: 1_234_567n,
  outputs,
  stateDigest: `0x${'22'.repeat(32)}`,
});

describe('a result digest in pieces', () => {
  it('is the digest', async () => {
    const output = fc.record({
      path: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom('out/é😀', 'p'.repeat(900)),
      ),
      bytes: fc.uint8Array({ maxLength: 300 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(output, { maxLength: 6 }), async (outputs) => {
        const execution = executionOf(outputs);
        expect(await resultDigestInPieces(SALT, execution, ENGINE)).toBe(
          resultDigestOf(SALT, execution, ENGINE),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('lets others on the thread in for each megabyte of paths', async () => {
    const outputs = [{ path: 'p'.repeat(8 << 20), bytes: new Uint8Array() }];
    const others = vi.fn();
    let isDone = false;
    const tick = (): void => {
      others();
      if (!isDone) setImmediate(tick);
    };
    setImmediate(tick);
    await resultDigestInPieces(SALT, executionOf(outputs), ENGINE);
    isDone = true;
    expect(others.mock.calls.length).toBeGreaterThanOrEqual(8);
  });
});
