import { expect, it } from 'vitest';
import type { Execution } from '@/lib/execution/execution';
import { testHash } from '@/test/builders/offers';
import { compareCheck } from './compare-check';

const bytes = (text: string) => new TextEncoder().encode(text);
const mine: Execution = {
  status: 'completed',
  exitCode: 0,
  fuelUsed: 1_200n,
  stateDigest: testHash(1),
  outputs: [
    { path: 'stderr', bytes: bytes('') },
    { path: 'stdout', bytes: bytes('moo\n') },
  ],
};
const words = (change: Partial<Execution>) =>
  compareCheck({ ...mine, ...change }, 'reckon-wasm@2.0.0', mine).words;

it('names the first output that differs, and where', () => {
  const outputs = [mine.outputs[0]!, { path: 'stdout', bytes: bytes('mOo\n') }];
  expect(words({ outputs })).toBe('The first difference is in stdout, bytes 1 to 1 of 4.');
  expect(words({ outputs: [mine.outputs[1]!] })).toBe('The provider’s result lacks stderr.');
});

it('says what differs where all outputs are the same', () => {
  expect(words({ fuelUsed: 9_000n })).toMatch(
    /^All 2 outputs are the same.* the fuel \(theirs 9,000, yours 1,200\): the seal covers/,
  );
  expect(words({ stateDigest: testHash(2) })).toMatch(/What differs is the state digest:/);
  expect(words({ fuelUsed: 1n, exitCode: 3, stateDigest: testHash(2) })).toMatch(
    /the exit code .*, the fuel .* and the state digest/,
  );
});

it('tells a seal of another result than the one that was left', () => {
  expect(words({})).toMatch(/Its seal on chain is of another result/);
});
