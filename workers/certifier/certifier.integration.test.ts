import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { build } from 'esbuild';
import { type Hex, hashMessage } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { certifications } from '../../drizzle/schema/certifications';
import { publishedModules } from '../../drizzle/schema/published-modules';
import { isSignedByKey } from '../../lib/chain/key-signature';
import { encodeCar } from '../../lib/content/car';
import { contentIdOf } from '../../lib/content/content-id';
import { type DatabaseConnection, openDatabase } from '../../lib/db/database.server';
import { migrateDatabase } from '../../lib/db/migrate-database.server';
import { buildJobChild } from '../../lib/execution/build-job-child.server';
import { findRuntimes } from '../../lib/execution/certify/runtimes.server';
import { endlessProgram } from '../../lib/execution/testing/wasi-programs';
import { createTransformCache } from '../../lib/execution/transform-cache.server';
import { TRANSFORMER_BUILD } from '../../lib/execution/wasm/transform-module';
import { createLogger } from '../../lib/log/logger.server';
import {
  certificateCidOf,
  certificateText,
  problemsOfCertificate,
} from '../../lib/modules/certificate';
import {
  AUTHOR_SECONDS,
  certificationStateOf,
  LEASE_SECONDS,
  pauseAfter,
  TRY_SECONDS,
} from '../../lib/modules/certification';
import { isCertifierSeen, readCertification } from '../../lib/modules/certifications.query';
import { claimUncertified, endTry, giveBack } from '../../lib/modules/certifications.repo';
import { DEVELOPMENT_CERTIFIER } from '../../lib/modules/development-certifier';
import { parseManifest } from '../../lib/modules/manifest';
import { insertPublishedModule } from '../../lib/modules/published-modules.repo';
import { certificateBody } from '../../lib/modules/testing/certified-run';
import { isReadable } from '../../lib/shared/readable-text';
import { testAddress, testHash } from '../../test/builders/offers';
import { draftModule } from '../../test/publish/draft-module';
import { startPostgres, type TestPostgres } from '../../test/stack/start-postgres';
import { type CertifierPorts, certifyNext } from './certify-next.service';

const folder = mkdtempSync(join(tmpdir(), 'reckon-certifier-'));
const signer = privateKeyToAccount(generatePrivateKey());
const anna = testAddress(0xa1);
const boris = testAddress(0xb2);
const NOW = 1_800_000_000;

let postgres: TestPostgres;
let database: DatabaseConnection;
let ports: CertifierPorts;

beforeAll(async () => {
  postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  database = openDatabase(postgres.url, { max: 4 });
  ports = {
    ...{ db: database.db, signer, log: createLogger('certifier') },
    runtimes: findRuntimes(''),
    childPath: await buildJobChild(),
    cache: createTransformCache(),
    signal: new AbortController().signal,
    now: () => NOW,
  };
});
beforeEach(async () => {
  await database.db.delete(certifications);
  await database.db.delete(publishedModules);
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Lists a module as a publication does, without the checks that come first. */
async function listed(
  files: ReadonlyMap<string, Uint8Array>,
  { author = anna, exampleFuel = 1_000n, at = NOW } = {},
): Promise<Hex> {
  const content = await contentIdOf(files);
  await insertPublishedModule(database.db, {
    ...{ moduleId: content.id, cid: content.cid, author, exampleFuel },
    manifestHash: testHash(1),
    signature: '0x00',
    manifest: parseManifest(files.get('manifest.json')!),
    car: encodeCar(content),
    publishedAt: BigInt(at),
  });
  return content.id;
}

const stateOf = async (id: Hex, now = NOW) =>
  certificationStateOf(await readCertification(database.db, id), now, TRANSFORMER_BUILD);
const claim = (now: number) => claimUncertified(database.db, now, TRANSFORMER_BUILD);

describe('certifyNext', () => {
  it('certifies a published module once, and signs what it found', async () => {
    const files = await draftModule({ title: 'To certify' });
    const id = await listed(files);
    expect(await stateOf(id)).toEqual({ state: 'waiting' });
    expect(await certifyNext(ports)).toBe(true);
    const found = await stateOf(id);
    if (found.state !== 'certified') throw new Error(`it is ${found.state}`);
    const { cid, body, signature } = found.certificate;
    const wasm = files.get('module.wasm')!;
    expect(problemsOfCertificate(found.certificate, { id, engine: body.engine, wasm })).toEqual([]);
    expect(body.runtimes.map(({ tier }) => tier)).toEqual(['default', 'liftoff', 'turbofan']);
    expect(body.runs.map(({ input }) => input)).toContain('near 1');
    const digest = hashMessage(certificateText(cid));
    expect(await isSignedByKey(signer.address, digest, signature!.signature)).toBe(true);
    expect(await certifyNext(ports)).toBe(false);
  });

  it('says at once, and for good, what a module lies about or asks too much of', async () => {
    const lying = await listed(
      await draftModule({
        outputs: [{ path: 'out/a.png', kind: 'image', mediaType: 'image/png', title: 'It' }],
      }),
    );
    const resources = { cpuMilli: 1_000, storageMiB: 1, gpuCount: 0, gpuMemoryMiB: 0 };
    const greedy = await listed(
      await draftModule({ resources: { ...resources, memoryMiB: 900_000 } }),
    );
    const endless = await listed(
      await draftModule({ fuelLimit: '1000000' }, { 'module.wasm': endlessProgram }),
    );
    while (await certifyNext(ports));
    expect(await stateOf(lying)).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('No run writes "out/a.png"'),
    });
    expect(await stateOf(greedy)).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('900000 MiB of memory, and 4096 are granted'),
    });
    expect(await stateOf(endless)).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('ends fuel-exhausted'),
    });
  });

  it('records a problem with characters that no database or page can show', async () => {
    const samples = [{ job: { text: 'moo' }, files: { text: 'files/a\0b\u202e' } }];
    const bytes = new TextEncoder().encode(JSON.stringify(samples));
    const id = await listed(await draftModule({}, { 'example/samples.json': bytes }));
    expect(await certifyNext(ports)).toBe(true);
    const found = await stateOf(id);
    if (found.state !== 'failed') throw new Error(`it is ${found.state}`);
    expect(found.problem).toContain('\ufffdb\ufffd');
    expect(isReadable(found.problem)).toBe(true);
  });

  it('gives a module back when it is asked to stop', async () => {
    const id = await listed(await draftModule());
    const stop = new AbortController();
    const stopping = { ...ports, signal: stop.signal };
    setTimeout(() => stop.abort(), 100);
    await certifyNext(stopping);
    expect(await stateOf(id)).toEqual({ state: 'waiting' });
    expect(await claim(NOW)).toMatchObject({ id, tries: 1 });
  });

  it('lets no module pay for a machine that runs nothing', async () => {
    const id = await listed(await draftModule());
    const broken = { ...ports, childPath: join(folder, 'not-there.js') };
    for (let round = 0; round < 4; round++) {
      await expect(certifyNext(broken)).rejects.toThrow('ENOENT');
      expect(await stateOf(id)).toEqual({ state: 'waiting' });
    }
    writeFileSync(join(folder, 'ends.js'), 'process.exit(1)');
    const failing = { ...ports, childPath: join(folder, 'ends.js') };
    await expect(certifyNext(failing)).rejects.toThrow('ended with code');
    const [row] = await database.db.select().from(certifications);
    expect(row).toMatchObject({ tries: 0, spent: 0, isUnderWay: false });
  });
});

describe('whose turn it is', () => {
  /** Takes every turn at a time, each of which takes so many seconds. */
  const turnsAt = async (now: number, took = 5) => {
    const turns: Hex[] = [];
    for (let one = await claim(now); one; one = await claim(now)) {
      turns.push(one.id);
      await endTry(database.db, one, { now, took }, badEnd);
    }
    return turns;
  };

  it('is his whose modules took least of the certifier’s time, and the first of two', async () => {
    const [second, first, other] = await Promise.all([
      listed(await draftModule({ title: 'Short' }), { at: NOW - 1, exampleFuel: 10n }),
      listed(await draftModule({ title: 'Long' }), { at: NOW - 2, exampleFuel: 9_000n }),
      listed(await draftModule({ title: 'Of another' }), { author: boris, at: NOW }),
    ]);
    expect(await turnsAt(NOW)).toEqual([first, other, second]);
  });

  it('comes in time to who has taken much, whatever fresh keys publish', async () => {
    const [before, mine] = await Promise.all([
      listed(await draftModule({ title: 'Took ten minutes' }), { at: NOW - 1 }),
      listed(await draftModule({ title: 'Waits' }), { at: NOW }),
    ]);
    const took = { now: NOW, took: TRY_SECONDS };
    const first = await claim(NOW);
    expect(first?.id).toBe(before);
    await endTry(database.db, first!, took, badEnd);
    const [soon, late] = await Promise.all(
      [1, 5].map(async (key) =>
        listed(await draftModule({ title: `Of key ${key}` }), {
          ...{ author: testAddress(key), at: NOW + key * TRY_SECONDS, exampleFuel: 1n },
        }),
      ),
    );
    expect(await turnsAt(NOW + 6 * TRY_SECONDS)).toEqual([soon, mine, late]);
  });

  it('is not put off by a clock that was ahead', async () => {
    const id = await listed(await draftModule(), { at: NOW + 9_000_000 });
    await claim(NOW + 9_000_000);
    expect(await stateOf(id)).toMatchObject({ state: 'resting', until: NOW });
    const again = await claim(NOW);
    expect(again).toMatchObject({ id, tries: 2 });
    await endTry(database.db, again!, { now: NOW - 100, took: -100 }, badEnd);
    const [row] = await database.db.select().from(certifications);
    expect(row).toMatchObject({ spent: 0 });
  });

  it('comes again, after everything else, to what an older build certified', async () => {
    const id = await listed(await draftModule({ title: 'Certified before' }), { at: NOW - 99 });
    const body = certificateBody();
    const certificate = { cid: certificateCidOf(body), signature: null, body };
    const end = { now: NOW, took: 5 };
    const older = await claimUncertified(database.db, NOW, TRANSFORMER_BUILD - 1);
    expect(await endTry(database.db, older!, end, { certificate })).toBe(true);
    const builds = { made: TRANSFORMER_BUILD - 1, present: TRANSFORMER_BUILD };
    expect(await stateOf(id)).toEqual({ state: 'certified', certificate, builds });
    const other = await listed(await draftModule({ title: 'Not yet' }));
    expect((await claim(NOW))?.id).toBe(other);
    const anew = await claim(NOW);
    expect(anew?.id).toBe(id);
    expect(await stateOf(id)).toEqual({ state: 'certified', certificate, builds });
    expect(await endTry(database.db, anew!, end, { certificate })).toBe(true);
    expect(await stateOf(id)).toMatchObject({ builds: { made: TRANSFORMER_BUILD } });
    expect(await claim(NOW)).toBeUndefined();
  });

  it('is nobody’s who has lost it: what he found is not kept', async () => {
    const id = await listed(await draftModule());
    const slow = await claim(NOW);
    const later = NOW + LEASE_SECONDS;
    const newer = await claimUncertified(database.db, later, TRANSFORMER_BUILD + 1);
    expect([slow, newer]).toMatchObject([{ tries: 1 }, { tries: 1 }]);
    expect(await endTry(database.db, slow!, { now: later, took: 700 }, badEnd)).toBe(false);
    await giveBack(database.db, slow!, { now: later, took: 700 });
    expect(await stateOf(id, later)).toMatchObject({ state: 'running' });
  });

  it('does not come in the same day to who has used up a day’s share', async () => {
    const files = await Promise.all(
      [1, 2, 3, 4, 5].map((number) => draftModule({ title: `Slow ${number}` })),
    );
    for (const one of files) await listed(one);
    let taken = 0;
    for (let one = await claim(NOW); one; one = await claim(NOW)) {
      taken += 1;
      await endTry(database.db, one, { now: NOW, took: TRY_SECONDS }, badEnd);
    }
    expect(taken).toBe(AUTHOR_SECONDS / TRY_SECONDS);
    expect(await claim(NOW + 25 * 3_600)).toBeDefined();
  });

  it('comes to each module once, however many certifiers ask', async () => {
    for (const number of [1, 2, 3]) await listed(await draftModule({ title: `Shared ${number}` }));
    const claims = await Promise.all([claim(NOW), claim(NOW), claim(NOW), claim(NOW)]);
    const ids = claims.flatMap((one) => one?.id ?? []);
    expect(new Set(ids).size).toBe(3);
    expect(ids).toHaveLength(3);
  });

  it('comes back ever later to a module that ends its certifier, and always', async () => {
    const id = await listed(await draftModule());
    let now = NOW;
    for (let tries = 1; tries <= 6; tries++) {
      expect(await claim(now)).toMatchObject({ id, tries });
      expect(await stateOf(id, now)).toEqual({ state: 'running', attempt: tries });
      const pause = Math.max(LEASE_SECONDS, pauseAfter(tries));
      expect(await claim(now + pause - 1)).toBeUndefined();
      now += pause;
      expect(await stateOf(id, now)).toMatchObject({ state: 'resting', until: now });
      // By then it has taken its author's share of that day.
      if (tries === AUTHOR_SECONDS / TRY_SECONDS) now += 24 * 3_600;
    }
  });

  it('does not come again by the same build to what is refused, and does by another', async () => {
    await listed(await draftModule());
    await endTry(database.db, (await claim(NOW))!, { now: NOW, took: 5 }, badEnd);
    const later = NOW + 25 * 3_600;
    expect(await claim(later)).toBeUndefined();
    expect(await claimUncertified(database.db, later, TRANSFORMER_BUILD + 1)).toMatchObject({
      tries: 1,
    });
  });

  it('is to come where a certifier was seen in the last day', async () => {
    const seen = (now: number) => isCertifierSeen(database.db, now);
    await listed(await draftModule());
    expect(await seen(NOW)).toBe(false);
    await claim(NOW);
    const times = [NOW, NOW + 23 * 3_600, NOW + 25 * 3_600, NOW - 3_600];
    expect(await Promise.all(times.map(seen))).toEqual([true, true, false, false]);
  });

  it('leaves the problem of the try before where one is given back', async () => {
    const id = await listed(await draftModule());
    const fault = { problem: 'It was killed.', isFinal: false, pause: 60 };
    await endTry(database.db, (await claim(NOW))!, { now: NOW, took: 5 }, fault);
    const again = NOW + 60;
    await giveBack(database.db, (await claim(again))!, { now: again, took: 5 });
    expect(await stateOf(id, again)).toMatchObject({ state: 'resting', problem: 'It was killed.' });
  });
});

const badEnd = { problem: 'It lies.', isFinal: true, pause: 0 };

describe('the process', () => {
  it('is killed in the middle of a try, and certifies at the next start', async () => {
    const main = join(process.cwd(), 'node_modules/.cache/reckon-test/certifier');
    mkdirSync(main, { recursive: true });
    await build({
      entryPoints: ['workers/certifier/main.ts'],
      outfile: join(main, 'certifier.js'),
      ...{ bundle: true, platform: 'node', target: 'node20', format: 'esm' },
      ...{ packages: 'external', alias: { '@': process.cwd() }, logLevel: 'error' },
    });
    copyFileSync(ports.childPath, join(main, 'job-child.js'));
    const id = await listed(await draftModule({ title: 'Killed once' }));
    const order = join(folder, 'certifier.claimed');
    writeFileSync(order, '');
    const start = () =>
      spawn(process.execPath, [join(main, 'certifier.js')], {
        env: {
          ...process.env,
          ...{ NAME: 'certifier', DATABASE_URL: postgres.url, CHAIN_ID: '31337' },
          RECKON_CRASH_DIR: folder,
        },
        stdio: 'ignore',
      });
    const [, killedBy] = await once(start(), 'exit');
    expect([killedBy, existsSync(order)]).toEqual(['SIGKILL', false]);
    const now = Math.floor(Date.now() / 1_000);
    expect(await stateOf(id, now)).toEqual({ state: 'running', attempt: 1 });
    await database.db
      .update(certifications)
      .set({ restsUntil: 0n })
      .where(eq(certifications.moduleId, id));
    const again = start();
    try {
      await expect
        .poll(() => stateOf(id), { timeout: 60_000, interval: 200 })
        .toMatchObject({
          state: 'certified',
          certificate: { signature: { signer: DEVELOPMENT_CERTIFIER } },
        });
    } finally {
      again.kill('SIGTERM');
      const [code] = await once(again, 'exit');
      expect(code).toBe(0);
    }
  });
});
