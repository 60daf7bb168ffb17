import { describe, expect, it } from 'vitest';
import { HeadWatch } from './head-watch';

/** What a watch says after heads were seen every five seconds. */
function judged(rounds: readonly (readonly (bigint | undefined)[])[]): boolean[] | undefined {
  const watch = new HeadWatch(15_000);
  return rounds.map((heads, i) => watch.standingStill(i * 5_000, heads)).at(-1);
}

describe('a node stands still', () => {
  it('when it lacks what the others had a while ago', () => {
    const rounds = [10n, 11n, 12n, 13n, 14n].map((head) => [10n, head] as const);
    expect(judged(rounds.slice(0, 4))).toEqual([false, false]);
    expect(judged(rounds)).toEqual([true, false]);
    expect(judged([...rounds, [14n, 15n]])).toEqual([false, false]);
  });

  it('not on a chain whose blocks are rare, nor where it does not answer', () => {
    expect(judged([1, 2, 3, 4, 5, 6].map(() => [7n, 7n]))).toEqual([false, false]);
    expect(judged([1n, 2n, 3n, 4n, 5n].map((head) => [undefined, head]))).toEqual([false, false]);
  });

  it('not because one of three makes up blocks', () => {
    const rounds = [1n, 2n, 3n, 4n, 5n, 6n].map((head) => [head, head, head + 1_000n] as const);
    expect(judged(rounds)).toEqual([false, false, false]);
  });

  it('not because the chain went back', () => {
    const rounds = [50n, 51n, 52n, 53n, 3n].map((head) => [head, head] as const);
    expect(judged(rounds)).toEqual([false, false]);
  });
});
