/**
 * How long a machine was on, as its tickets show it. A ticket proves that the machine was on when it
 * was signed, and keeps its offer live until it ends; so what is counted is the time from one ticket
 * to the next, and no longer than the earlier one lasted. Times are chain time in seconds, days are
 * those of UTC.
 */

export const DAY = 86_400;
export const UPTIME_DAYS = 7;

export type TicketHistory = {
  /** When the first ticket came. */
  readonly since: number;
  /** When the newest came, and until when it lasts. */
  readonly seenAt: number;
  readonly until: number;
  /** The day of `seenAt`: days since 1970. */
  readonly day: number;
  /** Seconds live in the newest 1, 2 .. 7 days up to `day`, so that any span of days is one lookup. */
  readonly live: readonly number[];
};

/** The history with one more ticket, which came `now`. */
export function withTicket(
  before: TicketHistory | undefined,
  ticket: { readonly until: number },
  now: number,
): TicketHistory {
  const day = Math.floor(now / DAY);
  const { until } = ticket;
  if (!before) return { since: now, seenAt: now, until, day, live: noDays() };
  // A chain's time goes back in a reorganisation alone: nothing is counted twice.
  if (now < before.seenAt) return { ...before, until };
  const ended = Math.min(before.until, now);
  let sum = 0;
  const live = noDays().map((_, back) => {
    const from = Math.max(before.seenAt, (day - back) * DAY);
    const to = Math.min(ended, (day - back + 1) * DAY);
    sum += secondsOn(before, day - back) + Math.max(0, to - from);
    return sum;
  });
  return { since: before.since, seenAt: now, until, day, live };
}

export type UptimeDay = {
  readonly day: number;
  /** Share of the measured part of the day, 0 to 1; null where nothing was measured. */
  readonly share: number | null;
};

export type Uptime = {
  /** Percent of the measured part of the last seven days; null where nothing was measured. */
  readonly percent: number | null;
  /** Oldest first. */
  readonly days: readonly UptimeDay[];
};

/** Where a history stands `now`. */
export function uptimeOf(history: TicketHistory | undefined, now: number): Uptime {
  const today = Math.floor(now / DAY);
  const days = noDays().map((_, index) => {
    const day = today - (UPTIME_DAYS - 1) + index;
    return { day, share: history ? shareOf(history, day, now) : null };
  });
  return { percent: history ? uptimePercent(history, now) : null, days };
}

/** The figure that offers are sorted by; search-columns.query.ts says the same in SQL. */
export function uptimePercent(history: TicketHistory, now: number): number | null {
  const today = Math.floor(now / DAY);
  const since = Math.max(history.since, (today - (UPTIME_DAYS - 1)) * DAY);
  if (now <= since) return null;
  const counted = history.live[UPTIME_DAYS - 1 - (today - history.day)] ?? 0;
  const last = Math.max(0, Math.min(history.until, now) - Math.max(history.seenAt, since));
  return Math.min(100, (100 * (counted + last)) / (now - since));
}

function shareOf(history: TicketHistory, day: number, now: number): number | null {
  const from = Math.max(history.since, day * DAY);
  const to = Math.min(now, (day + 1) * DAY);
  if (to <= from) return null;
  const lastFrom = Math.max(history.seenAt, from);
  const last = Math.max(0, Math.min(history.until, to) - lastFrom);
  return Math.min(1, (secondsOn(history, day) + last) / (to - from));
}

/** What was counted of one day. */
function secondsOn({ day: newest, live }: TicketHistory, day: number): number {
  const back = newest - day;
  if (back < 0 || back >= UPTIME_DAYS) return 0;
  return (live[back] ?? 0) - (back === 0 ? 0 : (live[back - 1] ?? 0));
}

function noDays(): number[] {
  return Array.from({ length: UPTIME_DAYS }, () => 0);
}
