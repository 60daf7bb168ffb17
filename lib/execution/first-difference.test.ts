import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDifference } from './first-difference';

const file = (path: string, ...bytes: number[]) => ({ path, bytes: Uint8Array.from(bytes) });

describe('the first difference of two results', () => {
  it('is none where all outputs are the same, in whatever order', () => {
    const files = [file('stdout', 1, 2), file('out/a', 3)];
    expect(firstDifference(files, [...files].reverse())).toBeUndefined();
    expect(firstDifference([], [])).toBeUndefined();
  });

  it('is a file that one of them lacks', () => {
    const both = file('b', 1);
    expect(firstDifference([both], [both, file('a', 1)])).toEqual({ kind: 'missing', path: 'a' });
    expect(firstDifference([both, file('a', 1)], [both])).toEqual({ kind: 'extra', path: 'a' });
  });

  it('is a range of bytes, to the end where the lengths differ', () => {
    expect(firstDifference([file('a', 1, 2, 3, 4, 5)], [file('a', 1, 9, 3, 8, 5)])).toEqual({
      ...{ kind: 'bytes', path: 'a', from: 1, to: 4, sizes: [5, 5] },
    });
    expect(firstDifference([file('a', 1, 2)], [file('a', 1, 2, 3)])).toEqual({
      ...{ kind: 'bytes', path: 'a', from: 2, to: 3, sizes: [2, 3] },
    });
  });

  it('holds all that differs and nothing that does not', () => {
    const bytes = fc.uint8Array({ maxLength: 40, max: 2 });
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        const found = firstDifference([{ path: 'a', bytes: one }], [{ path: 'a', bytes: other }]);
        const isSame = Buffer.from(one).equals(Buffer.from(other));
        expect(found === undefined).toBe(isSame);
        if (found?.kind !== 'bytes') return;
        expect(one.slice(0, found.from)).toEqual(other.slice(0, found.from));
        expect(one[found.from]).not.toBe(other[found.from]);
        expect(one[found.to - 1]).not.toBe(other[found.to - 1]);
        expect(one.slice(found.to)).toEqual(other.slice(found.to));
      }),
    );
  });
});
