import { describe, expect, it } from 'vitest';
import { NO_UNITS } from '../../workers/provider/capacity';
import { type ActivityLine, countExecutedTwice, countOversold } from './read-activity';

const cpu = (cpuMilli: number) => ({ ...NO_UNITS, cpuMilli });
const line = (did: string, dealId = 'a', more: Partial<ActivityLine> = {}): ActivityLine => ({
  ...{ at: 5_000, pid: 1, did, dealId },
  ...more,
});
const started = line('started', '', { total: cpu(1_000) });
const reserved = (dealId: string, cpuMilli: number) =>
  line('reserved', dealId, { units: cpu(cpuMilli) });

describe('a count of an agent’s log finds', () => {
  it('more reserved than there is', () => {
    expect(countOversold([started, reserved('a', 600), reserved('b', 400)])).toBe(0);
    expect(countOversold([started, reserved('a', 600), reserved('b', 401)])).toBe(1);
    expect(
      countOversold([started, reserved('a', 600), line('released', 'a'), reserved('b', 900)]),
    ).toBe(0);
    expect(countOversold([started, reserved('a', 600), started, reserved('b', 900)])).toBe(0);
  });

  it('more jobs running than cores, however little was reserved for each', () => {
    const both = [reserved('a', 100), reserved('b', 100), line('executing', 'a')];
    expect(countOversold([started, ...both])).toBe(0);
    expect(countOversold([started, ...both, line('executing', 'b')])).toBe(1);
    expect(countOversold([started, ...both, line('sealed', 'a'), line('executing', 'b')])).toBe(0);
  });

  it('an execution after its seal, in the log or on chain', () => {
    const runs = line('executing');
    expect(countExecutedTwice([runs, runs, line('sealed')], new Map())).toBe(0);
    expect(countExecutedTwice([runs, line('sealed'), runs], new Map())).toBe(1);
    expect(countExecutedTwice([runs], new Map([['a', 5]]))).toBe(0);
    expect(countExecutedTwice([runs], new Map([['a', 4]]))).toBe(1);
  });
});
