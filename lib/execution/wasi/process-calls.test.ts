import { describe, expect, it } from 'vitest';
import { BUFFER_AT, RESULT, ROOT } from '../testing/host-guest';
import { CLOSED, OK, programGuest } from '../testing/program-guest';
import { ERRNO } from './errno';

describe('the process', () => {
  const texts = (of: 'args' | 'environ'): string => {
    const { call, view, raw } = programGuest();
    expect(call(`${of}_sizes_get`, RESULT, RESULT + 4)).toBe(OK);
    const size = view.getUint32(RESULT + 4, true);
    expect(call(`${of}_get`, 512, BUFFER_AT)).toBe(OK);
    expect(view.getUint32(512, true)).toBe(BUFFER_AT);
    expect(call(`${of}_get`, 512, 131_071)).toBe(ERRNO.fault);
    expect(call(`${of}_sizes_get`, 131_070, RESULT)).toBe(ERRNO.fault);
    return new TextDecoder().decode(raw.slice(BUFFER_AT, BUFFER_AT + size));
  };

  it('args and environ', () => {
    expect(texts('args')).toBe('tested\0one\0two\0');
    expect(texts('environ')).toBe('A=1\0B=two\0');
  });

  it('clock_res_get and clock_time_get know four clocks', () => {
    const { call } = programGuest();
    for (const clock of [0, 1, 2, 3]) {
      expect([
        call('clock_res_get', clock, RESULT),
        call('clock_time_get', clock, 0n, RESULT),
      ]).toEqual([OK, OK]);
    }
    expect(call('clock_res_get', 4, RESULT)).toBe(ERRNO.inval);
    expect(call('clock_time_get', 4, 0n, RESULT)).toBe(ERRNO.inval);
  });

  it('random_get, also of nothing; sched_yield; no signals', () => {
    const { call } = programGuest();
    expect([call('random_get', BUFFER_AT, 8), call('random_get', BUFFER_AT, 0)]).toEqual([OK, OK]);
    expect(call('sched_yield')).toBe(OK);
    expect(call('proc_raise', 6)).toBe(ERRNO.notsup);
  });

  it('what is open is no socket', () => {
    const { call } = programGuest();
    for (const fd of [0, 1, ROOT]) expect(call('sock_shutdown', fd, 0)).toBe(ERRNO.notsock);
    expect(call('sock_accept', 1, 0, RESULT)).toBe(ERRNO.notsock);
    expect(call('sock_recv', 1, 16, 0, 0, RESULT, RESULT)).toBe(ERRNO.notsock);
    expect(call('sock_send', 1, 16, 0, 0, RESULT)).toBe(ERRNO.notsock);
  });

  it('poll_oneoff: descriptors are ready at once, errors too, clocks by virtual time', () => {
    const { call, view } = programGuest();
    const subscribe = (index: number, type: number, target: number, timeout = 0n): void => {
      const at = 4096 + index * 48;
      view.setBigUint64(at, BigInt(100 + index), true);
      view.setUint8(at + 8, type);
      view.setUint32(at + 16, target, true);
      view.setBigUint64(at + 24, timeout, true);
      view.setUint16(at + 40, 0, true);
    };
    const poll = (count: number): [bigint, number, number][] | number => {
      const errno = call('poll_oneoff', 4096, BUFFER_AT, count, RESULT);
      if (errno !== OK) return errno;
      return Array.from({ length: view.getUint32(RESULT, true) }, (_, index) => {
        const at = BUFFER_AT + index * 32;
        return [view.getBigUint64(at, true), view.getUint16(at + 8, true), view.getUint8(at + 10)];
      });
    };
    subscribe(0, 0, 1, 1_000_000n);
    subscribe(1, 1, 0);
    subscribe(2, 2, 1);
    subscribe(3, 2, CLOSED);
    expect(poll(4)).toEqual([
      [101n, OK, 1],
      [102n, OK, 2],
      [103n, ERRNO.badf, 2],
    ]);
    subscribe(1, 0, 1, 500_000n);
    expect(poll(2)).toEqual([[101n, OK, 0]]);
    subscribe(1, 0, 9, 5n);
    expect(poll(2)).toEqual([[101n, ERRNO.inval, 0]]);
    subscribe(1, 3, 0);
    expect(poll(2)).toBe(ERRNO.inval);
    expect(poll(0)).toBe(ERRNO.inval);
    expect(call('poll_oneoff', 131_000, BUFFER_AT, 4, RESULT)).toBe(ERRNO.fault);
  });
});
