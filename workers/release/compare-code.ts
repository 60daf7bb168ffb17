import type { Hex } from 'viem';
import type { Artifact } from '../deploy/artifacts';

type Built = Pick<Artifact, 'runtimeCode' | 'immutables'>;

/**
 * Where code on chain is not the build's; undefined where it is. Immutables are zeros in the build:
 * they are left out of the comparison, and each must be one of `words` (32 bytes each).
 */
export function codeDifference(
  found: Hex | undefined,
  built: Built,
  words: readonly Hex[],
): string | undefined {
  if (found === undefined || found === '0x') return 'has no code';
  const [size, wanted] = [bytesOf(found), bytesOf(built.runtimeCode)];
  if (size !== wanted) return `has ${size} bytes of code, the build has ${wanted}`;
  const left = withoutImmutables(found, built.immutables);
  const right = withoutImmutables(built.runtimeCode, built.immutables);
  if (left !== right) return `differs from the build at byte ${firstDifference(left, right)}`;
  const known = new Set(words.map((word) => word.toLowerCase()));
  const foreign = built.immutables.find((start) => !known.has(wordAt(found, start)));
  if (foreign === undefined) return undefined;
  return `holds a value at byte ${foreign} that is none of the deployment's`;
}

const bytesOf = (code: Hex): number => (code.length - 2) / 2;

/** Two characters of `0x` and two for each byte. */
const at = (byte: number): number => 2 + 2 * byte;

function wordAt(code: Hex, start: number): string {
  return `0x${code.slice(at(start), at(start + 32)).toLowerCase()}`;
}

function withoutImmutables(code: Hex, immutables: readonly number[]): string {
  let masked = code.toLowerCase();
  for (const start of immutables) {
    masked = masked.slice(0, at(start)) + '0'.repeat(64) + masked.slice(at(start + 32));
  }
  return masked;
}

function firstDifference(left: string, right: string): number {
  let i = 0;
  while (left[i] === right[i]) i++;
  return Math.floor((i - 2) / 2);
}
