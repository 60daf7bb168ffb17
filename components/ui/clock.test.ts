import { describe, expect, it } from 'vitest';
import { createClock, offsetOf } from './clock';

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

describe('offsetOf', () => {
  const server = 1_700_000_000;
  it('takes the server’s time whatever the browser believes', () => {
    const ahead = server * 1000 + 3_600_000;
    const offset = offsetOf(server, ahead, undefined);
    expect(Math.floor((ahead + 5_000 + offset) / 1000)).toBe(server + 5);
  });

  it('does not jump for the time that a page is on its way', () => {
    const first = offsetOf(server, server * 1000 + 200, undefined);
    expect(offsetOf(server + 10, (server + 10) * 1000 + 1_900, first)).toBe(first);
    expect(offsetOf(server + 10, (server + 40) * 1000, first)).toBe(-30_000);
  });
});
