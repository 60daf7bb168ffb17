import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lacking, minus, NO_UNITS, plus, type Units } from './capacity';
import { jobsToStart, lateJobs, type WaitingJob } from './job-order';

const units = (most: number): fc.Arbitrary<Units> =>
  fc.record({
    cpuMilli: fc.nat(most),
    memoryMiB: fc.nat(most),
    storageMiB: fc.nat(most),
    gpuCount: fc.nat(2),
  });
const jobs = fc
  .array(fc.record({ units: units(100), deadline: fc.nat(500), seconds: fc.nat(100) }), {
    maxLength: 12,
  })
  .map((list) => list.map((job, i): WaitingJob => ({ id: String(i), ...job })));

const job = (id: string, deadline: number, needs: Partial<Units>, seconds = 10): WaitingJob => ({
  ...{ id, deadline, seconds },
  units: { ...NO_UNITS, ...needs },
});
const free = { cpuMilli: 1_000, memoryMiB: 1_000, storageMiB: 1_000, gpuCount: 1 };
const ids = (list: readonly WaitingJob[]) => list.map(({ id }) => id);

describe('jobsToStart', () => {
  it('takes the nearest deadline first, and never more than is free', () => {
    fc.assert(
      fc.property(jobs, units(200), (waiting, there) => {
        const starting = jobsToStart(waiting, there);
        const sum = starting.map(({ units: one }) => one).reduce(plus, NO_UNITS);
        expect(lacking(sum, there)).toEqual([]);
        // Who waits lacks something, or would take what one before it lacks.
        const rest = waiting.filter((one) => !starting.includes(one));
        const [first] = [...rest].sort((a, b) => a.deadline - b.deadline);
        if (first) {
          const before = starting.filter((one) => one.deadline < first.deadline);
          const taken = before.map(({ units: one }) => one).reduce(plus, NO_UNITS);
          const same = starting.filter((one) => one.deadline === first.deadline);
          const also = same.map(({ units: one }) => one).reduce(plus, taken);
          expect(lacking(first.units, minus(there, also))).not.toEqual([]);
        }
      }),
    );
  });

  it('lets small jobs starve no large one, and a job for the GPU delay no other', () => {
    const large = job('large', 10, { cpuMilli: 2_000 });
    expect(ids(jobsToStart([job('small', 20, { cpuMilli: 100 }), large], free))).toEqual([]);
    const gpu = job('gpu', 10, { gpuCount: 2, cpuMilli: 100 });
    const later = [job('other gpu', 15, { gpuCount: 1 }), job('cpu', 20, { cpuMilli: 900 })];
    expect(ids(jobsToStart([...later, gpu], free))).toEqual(['cpu']);
  });
});

describe('lateJobs', () => {
  it('counts the jobs that may run at once, however much room there is', () => {
    const small = { cpuMilli: 100 };
    const waiting = [job('a', 90, small), job('b', 95, small), job('c', 109, small)];
    expect(ids(lateJobs(waiting, [], free, 80))).toEqual([]);
    expect(ids(lateJobs(waiting, [], free, 80, 1))).toEqual(['b']);
    const running = [{ units: NO_UNITS, endsAt: 100 }];
    expect(ids(lateJobs(waiting, running, free, 80, 1))).toEqual(['a', 'b', 'c']);
    const held = [{ units: NO_UNITS, endsAt: 100, isHeld: true }];
    expect(ids(lateJobs(waiting, held, free, 80, 1))).toEqual(['b']);
  });

  it('counts the queue before a job: three of ten seconds on one machine end at 10, 20, 30', () => {
    const whole = { cpuMilli: 1_000 };
    const waiting = [job('a', 100, whole), job('b', 100, whole), job('c', 129, whole)];
    expect(ids(lateJobs(waiting, [], free, 100 - 20))).toEqual([]);
    expect(ids(lateJobs(waiting, [], free, 100 - 19))).toEqual(['b']);
    const running = [{ units: { ...NO_UNITS, ...whole }, endsAt: 90 }];
    const busy = minus(free, { ...NO_UNITS, ...whole });
    expect(ids(lateJobs(waiting, running, busy, 80))).toEqual(['b']);
  });

  it('refuses what can never have room', () => {
    expect(ids(lateJobs([job('a', 100, { gpuCount: 2 })], [], free, 0))).toEqual(['a']);
  });

  it('ends, and calls late only what waits; alone and in time nothing is', () => {
    fc.assert(
      fc.property(jobs, units(200), fc.nat(300), (waiting, there, now) => {
        const late = lateJobs(waiting, [], there, now);
        for (const one of late) expect(waiting).toContain(one);
        for (const one of waiting) {
          const isAlone = waiting.length === 1 && lacking(one.units, there).length === 0;
          if (isAlone) expect(late.length).toBe(now + one.seconds > one.deadline ? 1 : 0);
        }
      }),
    );
  });
});
