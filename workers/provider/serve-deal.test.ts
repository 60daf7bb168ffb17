import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { DirectoryClient } from '../../lib/directory/directory.client';
import type { Execution } from '../../lib/execution/execution';
import { InfrastructureFault } from '../../lib/execution/infrastructure-fault';
import { resultDigestOf, sealOf } from '../../lib/execution/result-digest';
import { ContentUnavailableError, type DealRun } from '../../lib/execution/run-deal.service';
import { createLogger } from '../../lib/log/logger.server';
import { marketDomain } from '../../lib/offers/offer-types';
import { ZERO_ADDRESS } from '../../lib/shared/address';
import { ApiError } from '../../lib/shared/api-error';
import { dealRecord } from '../../test/builders/deal-record';
import { testDirectory, testHash } from '../../test/builders/offers';
import { openStateFolder } from '../runtime/state-folder';
import { ActivityLog } from './activity-log.server';
import { NO_UNITS } from './capacity';
import { DealJournal } from './deal-journal';
import { JobDesk } from './job-desk.server';
import { MachineForecast } from './machine-forecast';
import { makeUpResult } from './make-up-result';
import { postMargins } from './post-margins';
import type { Refusal } from './refusal';
import { ResultShelf } from './result-shelf.server';
import { type PostArgs, type ServePorts, serveDeal } from './serve-deal.service';

const deal = dealRecord();
const { matchedAt, executionWindow, provider } = deal.terms;
const LAST = matchedAt + executionWindow + 10;

const execution: Execution = {
  status: 'completed',
  exitCode: 0,
  fuelUsed: 77n,
  outputs: [{ path: 'stdout', bytes: new TextEncoder().encode('moo') }],
  stateDigest: testHash(0x5d),
};
const salt = testHash(0x5a17);
const honest: DealRun = {
  execution,
  resultDigest: resultDigestOf(salt, execution, deal.work.engine),
  fuelUsed: 77n,
  engine: 'reckon-wasm@1.0.0',
  salt,
};
const honestSeal = sealOf(deal.dealId, provider, honest.resultDigest, 77n);

const receipt = {
  ...{ dealId: deal.dealId, seal: honestSeal, fuelUsed: 77n, heldUntil: LAST + 999_999 },
  ...{ directory: testDirectory, signature: '0xabcd' as const },
};

const folders: string[] = [];
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reckon-serve-'));
  folders.push(folder);
});
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true, force: true }))));

const total = { cpuMilli: 4_000, memoryMiB: 4_096, storageMiB: 1_024, gpuCount: 0 };

interface Overrides extends Partial<ServePorts> {
  readonly run?: (deal: DealRecord) => Promise<DealRun>;
}

/** An agent on `folder`; a second one is the same agent after a restart. */
async function agent({ run, ...overrides }: Overrides = {}) {
  const said = {
    runs: 0,
    declines: 0,
    uploads: 0,
    posts: [] as PostArgs[],
    refusals: [] as Refusal[],
    fullDisks: 0,
  };
  const now = overrides.now ?? (() => matchedAt + 1);
  const isStopping = overrides.isStopping ?? (() => false);
  const log = createLogger('test').child({}, { level: 'silent' });
  const journal = new DealJournal(await openStateFolder(join(folder, 'deals')));
  const activity = new ActivityLog(join(folder, 'activity.jsonl'), (error) => {
    throw error;
  });
  const desk = await JobDesk.open({
    total,
    mostJobs: 9,
    journal,
    activity,
    forecast: new MachineForecast(16e9),
    execute: async () => {
      said.runs += 1;
      return run ? run(deal) : honest;
    },
    now,
    hasDisk: () => true,
    isStopping,
    log,
  });
  const ports: ServePorts = {
    refusalOf: () => undefined,
    desk,
    cheat: undefined,
    directory: {
      putContent: async () => {
        said.uploads += 1;
        return { id: testHash(1), cid: 'bafyresult' };
      },
      requestResultReceipt: async () => receipt,
    },
    journal,
    shelf: await ResultShelf.open(join(folder, 'results')),
    activity,
    postResult: async (_, item) => void said.posts.push(item),
    decline: async () => {
      said.declines += 1;
    },
    onRefused: (_, refusal) => void said.refusals.push(refusal),
    traced: (_deal, _step, action) => action(),
    onDiskFull: () => {
      said.fullDisks += 1;
    },
    pause: async () => {},
    now,
    blockSeconds: () => 0,
    isStopping,
    log,
    ...overrides,
  };
  return { said, desk, journal, serve: () => serveDeal(ports, deal, LAST) };
}

const failing = (error: Error) => async () => Promise.reject(error);
const done = async () =>
  (await readFile(join(folder, 'activity.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { did: string }).did);

describe('serveDeal', () => {
  it('reserves, runs, seals, uploads, gets the receipt and posts', async () => {
    const { said, desk, serve } = await agent();
    await serve();
    expect(said).toMatchObject({ runs: 1, uploads: 1, declines: 0 });
    expect(said.posts).toEqual([
      {
        ...{ seal: honestSeal, fuelUsed: 77n, directory: testDirectory },
        ...{ heldUntil: LAST + 999_999, receiptSignature: '0xabcd' },
      },
    ]);
    expect(desk.capacity.reserved).toEqual(NO_UNITS);
    expect(await done()).toEqual([
      ...['started', 'reserved', 'executing', 'sealed', 'kept', 'receipted', 'released', 'posted'],
    ]);
  });

  it('posts the same after a kill before the transaction, without running again', async () => {
    const first = await agent({ postResult: failing(new Error('killed')) });
    await expect(first.serve()).rejects.toThrow('killed');
    const second = await agent();
    await second.serve();
    expect(second.said).toMatchObject({ runs: 0, uploads: 0 });
    expect(second.said.posts).toMatchObject([{ seal: honestSeal, receiptSignature: '0xabcd' }]);
  });

  it('uploads what it kept when it was killed between seal and upload: nothing is executed again', async () => {
    const putContent = failing(new Error('killed'));
    const directory = { putContent, requestResultReceipt: putContent };
    const isOn = async () => true;
    const first = await agent({ directory, cheat: { isOn, makeUp: makeUpResult } });
    await expect(first.serve()).rejects.toThrow('killed');
    // The switch is off again: what was sealed stays.
    const second = await agent({ cheat: { isOn: async () => false, makeUp: makeUpResult } });
    expect(second.desk.capacity.reserved).toEqual({ ...NO_UNITS, storageMiB: 1 });
    await second.serve();
    expect(second.said).toMatchObject({ runs: 0, uploads: 1 });
    expect(second.said.posts).toHaveLength(1);
    expect(second.said.posts[0]?.seal).not.toBe(honestSeal);
    expect(second.desk.capacity.reserved).toEqual(NO_UNITS);
  });

  it('runs again what the disk has damaged, as long as its seal was shown to nobody', async () => {
    const putContent = failing(new Error('killed'));
    const first = await agent({ directory: { putContent, requestResultReceipt: putContent } });
    await expect(first.serve()).rejects.toThrow('killed');
    await writeFile(join(folder, 'results', `${deal.dealId}.car`), 'garbage');
    const second = await agent();
    await second.serve();
    expect(second.said.posts).toEqual([]);
    await second.serve();
    expect(second.said).toMatchObject({ runs: 1, uploads: 1, posts: [{ seal: honestSeal }] });
  });

  it('goes without a receipt only when there is no time left for one', async () => {
    const putContent = failing(new Error('no directory'));
    const directory = { putContent, requestResultReceipt: putContent };
    const early = await agent({ directory, now: () => LAST - 9 });
    await expect(early.serve()).rejects.toThrow('no directory');
    const late = await agent({ directory, now: () => LAST - 7 });
    await late.serve();
    expect(late.said.posts).toMatchObject([{ seal: honestSeal, directory: ZERO_ADDRESS }]);
    // A transaction needs a block, and this chain has few.
    const { receipt: margin } = postMargins(12, LAST - matchedAt);
    const slow = await agent({ directory, now: () => LAST - margin, blockSeconds: () => 12 });
    await slow.serve();
    expect([slow.said.posts.length, margin > 9]).toEqual([1, true]);
  });

  it('goes without a receipt where the directory takes the connection and never answers', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const directory = new DirectoryClient({
      url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
      domain: marketDomain(31_337, ZERO_ADDRESS),
      auth: { signer: privateKeyToAccount(generatePrivateKey()) },
    });
    const began = Date.now();
    const now = () => LAST - 9 + (Date.now() - began) / 1_000;
    try {
      const { said, serve } = await agent({ directory, now });
      await serve();
      expect(said.posts).toMatchObject([{ seal: honestSeal, directory: ZERO_ADDRESS }]);
      expect(now()).toBeLessThan(LAST - 2);
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });

  it('declines missing inputs after a third of the window, not before', async () => {
    const run = failing(new ContentUnavailableError('lost'));
    const early = await agent({ run, now: () => matchedAt + executionWindow / 3 - 1 });
    await expect(early.serve()).rejects.toThrow('lost');
    const late = await agent({ run, now: () => matchedAt + executionWindow / 3 });
    await late.serve();
    expect(late.said).toMatchObject({ declines: 1, posts: [] });
    expect(late.said.refusals).toMatchObject([{ cause: 'inputs-unavailable' }]);
  });

  it('declines inputs that are too large at once, and remembers why', async () => {
    const cause = new ApiError(502, 'content_too_large', 'more than is allowed');
    const first = await agent({ run: failing(new ContentUnavailableError('large', { cause })) });
    await first.serve();
    expect(first.said).toMatchObject({ declines: 1, refusals: [{ cause: 'inputs-too-large' }] });
    expect(first.desk.capacity.reserved).toEqual(NO_UNITS);
    expect(await first.journal.read(deal.dealId)).toMatchObject({ cause: 'inputs-too-large' });
    // Killed before its transaction: declined again, not run.
    const second = await agent();
    await second.serve();
    expect(second.said).toMatchObject({ declines: 1, runs: 0 });
  });

  it('declines what this machine does not take without running it', async () => {
    const refusal: Refusal = { cause: 'missing-gpu', detail: 'it needs 1 GPUs, there are 0' };
    const { said, serve } = await agent({ refusalOf: () => refusal });
    await serve();
    expect(said).toMatchObject({ runs: 0, declines: 1, refusals: [refusal] });
  });

  it('declines at once what there is no time for', async () => {
    const { said, serve } = await agent({ now: () => LAST - 2 });
    await serve();
    expect(said).toMatchObject({ runs: 0, declines: 1, refusals: [{ cause: 'no-time' }] });
  });

  it('declines what this machine fails at twice, through restarts', async () => {
    const run = failing(new InfrastructureFault('memory'));
    const first = await agent({ run });
    await expect(first.serve()).rejects.toThrow('memory');
    expect(first.desk.capacity.reserved).toEqual(NO_UNITS);
    const second = await agent({ run });
    await second.serve();
    expect(second.said).toMatchObject({ declines: 1, refusals: [{ cause: 'engine-failed' }] });
  });

  it('waits for a device that another job has, however often it is asked for', async () => {
    const run = failing(new InfrastructureFault('lent', { reason: 'gpu-busy' }));
    for (let tries = 0; tries < 15; tries++) {
      const waiting = await agent({ run });
      await expect(waiting.serve()).rejects.toThrow('lent');
      expect(waiting.said.declines).toBe(0);
    }
  });

  it('never declines because it is being stopped', async () => {
    const run = failing(new InfrastructureFault('aborted'));
    for (let tries = 0; tries < 3; tries++) {
      const stopping = await agent({ run, isStopping: () => true });
      await expect(stopping.serve()).rejects.toThrow('aborted');
      expect(stopping.said.declines).toBe(0);
    }
  });

  it('declines a job that took the whole agent down with it a dozen times', async () => {
    const journal = new DealJournal(await openStateFolder(join(folder, 'deals')));
    const units = { ...NO_UNITS, cpuMilli: 1_000 };
    await journal.write(deal.dealId, { step: 'reserved', units, faults: 0, starts: 12 });
    const { said, serve } = await agent();
    await serve();
    expect(said).toMatchObject({ runs: 0, declines: 1, refusals: [{ cause: 'engine-failed' }] });
  });
});

/** Writes to this file fail as on a full disk: the kernel says ENOSPC. */
const fill = (path: string) => symlink('/dev/full', `${path}.new`);

describe('a full disk', () => {
  it('keeps a job from starting, without a reservation left behind', async () => {
    const { desk, journal, serve } = await agent();
    await fill(join(folder, 'deals', `${deal.dealId}.json`));
    await expect(serve()).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(desk.capacity.reserved).toEqual(NO_UNITS);
    await rm(join(folder, 'deals', `${deal.dealId}.json.new`));
    expect(await done()).toEqual(['started', 'released']);
    expect(await journal.list()).toEqual([]);
  });

  it('is waited for with the result in memory, and the deal goes on when there is room', async () => {
    let isFull = true;
    const path = join(folder, 'results', `${deal.dealId}.car`);
    const pause = async () => {
      if (!isFull) return;
      isFull = false;
      await rm(`${path}.new`);
    };
    const { said, serve } = await agent({ pause });
    await fill(path);
    await serve();
    expect(said).toMatchObject({ runs: 1, uploads: 1, fullDisks: 1 });
    expect(said.posts).toMatchObject([{ seal: honestSeal, receiptSignature: '0xabcd' }]);
  });

  it('costs nothing when it stays full: result and steps are in memory until they are posted', async () => {
    let tries = 0;
    const putContent = async () => {
      tries += 1;
      if (tries === 1) throw new Error('no directory yet');
      return { id: testHash(1), cid: 'bafyresult' };
    };
    const requestResultReceipt = async () => receipt;
    const now = () => (tries === 0 ? LAST - 16 : LAST - 15);
    const { said, serve } = await agent({ directory: { putContent, requestResultReceipt }, now });
    await fill(join(folder, 'results', `${deal.dealId}.car`));
    await expect(serve()).rejects.toThrow('no directory yet');
    await serve();
    expect(said).toMatchObject({ runs: 1, posts: [{ receiptSignature: '0xabcd' }] });
    expect(said.fullDisks).toBeGreaterThan(0);
  });
});

describe('DealJournal', () => {
  it('forgets what is over and keeps the rest', async () => {
    const journal = new DealJournal(await openStateFolder(folder));
    const entry = {
      step: 'sealed' as const,
      seal: honestSeal,
      fuelUsed: 1n,
      isMadeUp: false,
      cid: 'bafyresult',
      storageMiB: 1,
    };
    await Promise.all([testHash(1), testHash(2)].map((id) => journal.write(id, entry)));
    expect(await journal.clean((dealId) => dealId === testHash(1))).toEqual([testHash(1)]);
    expect(await journal.read(testHash(1))).toBeUndefined();
    expect(await journal.read(testHash(2))).toEqual(entry);
  });
});
