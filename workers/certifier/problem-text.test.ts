import { expect, it } from 'vitest';
import { partOfProblem, problemText } from './problem-text';

it('shows what a module hides or turns around, on one line', () => {
  expect(problemText('files/a\0b: it\u202e is\u200b\n  not there')).toBe(
    'files/a\ufffdb: it\ufffd is\ufffd not there',
  );
});

it('cuts what is long, between characters', () => {
  const cow = '\u{1f42e}';
  expect(problemText(cow.repeat(300))).toBe(cow.repeat(300));
  expect(problemText(cow.repeat(301))).toBe(`${cow.repeat(299)}…`);
  expect(problemText('moo '.repeat(9_000))).toHaveLength(600);
  expect(partOfProblem('moo '.repeat(9_000))).toHaveLength(200);
});
