import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address, Hex } from 'viem';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { contentIdOf } from '../../lib/content/content-id';
import type { DealBook, DealFacts } from '../../lib/directory/deal-book';
import { DirectoryClient } from '../../lib/directory/directory.client';
import {
  type DirectoryOptions,
  type RunningDirectory,
  startDirectory,
} from '../../lib/directory/directory.server';
import type { Execution } from '../../lib/execution/execution';
import { resultFilesOf } from '../../lib/execution/result-files';
import { createLogger } from '../../lib/log/logger.server';
import { marketDomain } from '../../lib/offers/offer-types';
import { freePort } from '../../scripts/start/ports.mjs';
import { testAddress, testEngine, testHash } from '../builders/offers';

export const text = (value: string) => new TextEncoder().encode(value);
export const newAccount = () => privateKeyToAccount(generatePrivateKey());

/** A book that the test writes: deals become known when it says so, at a refresh or at once. */
export class WrittenBook implements DealBook {
  readonly deals = new Map<Hex, DealFacts>();
  readonly coming: DealFacts[] = [];

  dealById(dealId: Hex) {
    return this.deals.get(dealId);
  }
  dealsWithInputs(inputsId: Hex) {
    return [...this.deals.values()].filter((deal) => deal.inputsId === inputsId);
  }
  liveDeals() {
    return [...this.deals.values()].filter((deal) => !deal.isSettled);
  }
  async refresh() {
    for (const deal of this.coming.splice(0)) this.deals.set(deal.dealId, deal);
  }
  write(deal: DealFacts) {
    this.deals.set(deal.dealId, deal);
    return deal;
  }
}

const running: RunningDirectory[] = [];

/** For afterAll: closes every directory that a test file started. */
export async function stopDirectories(): Promise<void> {
  for (const directory of running.splice(0)) await directory.close();
}

/** The code that a call is refused with. */
export const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'taken',
    (error) => error.code ?? String(error),
  );

/** Starts a directory on a free port; `as(account)` is a client whose requests it signs. */
export async function startTestDirectory(
  overrides: Partial<DirectoryOptions> & { operators?: [Address, Address][] } = {},
) {
  const { operators = [], ...options } = overrides;
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'reckon-directory-'));
  const signer = options.signer ?? newAccount();
  const book = new WrittenBook();
  const domain = options.domain ?? marketDomain(31337, testAddress(0x777));
  const isOperator = async (principal: Address, agent: Address) =>
    operators.some(([one, other]) => one === principal && other === agent);
  const start = async (more: Partial<DirectoryOptions> = {}) => {
    const started = await startDirectory({
      folder,
      host: '127.0.0.1',
      port,
      urls: [url],
      pages: ['http://localhost:3000'],
      signer,
      domain,
      grace: 10,
      book,
      isOperator,
      verifyMessage: async () => false,
      log: createLogger('directory-test'),
      ...options,
      ...more,
    });
    running.push(started);
    return started;
  };
  const directory = await start();
  const clock = options.now && (() => 1000 * (options.now?.() ?? 0));
  const client = new DirectoryClient({ url, domain, directory: signer.address, clock });
  const as = (account: PrivateKeyAccount) => client.as({ signer: account });
  return { directory, start, client, as, book, url, folder, signer, domain, port };
}

export const moduleFiles = new Map([
  ['manifest.json', text('{"name":"test"}')],
  ['module.wasm', new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])],
]);

/** An input folder with a salt of its own. */
export function inputFiles(job: unknown = { text: 'hi' }): Map<string, Uint8Array> {
  return new Map([
    ['job.json', text(JSON.stringify(job))],
    ['salt', crypto.getRandomValues(new Uint8Array(32))],
  ]);
}

export function execution(overrides: Partial<Execution> = {}): Execution {
  return {
    status: 'completed',
    exitCode: 0,
    fuelUsed: 1_000n,
    stateDigest: testHash(0x5d),
    outputs: [
      { path: 'stdout', bytes: text('moo') },
      { path: 'stderr', bytes: text('') },
    ],
    ...overrides,
  };
}

export const resultFiles = (overrides: Partial<Execution> = {}) =>
  resultFilesOf(execution(overrides), 'reckon-wasm@1.0.0');

let lastDeal = 0;

/** A deal on these inputs; nothing posted yet. */
export async function dealOn(
  inputs: Map<string, Uint8Array>,
  parties: { buyer: Address; provider: Address },
  overrides: Partial<DealFacts> = {},
): Promise<DealFacts> {
  lastDeal += 1;
  return {
    dealId: testHash(0xdea1_0000 + lastDeal),
    ...parties,
    moduleId: (await contentIdOf(moduleFiles)).id,
    inputsId: (await contentIdOf(inputs)).id,
    engine: testEngine,
    fuelLimit: 5_000_000n,
    matchedAt: Math.floor(Date.now() / 1000),
    executionWindow: 30,
    reviewWindow: 60,
    storageMiB: 1,
    posted: undefined,
    seats: [],
    finalDigest: undefined,
    isSettled: false,
    ...overrides,
  };
}

/** A directory that holds a deal's inputs for its buyer. */
export async function startWithDeal(
  overrides: Partial<DealFacts> = {},
  options: Parameters<typeof startTestDirectory>[0] = {},
) {
  const [buyer, provider, seat] = [newAccount(), newAccount(), newAccount()];
  const test = await startTestDirectory(options);
  const inputs = inputFiles();
  const moduleId = (await test.client.putContent(moduleFiles)).id;
  const inputsId = (await test.client.putContent(inputs)).id;
  const request = { moduleId, inputsId, buyer: buyer.address, inputs };
  const receipt = await test.client.requestInputReceipt(request);
  const parties = { buyer: buyer.address, provider: provider.address };
  const deal = test.book.write(await dealOn(inputs, parties, overrides));
  return { ...test, inputs, inputsId, moduleId, buyer, provider, seat, deal, receipt };
}
