import { expect, it } from 'vitest';
import type { Check } from './check';
import type { MachineDescription } from './describe-machine.server';
import { doctorText } from './doctor-text';

const textOf = (...outcomes: Check['outcome'][]) =>
  doctorText(
    {
      name: 'here',
      hardware: { gpus: [], cpuModel: 'A', cpuCount: 2, memoryMiB: 2_048, os: 'Linux' },
      benchmark: null,
      checks: outcomes.map((outcome, index) => ({
        ...{ id: `check-${index}`, title: `Check ${index}`, outcome, detail: 'as found' },
      })),
    } as unknown as MachineDescription,
    { strict: false, fixHints: false },
  );

it('counts warnings in words of their number', () => {
  expect(textOf('passed', 'warning')).toContain('Fit: 1 passed, 1 warning, 0 failed, 0 skipped.');
  expect(textOf('warning', 'warning', 'failed')).toContain(
    'Not fit: 0 passed, 2 warnings, 1 failed',
  );
});
