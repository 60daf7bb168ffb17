import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startPostgres, type TestPostgres } from '../../test/stack/start-postgres';
import { type DatabaseConnection, openDatabase } from '../db/database.server';
import type { Change, Topic } from './change';
import { type ChangeFeed, openChangeFeed } from './change-feed.server';
import { eventStream } from './event-stream.server';
import { tellChanges } from './tell-changes.repo';

const MEMORY = 4;
const deal = (id: string): Change => ({ kind: 'deal', id });

let postgres: TestPostgres;
let database: DatabaseConnection;
let feed: ChangeFeed;

beforeAll(async () => {
  postgres = await startPostgres();
  database = openDatabase(postgres.url, { max: 2 });
  feed = openChangeFeed(postgres.url, { memory: MEMORY });
  const first = follow(['deal']);
  await vi.waitUntil(() => first.seen.includes('gap'), 10_000);
  first.stop();
});
afterAll(async () => {
  await feed.close();
  await database.close();
  await postgres.stop();
});

/** Follows topics and writes down what is heard. */
function follow(topics: Topic[], since = Date.now()) {
  const seen: string[] = [];
  const onChange = ({ kind, id }: Change) => seen.push(`${kind}:${id}`);
  const stop = feed.follow({ topics, onChange, onGap: () => seen.push('gap') }, since);
  return { seen, stop };
}

describe('the feed of changes', () => {
  it('tells what was committed, of the topics followed, and nothing that was rolled back', async () => {
    const all = follow(['deal']);
    const one = follow(['deal:0x2', 'account']);
    await database.db
      .transaction(async (tx) => {
        await tellChanges(tx, [deal('0xbad')]);
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await tellChanges(database.db, [deal('0x1'), deal('0x2'), { kind: 'account', id: '0xa' }]);
    await expect.poll(() => one.seen).toEqual(['deal:0x2', 'account:0xa']);
    expect(all.seen).toEqual(['deal:0x1', 'deal:0x2']);
    all.stop();
    one.stop();
    expect(feed.readers()).toBe(0);
  });

  it('tells a reader who comes back what it missed, or that it missed something', async () => {
    await sleep(5);
    const since = Date.now();
    await tellChanges(database.db, [deal('0x3')]);
    const witness = follow(['deal:0x4']);
    await tellChanges(database.db, [deal('0x4')]);
    await expect.poll(() => witness.seen).toHaveLength(1);
    expect(follow(['deal'], since).seen).toEqual(['deal:0x3', 'deal:0x4']);
    const more = Array.from({ length: MEMORY }, (_, index) => deal(`0x1${index}`));
    await tellChanges(database.db, more);
    await tellChanges(database.db, [deal('0x4')]);
    await expect.poll(() => witness.seen).toHaveLength(2);
    expect(follow(['deal'], since).seen).toEqual(['gap']);
  });

  it('comes back when the connection is lost, and tells of the gap', async () => {
    // Who comes in the millisecond of what was just forgotten is told of a gap, and rightly.
    await sleep(5);
    const reader = follow(['deal:0x5']);
    expect(reader.seen).toEqual([]);
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'`,
    );
    await expect.poll(() => reader.seen, { timeout: 5_000 }).toEqual(['gap']);
    await tellChanges(database.db, [deal('0x5')]);
    await expect.poll(() => reader.seen).toEqual(['gap', 'deal:0x5']);
    reader.stop();
  });
});

describe('an event stream', () => {
  it('is text that a browser reads, ends with its reader, and with one who is too slow', async () => {
    const away = new AbortController();
    const before = feed.readers();
    const stream = eventStream(feed, ['deal'], Date.now(), away.signal);
    const reader = stream.getReader();
    const decoder = new TextDecoder();
    await tellChanges(database.db, [deal('0x6')]);
    let text = '';
    while (!text.includes('0x6')) text += decoder.decode((await reader.read()).value);
    expect(text).toMatch(/^retry: \d+\n\nid: \d+\nevent: beat\ndata: \n\n/);
    expect(text).toMatch(/id: \d+\nevent: change\ndata: deal 0x6\n\n$/);
    away.abort();
    expect((await reader.read()).done).toBe(true);
    eventStream(feed, ['deal'], Date.now(), new AbortController().signal);
    expect(feed.readers()).toBe(before + 1);
    await tellChanges(
      database.db,
      Array.from({ length: 400 }, (_, index) => deal(`0x${index}`)),
    );
    await expect.poll(() => feed.readers()).toBe(before);
  });
});
