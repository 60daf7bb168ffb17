import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, type TicketHistory, uptimeOf, withTicket } from './uptime';

const START = 20_000 * DAY;

/** Tickets of ten minutes that came at these times. */
function ticketsAt(times: readonly number[], lasts = 600): TicketHistory {
  let history: TicketHistory | undefined;
  for (const at of times) history = withTicket(history, { until: at + lasts }, at);
  if (!history) throw new Error('no ticket');
  return history;
}

describe('uptime', () => {
  it('is not measured without a ticket, nor before the first', () => {
    expect(uptimeOf(undefined, START).percent).toBeNull();
    const { percent, days } = uptimeOf(ticketsAt([START + 100]), START + 100);
    expect(percent).toBeNull();
    expect(days.map(({ share }) => share)).toEqual(Array(7).fill(null));
  });

  it('counts from ticket to ticket, and no longer than a ticket lasts', () => {
    // On for 10 minutes, then off until the hour is over.
    const history = ticketsAt([START, START + 300, START + 3_600]);
    expect(history.live[0]).toBe(300 + 600);
    expect(uptimeOf(history, START + 3_600).percent).toBe(25);
  });

  it('splits at midnight', () => {
    const history = ticketsAt([START + DAY - 100, START + DAY + 200]);
    expect(history.live.slice(0, 2)).toEqual([200, 300]);
    const { days } = uptimeOf(history, START + DAY + 200);
    expect(days.at(-1)).toEqual({ day: 20_001, share: 1 });
    expect(days.at(-2)).toEqual({ day: 20_000, share: 1 });
    expect(days.at(-3)?.share).toBeNull();
  });

  it('says 0 for days on which the machine was off, and forgets after seven', () => {
    const history = ticketsAt([START, START + 600]);
    const { days, percent } = uptimeOf(history, START + 3 * DAY);
    expect(days.map(({ share }) => share)).toEqual([null, null, null, 1_200 / DAY, 0, 0, null]);
    expect(percent).toBeCloseTo((100 * 1_200) / (3 * DAY));
    expect(uptimeOf(history, START + 9 * DAY).percent).toBe(0);
  });

  it('counts no second twice when the clock goes back', () => {
    const history = ticketsAt([START, START + 500, START + 100, START + 600]);
    expect(history.live[0]).toBe(600);
  });

  it('is what a count of every second says', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 2 * DAY }), (steps, rest) => {
        const times = [START];
        for (const gap of steps) times.push((times.at(-1) ?? START) + gap);
        const now = (times.at(-1) ?? START) + rest;
        const spans = times.map((at, i) => [at, Math.min(at + 600, times[i + 1] ?? now)] as const);
        const { days } = uptimeOf(ticketsAt(times), now);
        for (const { day, share } of days) {
          const [from, to] = [Math.max(START, day * DAY), Math.min(now, (day + 1) * DAY)];
          const on = spans.reduce(
            (sum, [a, b]) => sum + Math.max(0, Math.min(b, to) - Math.max(a, from)),
            0,
          );
          if (to <= from) expect(share).toBeNull();
          else expect(share).toBeCloseTo(on / (to - from), 9);
        }
      }),
      { numRuns: 200 },
    );
  });
});
