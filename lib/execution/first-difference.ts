import { compareUtf8 } from './compare-utf8';
import type { OutputFile } from './execution';

/** Where two results part, at the first path (by its bytes) that is not the same in both. */
export type Difference =
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'extra'; readonly path: string }
  | {
      readonly kind: 'bytes';
      readonly path: string;
      /** The first byte that differs, and where the last one that differs ends. */
      readonly from: number;
      readonly to: number;
      readonly sizes: readonly [theirs: number, mine: number];
    };

/**
 * The first output in which two results differ; undefined where all are the same. `missing`: theirs
 * lacks it; `extra`: only theirs has it. Bytes behind the end of the shorter one count as different.
 */
export function firstDifference(
  theirs: readonly OutputFile[],
  mine: readonly OutputFile[],
): Difference | undefined {
  const byPath = (files: readonly OutputFile[]) =>
    new Map(files.map(({ path, bytes }) => [path, bytes]));
  const [left, right] = [byPath(theirs), byPath(mine)];
  for (const path of [...new Set([...left.keys(), ...right.keys()])].sort(compareUtf8)) {
    const [one, other] = [left.get(path), right.get(path)];
    if (!one) return { kind: 'missing', path };
    if (!other) return { kind: 'extra', path };
    const range = differingRange(one, other);
    if (range) return { kind: 'bytes', path, ...range, sizes: [one.length, other.length] };
  }
  return undefined;
}

function differingRange(one: Uint8Array, other: Uint8Array) {
  const least = Math.min(one.length, other.length);
  let from = 0;
  while (from < least && one[from] === other[from]) from++;
  if (from === least && one.length === other.length) return undefined;
  let to = Math.max(one.length, other.length);
  if (one.length === other.length) while (one[to - 1] === other[to - 1]) to--;
  return { from, to };
}
