import { describe, expect, it } from 'vitest';
import { RestingPairs } from './resting-pairs';

describe('RestingPairs', () => {
  it('rests a pair twice as long after each refusal and leaves other pairs alone', () => {
    const rests = new RestingPairs();
    rests.restPair('0x01', '0x0a', 100);
    expect(rests.isResting('0x01', '0x0a', 109)).toBe(true);
    expect(rests.isResting('0x01', '0x0a', 110)).toBe(false);
    expect(rests.isResting('0x01', '0x0b', 101)).toBe(false);
    rests.restPair('0x01', '0x0a', 110);
    expect(rests.isResting('0x01', '0x0a', 129)).toBe(true);
    expect(rests.isResting('0x01', '0x0a', 130)).toBe(false);
  });

  it('rests a job with every provider', () => {
    const rests = new RestingPairs();
    rests.restJob('0x01', 100);
    expect(rests.isResting('0x01', '0x0a', 101)).toBe(true);
    expect(rests.isResting('0x02', '0x0a', 101)).toBe(false);
  });
});
