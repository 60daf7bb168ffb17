import { expect, it } from 'vitest';
import { type Execution, ZERO_DIGEST } from '../execution';
import { probeOf, probeReport } from './probe-runs';

const execution = (text: string, exitCode = 0): Execution => ({
  status: 'completed',
  exitCode,
  fuelUsed: 1n,
  outputs: [{ path: 'stdout', bytes: new TextEncoder().encode(text) }],
  stateDigest: ZERO_DIGEST,
});
const run = (text: string, exitCode = 0) => ({
  where: 'here',
  execution: execution(text, exitCode),
});

it('calls a job B where all of its runs are equal, and names where they are not', () => {
  expect(probeOf([run('a'), run('a'), run('a')])).toMatchObject({ found: 'B' });
  expect(probeOf([run('a'), run('a'), run('b', 1)])).toMatchObject({
    found: 'C',
    differing: ['exitCode', 'stdout'],
  });
  const extra = {
    ...execution('a'),
    outputs: [...execution('a').outputs, { path: 'out/x', bytes: new Uint8Array(0) }],
  };
  expect(probeOf([run('a'), { where: 'there', execution: extra }])).toMatchObject({
    differing: ['out/x'],
  });
  expect(() => probeOf([])).toThrow('Nothing');
});

it('shows its evidence', () => {
  const report = probeReport(probeOf([run('a'), run('b')]), () => '0xd1', { gpuCount: 0 });
  expect(report).toBe(
    [
      'run 1  here  completed, exit code 0  0xd1',
      'run 2  here  completed, exit code 0  0xd1',
      'class C: runs differ in stdout; sell it with "class": "none"',
      '',
    ].join('\n'),
  );
});

it('calls nothing that uses a GPU B: it was tried on this one', () => {
  const probe = probeOf([run('a'), run('a')]);
  const of = (gpuCount: number) => probeReport(probe, () => '0xd1', { gpuCount });
  expect(of(0)).toContain('class B: 2 runs, all equal');
  expect(of(1)).not.toContain('class B');
  expect(of(1)).toContain('2 runs, all equal on this GPU; another one may differ');
});
