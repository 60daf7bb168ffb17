import type { Hex } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { machines } from '../../drizzle/schema/machines';
import { pairings } from '../../drizzle/schema/pairings';
import { resourceOffer, testAddress, testHash } from '../../test/builders/offers';
import { startPostgres, type TestPostgres } from '../../test/stack/start-postgres';
import { type DatabaseConnection, openDatabase } from '../db/database.server';
import { migrateDatabase } from '../db/migrate-database.server';
import { insertResourceOffer } from '../offers/offers.repo';
import { forgetSilentMachines, putReport } from './machines.repo';
import { listSignedChecks } from './signed-checks.query';
import { sampleReport } from './testing/sample-machine';

const NOW = 1_800_000_000;
const DAY = 86_400;

let postgres: TestPostgres;
let database: DatabaseConnection;

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  database = openDatabase(postgres.url, { max: 2 });
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

it('bounds what keys that nobody has named can have kept, and forgets them first', async () => {
  const { db } = database;
  const hear = (agent: Hex, heardAt: number) =>
    putReport(db, { report: sampleReport(agent, { at: heardAt }), signature: '0x' }, heardAt);
  const [offered, paired, gone] = [testAddress(0xf1), testAddress(0xf2), testAddress(0xf3)];
  const lists = { engines: [], modules: undefined, courts: [], directories: [] };
  const offer = resourceOffer({ ticketKey: offered });
  await insertResourceOffer(db, testHash(0xee), { offer, signature: '0x', lists });
  await db.insert(pairings).values({
    ...{ codeHash: testHash(1), provider: testAddress(1) },
    ...{ agent: paired.toLowerCase() as Hex, expiresAt: BigInt(NOW) },
  });
  for (const agent of [offered, paired]) await hear(agent, NOW - 80 * DAY);
  await hear(gone, NOW - 2 * DAY);
  const strangers = Array.from({ length: 5 }, (_, i) => testAddress(0x100 + i));
  for (const [i, agent] of strangers.entries()) await hear(agent, NOW - i);
  await forgetSilentMachines(db, NOW, { most: 3, forgetAfter: DAY });
  const left = await db.select({ agent: machines.agent }).from(machines);
  expect(left.map(({ agent }) => agent).sort()).toEqual(
    [offered, paired, ...strangers.slice(0, 3)].map((agent) => agent.toLowerCase()).sort(),
  );
  const shown = await listSignedChecks(db, [paired, testAddress(0x9999), offered]);
  expect(shown.map(({ agent, at }) => [agent.toLowerCase(), at])).toEqual([
    [paired.toLowerCase(), NOW - 80 * DAY],
    [offered.toLowerCase(), NOW - 80 * DAY],
  ]);
  expect(shown[0]).toMatchObject({ name: 'rack 1', checks: sampleReport(paired).checks });
  await forgetSilentMachines(db, NOW + 11 * DAY);
  expect(await db.select().from(machines)).toEqual([]);
});
