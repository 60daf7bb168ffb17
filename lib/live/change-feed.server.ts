import pg from 'pg';
import { CHANGE_CHANNEL, type Change, changesOf, isAbout, type Topic } from './change';

/** One who follows the feed. */
export interface Reader {
  readonly topics: readonly Topic[];
  /** @param at when this process heard of it, Unix milliseconds */
  readonly onChange: (change: Change, at: number) => void;
  /** Changes may have been missed: whatever is shown must be read again. */
  readonly onGap: (at: number) => void;
}

export interface ChangeFeed {
  /**
   * Tells a reader of changes, first of those since a time that are still remembered.
   *
   * @param since Unix milliseconds by this machine's clock; a gap is told where it is too long ago
   * @returns ends it
   */
  readonly follow: (reader: Reader, since: number) => () => void;
  readonly readers: () => number;
  readonly close: () => Promise<void>;
}

interface Options {
  readonly onError?: (error: unknown) => void;
  /** Changes that are remembered for readers who come back (default 2,000). */
  readonly memory?: number;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;

/**
 * Listens to PostgreSQL on one connection, for any number of readers of this process. A lost
 * connection is made anew for as long as it takes, and the readers are told of the gap.
 */
export function openChangeFeed(connectionString: string, options: Options = {}): ChangeFeed {
  const { onError, memory = 2_000 } = options;
  const readers = new Set<Reader>();
  const past: { change: Change; at: number }[] = [];
  /** Since when every change is remembered; none is before the first connection. */
  let completeSince = Number.POSITIVE_INFINITY;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let wait = FIRST_WAIT_MS;
  let isClosed = false;

  const hear = (payload: string): void => {
    const at = Date.now();
    for (const change of changesOf(payload)) {
      past.push({ change, at });
      for (const reader of readers) if (isAbout(reader.topics, change)) reader.onChange(change, at);
    }
    const tooMany = past.length - memory;
    if (tooMany > 0) completeSince = past.splice(0, tooMany).at(-1)!.at + 1;
  };

  const lost = (of: pg.Client, error?: unknown): void => {
    if (client !== of || isClosed) return;
    client = undefined;
    if (error) onError?.(error);
    completeSince = Number.POSITIVE_INFINITY;
    past.length = 0;
    of.end().catch(() => undefined);
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };

  const connect = (): void => {
    const next = new pg.Client({ connectionString, keepAlive: true });
    client = next;
    next.on('notification', ({ payload }) => hear(payload ?? ''));
    next.on('error', (error) => lost(next, error));
    next.on('end', () => lost(next));
    next
      .connect()
      .then(() => next.query(`listen ${CHANGE_CHANNEL}`))
      .then(() => {
        wait = FIRST_WAIT_MS;
        completeSince = Date.now();
        for (const reader of readers) reader.onGap(completeSince);
      })
      .catch((error: unknown) => lost(next, error));
  };
  connect();

  return {
    follow(reader, since) {
      readers.add(reader);
      // Before the first connection nothing is known to be missing: connecting tells of the gap.
      if (since < completeSince && Number.isFinite(completeSince)) reader.onGap(Date.now());
      else {
        for (const { change, at } of past) {
          if (at >= since && isAbout(reader.topics, change)) reader.onChange(change, at);
        }
      }
      return () => readers.delete(reader);
    },
    readers: () => readers.size,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      readers.clear();
      await client?.end();
    },
  };
}
