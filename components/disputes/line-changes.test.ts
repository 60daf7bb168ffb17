import { expect, it } from 'vitest';
import { comparedLines } from './line-changes';

it('marks the part of a line that is another', () => {
  expect(comparedLines('a\nhello vorld!\nz\n', 'a\nhello world!\nz\n')).toEqual([
    { text: 'a', side: 'both', changed: undefined },
    { text: 'hello vorld!', side: 'theirs', changed: [6, 7] },
    { text: 'hello world!', side: 'found', changed: [6, 7] },
    { text: 'z', side: 'both', changed: undefined },
  ]);
  expect(comparedLines('aa', 'aaa').map(({ changed }) => changed)).toEqual([
    [2, 2],
    [2, 3],
  ]);
});

it('marks no part where lines have no counterpart', () => {
  const lines = comparedLines('a\nb c\n', 'a\nb\nc\n');
  expect(lines.map(({ text, side, changed }) => [text, side, changed])).toEqual([
    ['a', 'both', undefined],
    ['b c', 'theirs', undefined],
    ['b', 'found', undefined],
    ['c', 'found', undefined],
  ]);
});

it('says in time that texts have nothing in common', () => {
  const text = (start: number) =>
    Array.from({ length: 20_000 }, (_, line) => `${start + 2 * line}`).join('\n');
  expect(comparedLines(text(0), text(1))).toHaveLength(40_000);
});
