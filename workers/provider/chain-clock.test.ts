import { expect, it } from 'vitest';
import { ChainClock } from './chain-clock';

it('goes on between blocks and while the node stands still, and follows each new block', () => {
  let ms = 5_000;
  const clock = new ChainClock(1_000, () => ms);
  ms += 11_900;
  clock.see(1_000);
  expect([clock.now(), clock.block]).toEqual([1_011, 1_000]);
  clock.see(1_012);
  expect(clock.now()).toBe(1_012);
  // A machine whose clock was set back.
  ms -= 60_000;
  expect(clock.now()).toBe(1_012);
});

it('learns the pace of the chain past slots that were missed', () => {
  const clock = new ChainClock(1_000, () => 0);
  expect(clock.blockSeconds).toBe(0);
  for (const time of [1_024, 1_036, 1_048]) clock.see(time);
  expect(clock.blockSeconds).toBe(12);
});
