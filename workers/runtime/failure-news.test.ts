import { expect, it } from 'vitest';
import { FailureNews } from './failure-news';

it('tells of a reason that goes on once in ten minutes', () => {
  let now = 0;
  const news = new FailureNews(() => now);
  const told: number[] = [];
  for (; now < 25 * 60_000; now += 5_000) if (news.isNew('down')) told.push(now / 60_000);
  expect(told).toEqual([0, 10, 20]);
});

it('tells of what comes and goes once a minute, and that it is over only where it told that it began', () => {
  let now = 0;
  const news = new FailureNews(() => now);
  const told: string[] = [];
  // A node that answers every other second: it was two lines in each.
  for (; now < 3 * 60_000; now += 1_000) {
    if ((now / 1_000) % 2 === 0) {
      if (news.isNew('down')) told.push(`down ${now}`);
    } else if (news.isOver()) {
      told.push(`over ${now}`);
    }
  }
  const times = [0, 60_000, 120_000];
  expect(told).toEqual(times.flatMap((at) => [`down ${at}`, `over ${at + 1_000}`]));
});

it('tells of reasons that take turns once a minute each, whatever figures are in them', () => {
  let now = 0;
  const news = new FailureNews(() => now);
  let told = 0;
  for (; now < 2 * 60_000; now += 1_000) {
    const isLying = (now / 1_000) % 2 === 0;
    if (news.isNew(isLying ? `block ${now} of 0x${now}af is not there` : `no answer in ${now} ms`))
      told += 1;
  }
  expect(told).toBe(4);
  expect(news.isOver()).toBe(true);
  expect(news.isOver()).toBe(false);
});
