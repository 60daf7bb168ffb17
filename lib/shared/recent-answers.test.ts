import { expect, it } from 'vitest';
import { recentAnswers } from './recent-answers';

it('gives an answer again for as long as it serves, and shares what is being asked', async () => {
  let now = 0;
  let asked = 0;
  const answers = recentAnswers<number>(
    8,
    () => 5,
    () => now,
  );
  const ask = async () => ++asked;
  expect(await Promise.all([answers.get('a', ask), answers.get('a', ask)])).toEqual([1, 1]);
  now = 4;
  expect(await answers.get('a', ask)).toBe(1);
  expect(await answers.get('b', ask)).toBe(2);
  now = 5;
  expect(await answers.get('a', ask)).toBe(3);
});

it('keeps neither cheap answers nor failures, and no more than the newest', async () => {
  let asked = 0;
  const cheap = recentAnswers<number>(
    8,
    () => 0,
    () => 0,
  );
  expect([
    await cheap.get('a', async () => ++asked),
    await cheap.get('a', async () => ++asked),
  ]).toEqual([1, 2]);
  const few = recentAnswers<number>(
    2,
    () => 5,
    () => 0,
  );
  await expect(few.get('x', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await few.get('x', async () => 7)).toBe(7);
  await few.get('y', async () => 8);
  await few.get('z', async () => 9);
  expect(await few.get('x', async () => 10)).toBe(10);
  expect(await few.get('z', async () => 11)).toBe(9);
});
