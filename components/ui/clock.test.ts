import { describe, expect, it } from 'vitest';
import { createClock } from './clock';

describe('createClock', () => {
  it('tells its listeners of another second, not of the same one', () => {
    const clock = createClock(100);
    const heard: number[] = [];
    const leave = clock.subscribe(() => heard.push(clock.now()));
    clock.set(100);
    clock.set(101);
    clock.set(101);
    clock.set(102);
    leave();
    clock.set(103);
    expect(heard).toEqual([101, 102]);
    expect(clock.now()).toBe(103);
  });

  it('keeps what the server drew the page with', () => {
    const clock = createClock(100);
    clock.set(200);
    expect(clock.first).toBe(100);
  });
});
