import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Capacity, lacking, NO_UNITS, plus, type Units } from './capacity';

const units = (most: number): fc.Arbitrary<Units> =>
  fc.record({
    cpuMilli: fc.nat(most),
    memoryMiB: fc.nat(most),
    storageMiB: fc.nat(most),
    gpuCount: fc.nat(8),
  });

const step = fc.oneof(
  fc.record({ reserve: fc.nat(9), units: units(2_000) }),
  fc.record({ release: fc.nat(9) }),
);

describe('Capacity', () => {
  it('is never oversold, gives back all of it, and refuses only what does not fit', () => {
    fc.assert(
      fc.property(units(4_000), fc.array(step, { maxLength: 60 }), (total, steps) => {
        const capacity = new Capacity(total);
        const held = new Map<string, Units>();
        for (const one of steps) {
          if ('release' in one) {
            capacity.release(String(one.release));
            held.delete(String(one.release));
          } else {
            const id = String(one.reserve);
            const sum = [...held.values()].reduce(plus, NO_UNITS);
            const fits = held.has(id) || lacking(plus(sum, one.units), total).length === 0;
            expect(capacity.tryReserve(id, one.units)).toBe(fits);
            if (fits && !held.has(id)) held.set(id, one.units);
          }
          const sum = [...held.values()].reduce(plus, NO_UNITS);
          expect(capacity.reserved).toEqual(sum);
          expect(lacking(capacity.reserved, total)).toEqual([]);
        }
        for (const id of held.keys()) capacity.release(id);
        expect(capacity.free).toEqual(total);
      }),
    );
  });

  it('takes in a disk that was freed once it is twice as large, and keeps what is reserved', () => {
    const capacity = new Capacity({ ...NO_UNITS, cpuMilli: 1_000, storageMiB: 64 });
    expect(capacity.tryReserve('a', { ...NO_UNITS, storageMiB: 60 })).toBe(true);
    capacity.growStorage(127);
    expect(capacity.total.storageMiB).toBe(64);
    capacity.growStorage(65_536);
    expect(capacity.total).toEqual({ ...NO_UNITS, cpuMilli: 1_000, storageMiB: 65_536 });
    expect(capacity.free.storageMiB).toBe(65_476);
    capacity.growStorage(10);
    expect(capacity.total.storageMiB).toBe(65_536);
  });

  it('reserves no negative or broken amounts', () => {
    const capacity = new Capacity({ ...NO_UNITS, cpuMilli: 1_000 });
    for (const cpuMilli of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(capacity.tryReserve('a', { ...NO_UNITS, cpuMilli })).toBe(false);
    }
    expect(capacity.reserved).toEqual(NO_UNITS);
  });
});
