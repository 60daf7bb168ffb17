import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deals } from '../../drizzle/schema/deals';
import { listBlocks, readCursor } from '../../lib/chain/chain-history.repo';
import { CAUSE, STAGE } from '../../lib/chain/deal-facts';
import { type DatabaseConnection, openDatabase } from '../../lib/db/database.server';
import { migrateDatabase } from '../../lib/db/migrate-database.server';
import { findDealRecord } from '../../lib/deals/deals.repo';
import { testHash } from '../../test/builders/offers';
import { cleared, matched, post, posted, settled, terms } from '../../test/indexer/deal-emissions';
import { dealEvent, deployEmitter, type EventEmitter } from '../../test/indexer/event-emitter';
import { startAnvil, type TestAnvil } from '../../test/stack/start-anvil';
import { startPostgres, type TestPostgres } from '../../test/stack/start-postgres';
import { applyStep } from './apply-step.service';
import { nextStep } from './next-step';
import { OtherMarketError, prepareMirror } from './prepare-mirror.service';
import { projections } from './projections';
import { rpcChainSource } from './rpc-chain-source.server';
import { syncOnce } from './sync-once.service';
import type { SyncStep } from './sync-step';

let postgres: TestPostgres;
let chain: TestAnvil;

beforeAll(async () => {
  [postgres, chain] = await Promise.all([startPostgres(), startAnvil()]);
});
afterAll(async () => {
  await Promise.all([postgres.stop(), chain.stop()]);
});

/** An emitter and a database of their own, mirrored up to nothing yet. */
async function setup({ finalityDepth = 16n, batch = 500n } = {}) {
  const admin = openDatabase(postgres.url, { max: 1 });
  const name = `t${Math.random().toString(36).slice(2)}`;
  await admin.db.execute(sql.raw(`create database ${name}`));
  await admin.close();
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  await migrateDatabase(url.href);
  const database: DatabaseConnection = openDatabase(url.href, { max: 3 });
  const market: EventEmitter = await deployEmitter(chain.url);
  const { db } = database;
  const source = rpcChainSource(market.client, market.address);
  const startBlock = await market.client.getBlockNumber();
  const genesisHash = (await market.client.getBlock({ blockNumber: 0n })).hash;
  const identity = { chainId: 31_337, genesisHash, market: market.address, startBlock };
  await prepareMirror(db, identity, false);
  const options = { finalityDepth, batch };
  const steps: SyncStep<unknown>['type'][] = [];
  const catchUp = async () => {
    for (let isBehind = true; isBehind; ) {
      const round = await syncOnce(db, source, options);
      if (round.step) steps.push(round.step.type);
      isBehind = round.isBehind || round.step !== undefined;
    }
  };
  const read = async () => {
    const rows = await db.select({ id: deals.id, stage: deals.stage }).from(deals);
    return Object.fromEntries(rows.map(({ id, stage }) => [id, stage]));
  };
  return { ...market, db, database, source, identity, options, steps, catchUp, read };
}

/** What the next round would do, without doing it. */
async function planned(s: Awaited<ReturnType<typeof setup>>) {
  const cursor = await readCursor(s.db);
  if (!cursor) throw new Error('no cursor');
  const { step } = await nextStep(
    s.source,
    {
      startBlock: cursor.startBlock,
      tip: { number: cursor.blockNumber, hash: cursor.blockHash },
      finalized: cursor.finalizedNumber,
    },
    () => listBlocks(s.db),
    s.options,
  );
  if (!step) throw new Error('nothing to do');
  return step;
}

const jobsOf = async ({ db }: { db: DatabaseConnection['db'] }) => {
  const { rows } = await db.execute<{ key: string; payload: { dealId: string } }>(
    sql`select j.key, p.payload from graphile_worker.jobs j
        join graphile_worker._private_jobs p on p.id = j.id`,
  );
  return rows.map(({ payload }) => payload.dealId).sort();
};

describe('indexer', () => {
  it('folds the events of a deal into its row and wakes the keeper', async () => {
    const s = await setup();
    await s.emit(matched(testHash(1)), matched(testHash(2)), posted(testHash(1)));
    await s.emit(cleared(testHash(1)), settled(testHash(1)));
    await s.catchUp();
    expect(await s.read()).toEqual({ [testHash(1)]: 'Settled', [testHash(2)]: 'Matched' });
    const record = await findDealRecord(s.db, testHash(1));
    expect(record).toMatchObject({ terms, post: { ...post, stage: STAGE.Cleared }, price: 9_000n });
    expect(record?.history.map(({ name }) => name)).toEqual([
      'DealMatched',
      'ResultPosted',
      'DealCleared',
      'DealSettled',
    ]);
    expect(await jobsOf(s)).toEqual([testHash(1), testHash(2)]);
    await s.database.close();
  });

  it('does nothing when a step is applied again', async () => {
    const s = await setup();
    await s.emit(matched(testHash(1)), posted(testHash(1)));
    const step = await planned(s);
    const wake = async () => {};
    expect(await applyStep(s.db, step, projections, wake)).toBe(true);
    const before = await findDealRecord(s.db, testHash(1));
    expect(await applyStep(s.db, step, projections, wake)).toBe(false);
    expect(await findDealRecord(s.db, testHash(1))).toEqual(before);
    await s.database.close();
  });

  it('leaves nothing of a step that breaks off, and takes it whole the next time', async () => {
    const s = await setup();
    await s.emit(matched(testHash(1)), posted(testHash(1)));
    const step = await planned(s);
    const cursor = await readCursor(s.db);
    const crash = async () => {
      throw new Error('killed');
    };
    await expect(applyStep(s.db, step, projections, crash)).rejects.toThrow('killed');
    const half = { deal: { ...projections.deal!, apply: crash } };
    await expect(applyStep(s.db, step, half, async () => {})).rejects.toThrow('killed');
    expect(await s.read()).toEqual({});
    expect(await listBlocks(s.db)).toEqual([]);
    expect(await readCursor(s.db)).toEqual(cursor);
    await s.catchUp();
    expect(await s.read()).toEqual({ [testHash(1)]: 'Posted' });
    await s.database.close();
  });

  it('lets two indexers on one database apply each step once', async () => {
    const s = await setup();
    await s.emit(matched(testHash(1)), posted(testHash(1)), cleared(testHash(1)));
    await s.mine(3);
    await Promise.all([s.catchUp(), s.catchUp(), s.catchUp()]);
    const record = await findDealRecord(s.db, testHash(1));
    expect(record?.history).toHaveLength(3);
    await s.database.close();
  });

  it('undoes a reorg of three blocks and follows the new ones', async () => {
    const s = await setup();
    await s.emit(matched(testHash(1)));
    await s.emit(posted(testHash(1)));
    await s.emit(cleared(testHash(1)), matched(testHash(2)));
    await s.emit(settled(testHash(1)));
    await s.catchUp();
    expect(await s.read()).toEqual({ [testHash(1)]: 'Settled', [testHash(2)]: 'Matched' });
    await s.rollback(3);
    await s.emit(matched(testHash(3)));
    await s.emit(posted(testHash(1)));
    await s.mine(2);
    await s.catchUp();
    expect(s.steps).toContain('reorg');
    expect(await s.read()).toEqual({ [testHash(1)]: 'Posted', [testHash(3)]: 'Matched' });
    const record = await findDealRecord(s.db, testHash(1));
    expect(record?.history.map(({ name }) => name)).toEqual(['DealMatched', 'ResultPosted']);
    expect(record?.settledAt).toBeUndefined();
    expect(await jobsOf(s)).toEqual([testHash(1), testHash(2), testHash(3)]);
    await s.database.close();
  });

  it('treats a chain that became shorter as a reorg', async () => {
    const s = await setup();
    await s.emit(matched(testHash(1)));
    await s.emit(posted(testHash(1)));
    await s.catchUp();
    await s.rollback(1);
    await s.catchUp();
    expect(await s.read()).toEqual({ [testHash(1)]: 'Matched' });
    expect((await readCursor(s.db))?.blockNumber).toBe(await s.client.getBlockNumber());
    await s.database.close();
  });

  it('reads a long history in batches and keeps the headers of the tip only', async () => {
    const s = await setup({ batch: 7n, finalityDepth: 5n });
    for (let i = 1; i <= 6; i++) {
      await s.emit(matched(testHash(i)));
      await s.mine(9);
    }
    await s.catchUp();
    expect(Object.keys(await s.read())).toHaveLength(6);
    expect(s.steps.filter((type) => type === 'block').length).toBeGreaterThan(7);
    const kept = await listBlocks(s.db);
    expect(kept.length).toBeLessThanOrEqual(6);
    expect(kept[0]?.number).toBe(await s.client.getBlockNumber());
    await s.database.close();
  });

  it('starts from the deployment when a reorg is deeper than what it remembers', async () => {
    const s = await setup({ finalityDepth: 3n });
    await s.emit(matched(testHash(1)));
    await s.mine(2);
    await s.emit(posted(testHash(1)));
    await s.mine(12);
    await s.catchUp();
    await s.rollback(14);
    await s.mine(20);
    await s.catchUp();
    expect(await s.read()).toEqual({ [testHash(1)]: 'Matched' });
    await s.database.close();
  });

  it('keeps courts and cancellations, and takes them back with their blocks', async () => {
    const s = await setup();
    const courtEvent = { court: testHash(9), member: terms.buyer };
    const founded = {
      court: testHash(9),
      members: [terms.buyer, terms.solver],
      engines: [{ engine: testHash(3), class_: 1 }],
      directories: [terms.solver],
      terms: {
        enginesHash: testHash(1),
        directoriesHash: testHash(2),
        cpuMilli: 1,
        memoryMiB: 2,
        storageMiB: 3,
        gpuCount: 0,
        gpuMemoryMiB: 0,
        maxFuel: 2n ** 60n,
        maxExecutionWindow: 60,
        minSeatFee: 5n,
      },
    };
    await s.emit({ name: 'CourtFounded', args: founded });
    await s.emit(
      { name: 'CourtJoined', args: courtEvent },
      { name: 'NoncesCancelled', args: { account: terms.buyer, below: 7n } },
    );
    await s.catchUp();
    const count = async () => {
      const { rows } = await s.db.execute<{ joined: number; cancelled: number }>(
        sql`select (select count(*)::int from court_members where joined_at is not null) joined,
                   (select count(*)::int from cancellations) cancelled`,
      );
      return rows[0];
    };
    expect(await count()).toEqual({ joined: 1, cancelled: 1 });
    await s.rollback(1);
    await s.mine(2);
    await s.catchUp();
    expect(await count()).toEqual({ joined: 0, cancelled: 0 });
    await s.database.close();
  });

  it('never mixes two markets in one database', async () => {
    const s = await setup();
    await s.emit(
      matched(testHash(1)),
      posted(testHash(1)),
      dealEvent('CaseOpened', {
        dealId: testHash(1),
        cause: CAUSE.PublicDraw,
        seedBlock: 0n,
        seed: testHash(7),
        deadline: 1,
        secretShown: false,
      }),
    );
    await s.catchUp();
    expect(await s.read()).toEqual({ [testHash(1)]: 'Drawn' });
    expect(await prepareMirror(s.db, s.identity, false)).toBe('resumed');
    const other = { ...s.identity, genesisHash: testHash(0xabc) };
    await expect(prepareMirror(s.db, other, false)).rejects.toThrow(OtherMarketError);
    expect(await prepareMirror(s.db, other, true)).toBe('started-over');
    expect(await s.read()).toEqual({});
    await s.database.close();
  });
});
