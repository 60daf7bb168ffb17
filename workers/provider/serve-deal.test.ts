import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Execution } from '../../lib/execution/execution';
import { InfrastructureFault } from '../../lib/execution/infrastructure-fault';
import { resultDigestOf, sealOf } from '../../lib/execution/result-digest';
import {
  ContentUnavailableError,
  type DealRun,
  UnrunnableError,
} from '../../lib/execution/run-deal.service';
import { createLogger } from '../../lib/log/logger.server';
import { ZERO_ADDRESS } from '../../lib/shared/address';
import { dealRecord } from '../../test/builders/deal-record';
import { testDirectory, testHash } from '../../test/builders/offers';
import { openStateFolder } from '../runtime/state-folder';
import { DealJournal } from './deal-journal';
import { makeUpResult } from './make-up-result';
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

const folders: string[] = [];
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reckon-serve-'));
  folders.push(folder);
});
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true, force: true }))));

/** An agent on `folder`; a second one is the same agent after a restart. */
async function agent(overrides: Partial<ServePorts> = {}) {
  const said = { runs: 0, declines: 0, uploads: 0, posts: [] as PostArgs[] };
  const ports: ServePorts = {
    run: async () => {
      said.runs += 1;
      return honest;
    },
    cheat: undefined,
    directory: {
      putContent: async () => {
        said.uploads += 1;
        return { id: testHash(1), cid: 'bafyresult' };
      },
      requestResultReceipt: async ({ dealId }) => ({
        ...{ dealId, seal: honestSeal, fuelUsed: 77n, heldUntil: LAST + 999_999 },
        ...{ directory: testDirectory, signature: '0xabcd' as const },
      }),
    },
    journal: new DealJournal(await openStateFolder(folder)),
    postResult: async (_, item) => void said.posts.push(item),
    decline: async () => {
      said.declines += 1;
    },
    now: () => matchedAt + 1,
    isStopping: () => false,
    log: createLogger('test').child({}, { level: 'silent' }),
    ...overrides,
  };
  return { said, serve: (faults = 0) => serveDeal(ports, deal, LAST, faults) };
}

const failing = (error: Error) => async () => Promise.reject(error);

describe('serveDeal', () => {
  it('runs, seals, uploads, gets the receipt and posts', async () => {
    const { said, serve } = await agent();
    await serve();
    expect(said).toMatchObject({ runs: 1, uploads: 1, declines: 0 });
    expect(said.posts).toEqual([
      {
        ...{ seal: honestSeal, fuelUsed: 77n, directory: testDirectory },
        ...{ heldUntil: LAST + 999_999, receiptSignature: '0xabcd' },
      },
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

  it('makes the result again when it was killed between seal and upload, also a made-up one', async () => {
    const putContent = failing(new Error('killed'));
    const directory = { putContent, requestResultReceipt: putContent };
    const isOn = async () => true;
    const first = await agent({ directory, cheat: { isOn, makeUp: makeUpResult } });
    await expect(first.serve()).rejects.toThrow('killed');
    // The switch is off again: what was sealed stays.
    const second = await agent({ cheat: { isOn: async () => false, makeUp: makeUpResult } });
    await second.serve();
    expect(second.said).toMatchObject({ runs: 1, uploads: 1 });
    expect(second.said.posts).toHaveLength(1);
    expect(second.said.posts[0]?.seal).not.toBe(honestSeal);
  });

  it('goes without a receipt only when there is no time left for one', async () => {
    const putContent = failing(new Error('no directory'));
    const directory = { putContent, requestResultReceipt: putContent };
    const early = await agent({ directory, now: () => LAST - 9 });
    await expect(early.serve()).rejects.toThrow('no directory');
    const late = await agent({ directory, now: () => LAST - 7 });
    await late.serve();
    expect(late.said.posts).toMatchObject([{ seal: honestSeal, directory: ZERO_ADDRESS }]);
  });

  it('declines missing inputs after a third of the window, not before', async () => {
    const run = failing(new ContentUnavailableError('lost'));
    const early = await agent({ run, now: () => matchedAt + executionWindow / 3 - 1 });
    await expect(early.serve()).rejects.toThrow('lost');
    const late = await agent({ run, now: () => matchedAt + executionWindow / 3 });
    await late.serve();
    expect(late.said).toMatchObject({ declines: 1, posts: [] });
  });

  it('declines at once what it has no engine for, and what this machine fails at twice', async () => {
    const unrunnable = await agent({ run: failing(new UnrunnableError('engine')) });
    await unrunnable.serve();
    expect(unrunnable.said.declines).toBe(1);
    const faulty = await agent({ run: failing(new InfrastructureFault('memory')) });
    await expect(faulty.serve(0)).rejects.toThrow('memory');
    await faulty.serve(1);
    expect(faulty.said.declines).toBe(1);
  });

  it('never declines because it is being stopped', async () => {
    const run = failing(new InfrastructureFault('aborted'));
    const stopping = await agent({ run, isStopping: () => true });
    await expect(stopping.serve(5)).rejects.toThrow('aborted');
    expect(stopping.said.declines).toBe(0);
  });
});

describe('DealJournal', () => {
  it('forgets what is over and keeps the rest', async () => {
    const journal = new DealJournal(await openStateFolder(folder));
    const entry = { seal: honestSeal, fuelUsed: 1n, isMadeUp: false };
    await Promise.all([testHash(1), testHash(2)].map((id) => journal.write(id, entry)));
    journal.keepResult(testHash(1), new Map());
    await journal.clean((dealId) => dealId === testHash(1));
    expect(await journal.read(testHash(1))).toBeUndefined();
    expect(journal.resultOf(testHash(1))).toBeUndefined();
    expect(await journal.read(testHash(2))).toEqual(entry);
  });
});
