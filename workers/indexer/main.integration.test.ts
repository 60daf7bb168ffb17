import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deals } from '../../drizzle/schema/deals';
import { readCursor } from '../../lib/chain/chain-history.repo';
import { formatDeployment } from '../../lib/chain/deployment';
import { type DatabaseConnection, openDatabase } from '../../lib/db/database.server';
import { migrateDatabase } from '../../lib/db/migrate-database.server';
import { testHash } from '../../test/builders/offers';
import { testConfig } from '../../test/builders/test-config';
import { cleared, matched, posted, settled } from '../../test/indexer/deal-emissions';
import { deployEmitter, type EventEmitter } from '../../test/indexer/event-emitter';
import { startAnvil, type TestAnvil } from '../../test/stack/start-anvil';
import { startPostgres, type TestPostgres } from '../../test/stack/start-postgres';

/** The indexer as its own process, built as `npm start` builds it. */

const BUNDLE = 'node_modules/.cache/reckon-test/indexer.js';
const folder = mkdtempSync(join(tmpdir(), 'reckon-indexer-'));

let postgres: TestPostgres;
let anvil: TestAnvil;
let market: EventEmitter;
let database: DatabaseConnection;
let child: ChildProcess | undefined;

beforeAll(async () => {
  [postgres, anvil] = await Promise.all([startPostgres(), startAnvil()]);
  await migrateDatabase(postgres.url);
  database = openDatabase(postgres.url, { max: 2 });
  market = await deployEmitter(anvil.url);
  await build({
    entryPoints: ['workers/indexer/main.ts'],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  await writeDeployment();
});

afterAll(async () => {
  await stopIndexer('SIGTERM');
  await database.close();
  await Promise.all([postgres.stop(), anvil.stop()]);
});

async function writeDeployment(chainId = 31_337) {
  const deployment = {
    chainId,
    genesisHash: (await market.client.getBlock({ blockNumber: 0n })).hash,
    market: market.address,
    token: market.address,
    tokenSymbol: 'tUSD',
    tokenDecimals: 6,
    block: 1,
    limits: testConfig,
    courts: [],
    directories: [],
  };
  writeFileSync(join(folder, 'deployment.json'), formatDeployment(deployment));
}

function startIndexer(): ChildProcess {
  child = spawn(process.execPath, [BUNDLE], {
    env: {
      ...process.env,
      LOG_LEVEL: 'silent',
      DATABASE_URL: postgres.url,
      RPC_URL: anvil.url,
      DEPLOYMENT_FILE: join(folder, 'deployment.json'),
      INDEXER_POLL_MS: '20',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return child;
}

async function stopIndexer(signal: NodeJS.Signals): Promise<number | null> {
  if (!child || child.exitCode !== null || child.signalCode !== null)
    return child?.exitCode ?? null;
  const ended = once(child, 'exit');
  child.kill(signal);
  const [code] = await ended;
  return code as number | null;
}

async function stages(): Promise<Record<string, string>> {
  const rows = await database.db.select({ id: deals.id, stage: deals.stage }).from(deals);
  return Object.fromEntries(rows.map(({ id, stage }) => [id, stage]));
}

it('loses and doubles nothing when it is killed again and again', async () => {
  const expected: Record<string, string> = {};
  for (let round = 1; round <= 12; round++) {
    startIndexer();
    const started = Date.now();
    for (let i = 1; i <= 6; i++) {
      const id = testHash(round * 100 + i);
      await market.emit(matched(id), posted(id));
      await market.emit(cleared(id), ...(i % 2 === 0 ? [settled(id)] : []));
      expected[id] = i % 2 === 0 ? 'Settled' : 'Cleared';
    }
    // A kill at another moment of its work each time: from before it reads to after it has caught up.
    const moment = 150 + round * 70;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, started + moment - Date.now())));
    await stopIndexer('SIGKILL');
    const cursor = await readCursor(database.db);
    const all = await stages();
    for (const [id, stage] of Object.entries(all)) {
      if (stage === 'Settled') expect(expected[id]).toBe('Settled');
    }
    expect(Object.keys(all).length > 0 ? cursor : true).toBeTruthy();
  }
  startIndexer();
  // What only this one can have read: it may be told to stop once it listens to that.
  const last = testHash(9_999);
  await market.emit(matched(last));
  expected[last] = 'Matched';
  await expect.poll(stages, { timeout: 20_000 }).toEqual(expected);
  const [row] = await database.db.select().from(deals);
  expect(new Set(row?.record.history.map(({ name }) => name)).size).toBe(
    row?.record.history.length,
  );
  expect(await stopIndexer('SIGTERM')).toBe(0);
});

it('empties its database for another chain behind the same address, and mirrors that', async () => {
  const id = testHash(1);
  await market.emit(matched(id));
  startIndexer();
  await expect.poll(async () => (await stages())[id], { timeout: 20_000 }).toBe('Matched');
  await anvil.stop();
  anvil = await startAnvil({ port: anvil.port });
  market = await deployEmitter(anvil.url);
  await market.emit(matched(testHash(2)));
  await writeDeployment();
  await expect.poll(stages, { timeout: 20_000 }).toEqual({ [testHash(2)]: 'Matched' });
  expect(await stopIndexer('SIGTERM')).toBe(0);
});

it('ends with a clear line on a wrong environment', async () => {
  const wrong = spawn(process.execPath, [BUNDLE], {
    env: { ...process.env, DATABASE_URL: 'mysql://x', RPC_URL: '', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  wrong.stderr?.on('data', (text) => {
    said += text;
  });
  const [code] = await once(wrong, 'exit');
  expect(code).toBe(78);
  expect(said).toMatch(/DATABASE_URL must look like postgres.*RPC_URL is missing/);
});
