import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address, Hex, PrivateKeyAccount } from 'viem';
import { createTestClient, createWalletClient, http } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marketAbi } from '@/lib/chain/generated/market-abi';
import { testTokenAbi } from '@/lib/chain/generated/test-token-abi';
import { type DatabaseConnection, openDatabase } from '@/lib/db/database.server';
import { migrateDatabase } from '@/lib/db/migrate-database.server';
import { longestDeal } from '@/lib/offers/deal-windows';
import {
  type JobSubmission,
  type ResourceSubmission,
  type SignedPermit,
  splitSignature,
} from '@/lib/offers/match-item';
import {
  engineIdOf,
  jobOfferHashOf,
  listHashOf,
  resourceOfferHashOf,
} from '@/lib/offers/offer-hash';
import { cancellationsOf, nonceAt } from '@/lib/offers/offer-nonce';
import { type JobOffer, marketDomain, type ResourceOffer } from '@/lib/offers/offer-types';
import {
  inputReceiptTypes,
  jobOfferTypes,
  resourceOfferTypes,
  ticketTypes,
} from '@/lib/offers/typed-data';
import { jsonOf } from '@/lib/shared/json';
import { jobTraceOf } from '@/lib/telemetry/trace-id';
import { webTracer } from '@/lib/telemetry/web-tracer.server';
import { PERMIT_TYPES } from '@/lib/wallet/permit.client';
import { keepOperatorEvent } from '@/test/builders/kept-operator-event';
import { keepTicket } from '@/test/builders/kept-ticket';
import { jobOffer, resourceOffer, testEngine } from '@/test/builders/offers';
import { factsOf, writeTestDeployment } from '@/test/builders/test-deployment';
import { startTestMarket, type TestMarket } from '@/test/builders/test-market';
import { startCollector } from '@/test/stack/start-collector';
import { startPostgres, type TestPostgres } from '@/test/stack/start-postgres';
import { prepareMirror } from '@/workers/indexer/prepare-mirror.service';
import { rpcChainSource } from '@/workers/indexer/rpc-chain-source.server';
import { syncOnce } from '@/workers/indexer/sync-once.service';
import { GET as getMovementsCsv } from './accounts/[address]/movements.csv/route';
import { GET as getNotices } from './accounts/[address]/notices/route';
import { GET as getAccount } from './accounts/[address]/route';
import { GET as getCourt } from './courts/[id]/route';
import { GET as getCourts } from './courts/route';
import { GET as getDeal } from './deals/[id]/route';
import { GET as listDeals } from './deals/route';
import { GET as listDisputes } from './disputes/route';
import { GET as getJobOffer } from './job-offers/[hash]/route';
import { GET as listJobOffers, POST as postJobOffer } from './job-offers/route';
import { GET as getCheat, POST as setCheat } from './local/cheat/route';
import { POST as askFaucet } from './local/faucet/route';
import { GET as getMediator } from './mediators/[address]/route';
import { GET as getModule } from './modules/[id]/route';
import { GET as listModules } from './modules/route';
import { GET as getProvider } from './providers/[address]/route';
import { GET as listProviders } from './providers/route';
import { GET as getResourceOffer } from './resource-offers/[hash]/route';
import { GET as listChoices } from './resource-offers/choices/route';
import { GET as groupMisfits } from './resource-offers/misfits/route';
import { GET as listResourceOffers, POST as postResourceOffer } from './resource-offers/route';
import { GET as searchOffers } from './resource-offers/search/route';
import { GET as sumOffers } from './resource-offers/summary/route';
import { GET as getStats } from './stats/route';
import { GET as getStatus } from './status/route';
import { POST as postTicket } from './tickets/route';

type Handler = (request: Request, context: { params: Promise<never> }) => Promise<Response>;

let market: TestMarket;
let postgres: TestPostgres;
let database: DatabaseConnection;
let dataDir: string;
let buyer: PrivateKeyAccount;
let provider: PrivateKeyAccount;
let directory: PrivateKeyAccount;
let ticketKey: PrivateKeyAccount;
let nextNonce = 1n;

beforeAll(async () => {
  [market, postgres] = await Promise.all([startTestMarket(), startPostgres()]);
  await migrateDatabase(postgres.url);
  database = openDatabase(postgres.url, { max: 2 });
  [buyer, provider, directory, ticketKey] = [
    await market.newAccount(),
    await market.newAccount(),
    await market.newAccount(),
    await market.newAccount(),
  ];
  dataDir = await mkdtemp(join(tmpdir(), 'reckon-api-'));
  const facts = await factsOf(market);
  const { chainId, genesisHash } = facts;
  process.env.DATABASE_URL = postgres.url;
  process.env.RPC_URL = market.anvil.url;
  process.env.DEPLOYMENT_FILE = writeTestDeployment(facts).file;
  process.env.RECKON_DATA_DIR = dataDir;
  const identity = { chainId, genesisHash, market: market.market, startBlock: market.block };
  await prepareMirror(database.db, identity, false);
});

afterAll(async () => {
  await database.close();
  await (globalThis as { reckonDatabase?: DatabaseConnection }).reckonDatabase?.close();
  await Promise.all([market.stop(), postgres.stop()]);
});

const headers = { 'content-type': 'application/json' };

async function ask(
  handler: unknown,
  path: string,
  params = {},
  body?: unknown,
  extra: Record<string, string> = {},
) {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { ...headers, ...extra }, body: JSON.stringify(jsonOf(body)) };
  const request = new Request(`http://localhost/api/v1/${path}`, init);
  const context = { params: Promise.resolve(params as never) };
  const response = await (handler as Handler)(request, context);
  return { status: response.status, body: await response.json(), retryAfter: waitOf(response) };
}

/** Seconds of Retry-After; undefined where there is none. */
function waitOf(response: Response): number | undefined {
  const text = response.headers.get('retry-after');
  return text === null ? undefined : Number(text);
}

async function index() {
  const source = rpcChainSource(market.client, market.market);
  for (let isBehind = true; isBehind; ) {
    const options = { batch: 500n, finalityDepth: 64n };
    isBehind = (await syncOnce(database.db, source, options)).isBehind;
  }
}

async function send(account: PrivateKeyAccount, functionName: string, args: readonly unknown[]) {
  const wallet = createWalletClient({ account, transport: http(market.anvil.url) });
  const call = { chain: null, address: market.market, abi: marketAbi, functionName, args };
  const hash = await wallet.writeContract(call as never);
  await market.client.waitForTransactionReceipt({ hash });
}

const domain = (chainId = market.chainId) => marketDomain(chainId, market.market);
const chainTime = async () =>
  Number((await market.client.getBlock({ blockTag: 'latest' })).timestamp);

async function signedJob(
  overrides: Partial<JobOffer> = {},
  signing: { chainId?: number; signer?: PrivateKeyAccount; heldFor?: number } = {},
): Promise<JobSubmission> {
  const directories = [directory.address];
  const offer = jobOffer({
    buyer: buyer.address,
    directoriesHash: listHashOf(directories),
    nonce: nextNonce++,
    ...overrides,
  });
  const signature = await (signing.signer ?? buyer).signTypedData({
    domain: domain(signing.chainId),
    types: jobOfferTypes,
    primaryType: 'JobOffer',
    message: offer,
  });
  const held = signing.heldFor ?? longestDeal(offer, market.config) + 60;
  const heldUntil = (await chainTime()) + held;
  const { buyer: receiver, moduleId, inputsId } = offer;
  const receipt = await directory.signTypedData({
    domain: domain(),
    types: inputReceiptTypes,
    primaryType: 'InputReceipt',
    message: { buyer: receiver, moduleId, inputsId, heldUntil },
  });
  const inputReceipt = { directory: directory.address, heldUntil, signature: receipt };
  return { offer, signature, lists: { directories }, inputReceipt };
}

async function signedResource(
  overrides: Partial<ResourceOffer> = {},
  engines: readonly Hex[] = [testEngine],
): Promise<ResourceSubmission> {
  const directories = [directory.address];
  const courts: Hex[] = [jobOffer().court];
  const offer = resourceOffer({
    provider: provider.address,
    directoriesHash: listHashOf(directories),
    ticketKey: ticketKey.address,
    nonce: nextNonce++,
    ...overrides,
  });
  const signature = await provider.signTypedData({
    domain: domain(),
    types: resourceOfferTypes,
    primaryType: 'ResourceOffer',
    message: offer,
  });
  return { offer, signature, lists: { engines, courts, directories } };
}

async function signedPermit(amount: bigint): Promise<SignedPermit> {
  const token = { address: market.token, abi: testTokenAbi };
  const [name, nonce] = await Promise.all([
    market.client.readContract({ ...token, functionName: 'name' }),
    market.client.readContract({ ...token, functionName: 'nonces', args: [buyer.address] }),
  ]);
  const deadline = BigInt(await chainTime()) + 3_600n;
  const signature = await buyer.signTypedData({
    domain: { name, version: '1', chainId: market.chainId, verifyingContract: market.token },
    types: PERMIT_TYPES,
    primaryType: 'Permit',
    message: { owner: buyer.address, spender: market.market, value: amount, nonce, deadline },
  });
  return { owner: buyer.address, amount, deadline, signature };
}

async function signedTicket(resourceOfferHash: Hex, until: number, signer = ticketKey) {
  const signature = await signer.signTypedData({
    domain: domain(),
    types: ticketTypes,
    primaryType: 'Ticket',
    message: { resourceOfferHash, until },
  });
  return { resourceOfferHash, until, signature };
}

describe('POST job-offers', () => {
  const post = (submission: unknown) => ask(postJobOffer, 'job-offers', {}, submission);

  it('takes a signed offer once, and lists it for solvers', async () => {
    const submission = await signedJob();
    const hash = jobOfferHashOf(submission.offer);
    expect(await post(submission)).toEqual({ status: 201, body: { hash, isNew: true } });
    expect(await post(submission)).toEqual({ status: 200, body: { hash, isNew: false } });
    const { body } = await ask(listJobOffers, 'job-offers?status=open');
    const item = body.items.find((offer: { hash: Hex }) => offer.hash === hash);
    expect(item).toMatchObject({ state: { kind: 'open' }, failed: [], deals: [] });
    expect(item.submission).toEqual(jsonOf(submission));
    const one = await ask(getJobOffer, `job-offers/${hash}`, { hash });
    expect(one.body).toMatchObject({ hash, state: { kind: 'open' } });
  });

  it('begins the trace of the job, once', async () => {
    const collector = await startCollector();
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url;
    try {
      const submission = await signedJob();
      await post(submission);
      await post(submission);
      await (await webTracer())?.close();
      const { traceId, rootSpanId: spanId } = jobTraceOf(jobOfferHashOf(submission.offer));
      expect(collector.spans).toMatchObject([
        { traceId, spanId, name: 'job offer', service: 'reckon-web' },
      ]);
    } finally {
      delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
      collector.stop();
    }
  });

  it('takes a signature whose v is 0 or 1', async () => {
    const submission = await signedJob();
    const v = Number.parseInt(submission.signature.slice(130), 16) - 27;
    const signature: Hex = `0x${submission.signature.slice(2, 130)}0${v}`;
    expect((await post({ ...submission, signature })).status).toBe(201);
  });

  it.each([
    ['expired', () => signedJob({ expiry: 1_000 }), 410],
    ['wrong-chain', () => signedJob({}, { chainId: 1 }), 422],
    ['bad-signature', () => signedJob({}, { signer: provider }), 422],
    ['receipt-too-short', () => signedJob({}, { heldFor: 30 }), 422],
    [
      'bad-signature',
      async () => {
        const submission = await signedJob();
        return { ...submission, offer: { ...submission.offer, maxBasePrice: 1n } };
      },
      422,
    ],
    [
      'bad-receipt',
      async () => {
        const [one, other] = [await signedJob(), await signedJob({ inputsId: listHashOf([]) })];
        return { ...one, inputReceipt: other.inputReceipt };
      },
      422,
    ],
    [
      'wrong-lists',
      async () => ({ ...(await signedJob()), lists: { directories: [buyer.address] } }),
      422,
    ],
    ['missing-receipt', async () => ({ ...(await signedJob()), inputReceipt: undefined }), 422],
    ['bad-request', async () => ({ ...(await signedJob()), signature: '0x12z' }), 400],
    [
      'bad-permit',
      async () => {
        const submission = await signedJob();
        const { signature } = submission;
        const permit = { owner: buyer.address, amount: 5n, deadline: 4_000_000_000n, signature };
        return { ...submission, permit };
      },
      422,
    ],
  ])('refuses with %s', async (code, make, status) => {
    const answer = await post(await make());
    expect(answer.body.error).toMatchObject({ code, message: expect.any(String) });
    expect(answer.status).toBe(status);
  });

  it('refuses a body that is no JSON, or too long', async () => {
    const request = (body: string) =>
      new Request('http://localhost/api/v1/job-offers', { method: 'POST', headers, body });
    const context = { params: Promise.resolve({}) };
    const bad = await postJobOffer(request('{'), context as never);
    expect([bad.status, (await bad.json()).error.code]).toEqual([400, 'bad-json']);
    const long = await postJobOffer(request(`"${'x'.repeat(300_000)}"`), context as never);
    expect(long.status).toBe(413);
  });

  it('refuses an offer that was cancelled on chain, and stops listing one that is later', async () => {
    const [early, late] = [await signedJob(), await signedJob()];
    await post(late);
    await send(buyer, 'cancelJob', [early.offer.nonce]);
    expect((await post(early)).body.error).toMatchObject({ code: 'cancelled' });
    await send(buyer, 'cancelJob', [late.offer.nonce]);
    await index();
    const hash = jobOfferHashOf(late.offer);
    const { body } = await ask(getJobOffer, `job-offers/${hash}`, { hash });
    expect(body.state).toEqual({ kind: 'cancelled' });
    const { body: open } = await ask(listJobOffers, 'job-offers');
    expect(open.items.map((item: { hash: Hex }) => item.hash)).not.toContain(hash);
  });

  it('lists every waiting offer over its pages, so that old ones do not hide new ones', async () => {
    const offers = [await signedJob(), await signedJob(), await signedJob()];
    for (const offer of offers) await post(offer);
    const seen: Hex[] = [];
    for (let after = ''; ; ) {
      const { body } = await ask(listJobOffers, `job-offers?limit=1${after}`);
      seen.push(...body.items.map((item: { hash: Hex }) => item.hash));
      if (body.next === null) break;
      after = `&after=${body.next}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.slice(-3)).toEqual(offers.map(({ offer }) => jobOfferHashOf(offer)));
  });
});

describe('accounts', () => {
  it('list open offers, say when the deposit is short, and forget what was cancelled at once', async () => {
    const someone = await market.newAccount();
    const address = someone.address;
    const read = async (handler: unknown, path = '') =>
      (await ask(handler, `accounts/${address}${path}`, { address })).body;
    for (const second of [0, 1]) {
      const nonce = nonceAt(Date.now() + second * 1_000, crypto.getRandomValues(new Uint8Array(3)));
      const submission = await signedJob({ buyer: address, nonce }, { signer: someone });
      expect((await ask(postJobOffer, 'job-offers', {}, submission)).status).toBe(201);
    }
    const { offers, locks, deals } = await read(getAccount);
    expect([offers.length, locks, deals]).toEqual([2, [], []]);
    const { items } = await read(getNotices, '/notices');
    expect(items.map(({ kind }: { kind: string }) => kind)).toEqual([
      'deposit-short',
      'deposit-short',
    ]);
    const open = offers.map(({ kind, nonce }: { kind: 'job'; nonce: string }) => ({
      kind,
      nonce: BigInt(nonce),
    }));
    const calls = cancellationsOf(open, Date.now());
    expect(calls.map(({ functionName }) => functionName)).toEqual(['cancelBelow']);
    for (const { functionName, nonce } of calls) await send(someone, functionName, [nonce]);
    await index();
    expect((await read(getAccount)).offers).toEqual([]);
    expect((await read(getNotices, '/notices')).items).toEqual([]);
    const later = nonceAt(Date.now() + 5_000, new Uint8Array(3));
    const submission = await signedJob({ buyer: address, nonce: later }, { signer: someone });
    expect((await ask(postJobOffer, 'job-offers', {}, submission)).status).toBe(201);
  });

  it('refuse an address that is none', async () => {
    expect((await ask(getAccount, 'accounts/bob', { address: 'bob' })).status).toBe(400);
  });

  it('export their money movements', async () => {
    const { address } = await market.newAccount();
    const request = new Request(`http://localhost/api/v1/accounts/${address}/movements.csv`);
    const answer = await getMovementsCsv(request, { params: Promise.resolve({ address }) });
    expect(answer.headers.get('content-type')).toMatch('text/csv');
    expect(await answer.text()).toMatch(/^time \(UTC\),block,log,transaction,movement,deal,/);
    const headers = { 'x-forwarded-for': '192.0.2.77' };
    const again = () =>
      getMovementsCsv(new Request(request.url, { headers }), {
        params: Promise.resolve({ address }),
      });
    let last = await again();
    // A minute may end on the way.
    for (let times = 0; last.status === 200 && times < 25; times += 1) last = await again();
    expect(last.status).toBe(429);
    expect((await last.json()).error.code).toBe('too-many-downloads');
  });
});

describe('courts and mediators', () => {
  it('answer an unknown court with what to do, and an unknown mediator with zeros', async () => {
    const id = `0x${'ab'.repeat(32)}`;
    const court = await ask(getCourt, `courts/${id}`, { id });
    expect([court.status, court.body.error.code]).toEqual([404, 'unknown-court']);
    const { address } = await market.newAccount();
    const { body } = await ask(getMediator, `mediators/${address}`, { address });
    expect(body).toMatchObject({ record: { seats: 0, stake: '0' }, items: [], next: null });
  });
});

describe('resource offers and tickets', () => {
  const post = (submission: unknown) => ask(postResourceOffer, 'resource-offers', {}, submission);

  it('lists an offer as off until its machine sends a ticket', async () => {
    const submission = await signedResource();
    const hash = resourceOfferHashOf(submission.offer);
    expect(await post(submission)).toEqual({ status: 201, body: { hash, isNew: true } });
    expect((await post(submission)).status).toBe(200);
    const read = async () => (await ask(getResourceOffer, hash, { hash })).body;
    expect(await read()).toMatchObject({ state: 'off', ticket: null });
    const until = (await chainTime()) + 500;
    const ticket = await signedTicket(hash, until);
    expect((await ask(postTicket, 'tickets', {}, ticket)).status).toBe(201);
    expect((await ask(postTicket, 'tickets', {}, ticket)).status).toBe(200);
    const older = await signedTicket(hash, until - 10);
    expect((await ask(postTicket, 'tickets', {}, older)).body.isNew).toBe(false);
    expect(await read()).toMatchObject({
      state: 'live',
      ticket: { until, signature: ticket.signature },
      submission: jsonOf(submission),
    });
    const mine = await ask(listResourceOffers, `resource-offers?ticketKey=${ticketKey.address}`);
    expect(mine.body.items.map((item: { hash: Hex }) => item.hash)).toContain(hash);
    const stats = await ask(getStats, 'stats');
    expect(stats.body).toMatchObject({ openOffers: 1, deals: 0 });
  });

  it("refuses tickets that are not the key's, stale, too long, or of no offer", async () => {
    const submission = await signedResource();
    const hash = resourceOfferHashOf(submission.offer);
    await post(submission);
    const now = await chainTime();
    const refused = async (ticket: unknown) =>
      (await ask(postTicket, 'tickets', {}, ticket)).body.error.code;
    expect(await refused(await signedTicket(hash, now + 100, provider))).toBe('bad-signature');
    expect(await refused(await signedTicket(hash, now - 1))).toBe('expired');
    expect(await refused(await signedTicket(hash, now + 700))).toBe('bad-ticket');
    expect(await refused(await signedTicket(listHashOf([]), now + 100))).toBe('unknown-offer');
  });

  it('refuses an offer whose price alone is above its largest deal: nobody could match it', async () => {
    const dear = await post(await signedResource({ basePrice: 1_001n, maxValue: 1_000n }));
    expect(dear).toMatchObject({ status: 422, body: { error: { code: 'bad-terms' } } });
    const bare = await post(await signedResource({ basePrice: 1_000n, maxValue: 1_000n }));
    expect(bare.status).toBe(201);
  });

  it('refuses offers signed by others or with other lists', async () => {
    const submission = await signedResource();
    const lists = { ...submission.lists, engines: [] };
    expect((await post({ ...submission, lists })).body.error.code).toBe('wrong-lists');
    const other = { ...submission.offer, nonce: 999n };
    expect((await post({ ...submission, offer: other })).body.error.code).toBe('bad-signature');
  });

  it('pages through offers, cheapest first', async () => {
    for (const basePrice of [5n, 4n, 3n]) await post(await signedResource({ basePrice }));
    const prices: string[] = [];
    let after = '';
    do {
      const path = `resource-offers?limit=2${after}`;
      const { body } = await ask(listResourceOffers, path);
      for (const item of body.items) prices.push(item.submission.offer.basePrice);
      after = body.next === null ? '' : `&after=${body.next}`;
    } while (after !== '');
    expect(prices.length).toBeGreaterThanOrEqual(5);
    expect(prices).toEqual([...prices].sort((a, b) => Number(BigInt(a) - BigInt(b))));
  });

  it('searches offers by a written query, page by page, and sums up what fits and what does not', async () => {
    const search = async (query: Record<string, string>) =>
      (await ask(searchOffers, `resource-offers/search?${new URLSearchParams(query)}`)).body;
    const all = await search({});
    const first = await search({ sort: '-price.base', limit: '2' });
    const second = await search({ sort: '-price.base', limit: '200', after: first.next });
    expect(first.items.length + second.items.length).toBe(all.items.length);
    expect(second.next).toBeNull();
    // Later pages are read by the clock of the first, whatever the chain's says by then.
    const cursorOf = ({ next }: { next: string }) =>
      JSON.parse(Buffer.from(next, 'base64url').toString());
    const { now } = cursorOf(first);
    const chain = createTestClient({ mode: 'anvil', transport: http(market.anvil.url) });
    await chain.increaseTime({ seconds: 30 });
    await chain.mine({ blocks: 1 });
    const later = { sort: '-price.base', limit: '1', after: first.next };
    expect(cursorOf(await search(later)).now).toBe(now);
    expect(cursorOf(await search({ sort: later.sort, limit: '1' })).now).toBeGreaterThan(now);
    expect((await search({ q: 'ram > 1000000' })).items).toEqual([]);
    const asked = new URLSearchParams({ q: 'ram > 1000000' });
    const summary = (await ask(sumOffers, `resource-offers/summary?${asked}`)).body;
    expect(summary).toMatchObject({ open: all.items.length, fitting: 0, prices: null, run: null });
    const { groups } = (await ask(groupMisfits, `resource-offers/misfits?${asked}`)).body;
    expect(groups).toMatchObject([{ key: 'query:0', count: all.items.length }]);
    expect((await search({ q: 'vrm > 2' })).error).toMatchObject({
      code: 'bad-query',
      message: expect.stringContaining('character 1'),
    });
    expect((await search({ after: 'nonsense' })).error.message).toContain('"next"');
    const zero = JSON.stringify({ ...cursorOf(first), figure: '\0' });
    const after = Buffer.from(zero).toString('base64url');
    expect((await search({ sort: 'provider', after })).error.code).toBe('bad-request');
    expect((await search({ module: 'nothing-like-it' })).error.code).toBe('bad-query');
  });

  it('offers a buyer the cheapest that can run its module, whatever cheaper ones there are', async () => {
    const { engine } = (await ask(getModule, 'modules/cowsay', { id: 'cowsay' })).body.manifest;
    const engines = [engineIdOf(engine)];
    for (const basePrice of [1n, 2n, 3n]) await post(await signedResource({ basePrice }));
    const fits = await signedResource(
      { basePrice: 9_000n, enginesHash: listHashOf(engines) },
      engines,
    );
    const hash = resourceOfferHashOf(fits.offer);
    await post(fits);
    await ask(postTicket, 'tickets', {}, await signedTicket(hash, (await chainTime()) + 100));
    const choices = async (query: Record<string, string>) => {
      const params = new URLSearchParams({
        module: 'cowsay',
        directory: directory.address,
        ...query,
      });
      return (await ask(listChoices, `resource-offers/choices?${params}`)).body;
    };
    const { items } = await choices({});
    expect(items.map((choice: { hash: Hex }) => choice.hash)).toEqual([hash]);
    expect(items[0]).toMatchObject({
      state: 'live',
      offer: { basePrice: '9000' },
      lists: { engines },
    });
    expect((await choices({ need: 'memoryMiB:999999' })).items).toEqual([]);
    expect((await choices({ directory: buyer.address })).items).toEqual([]);
    const others = await choices({ directory: buyer.address, trust: 'any' });
    expect(others.items).toHaveLength(1);
    // What the page works out itself keeps nothing out until the buyer has chosen it.
    expect((await choices({ need: 'theta:201' })).items).toEqual([]);
    expect((await choices({ verification: 'B' })).items).toEqual([]);
    expect((await choices({ court: '0x12' })).error.code).toBe('bad-request');
    expect((await choices({ module: 'nothing' })).error.code).toBe('bad-query');
    const { groups } = (
      await ask(groupMisfits, `resource-offers/misfits?module=cowsay&directory=${buyer.address}`)
    ).body;
    expect(groups.map(({ key }: { key: string }) => key)).toContain('directory');
  });

  it('finds no offer for needs that none can meet, however large', async () => {
    const need = 'theta:4294967295,n:4294967295,reviewWindow:4294967295,memoryMiB:4294967295';
    for (const [handler, path] of [
      [groupMisfits, 'misfits'],
      [listChoices, 'choices'],
      [searchOffers, 'search'],
      [sumOffers, 'summary'],
    ] as const) {
      const answer = await ask(handler, `resource-offers/${path}?module=cowsay&need=${need}`);
      expect(answer.status, path).toBe(200);
    }
  });

  it('counts no deposit by a permit that another purchase has made unusable', async () => {
    await post(await signedResource());
    await ask(askFaucet, 'local/faucet', {}, { address: buyer.address });
    const [permit, quicker] = [await signedPermit(900n), await signedPermit(3n)];
    const job = await signedJob();
    const posted = await ask(postJobOffer, 'job-offers', {}, { ...job, permit });
    expect(posted).toMatchObject({ status: 201 });
    const hash = jobOfferHashOf(job.offer);
    const balanceSeen = async () => {
      const { outlook } = (await ask(getJobOffer, `${hash}?outlook=1`, { hash })).body;
      const { reasons } = outlook.obstacles[0];
      const named = (reason: { name: string }) => reason.name === 'Market_BuyerBalanceTooLow';
      return reasons.find(named).values[1];
    };
    expect(await balanceSeen()).toBe('900');
    const { v, r, s } = splitSignature(quicker.signature);
    const { owner, amount, deadline } = quicker;
    await send(provider, 'depositWithPermit', [owner, amount, deadline, v, r, s]);
    expect(await balanceSeen()).toBe('3');
  });

  it('says until when a machine was on that is off, and of one that rests that it takes no deals', async () => {
    const { db } = database;
    const submission = await signedResource({ ticketKey: ticketKey.address });
    await post(submission);
    const resource = resourceOfferHashOf(submission.offer);
    const job = await signedJob();
    await ask(postJobOffer, 'job-offers', {}, job);
    const hash = jobOfferHashOf(job.offer);
    const untilSeen = async () => {
      const { outlook } = (await ask(getJobOffer, `${hash}?outlook=1`, { hash })).body;
      const own = outlook.obstacles.find(
        ({ resourceOfferHash }: { resourceOfferHash: Hex }) => resourceOfferHash === resource,
      );
      const named = ({ name }: { name: string }) => name === 'Market_TicketStale';
      return own.reasons.find(named)?.values[0];
    };
    await keepTicket(db, resource, 5_000, 4_000);
    expect(await untilSeen()).toBe('5000');
    const now = await chainTime();
    await keepTicket(db, resource, now + 300, now);
    expect(await untilSeen()).toBeUndefined();
    const event = { principal: provider.address, operator: ticketKey.address, at: now };
    await keepOperatorEvent(db, { ...event, allowed: false, block: 1_000_000 });
    expect(await untilSeen()).toBe('0');
  });

  it('says of a waiting job what is in the way of each offer', async () => {
    const job = await signedJob({ cpuMilli: 60_000 });
    await ask(postJobOffer, 'job-offers', {}, job);
    const hash = jobOfferHashOf(job.offer);
    // Who only waits asks for the state alone, which costs one read.
    expect((await ask(getJobOffer, hash, { hash })).body).toMatchObject({
      state: { kind: 'open' },
      outlook: null,
    });
    const { outlook } = (await ask(getJobOffer, `${hash}?outlook=1`, { hash })).body;
    expect(outlook.fitting).toBe(0);
    const few = outlook.misfits.find(({ key }: { key: string }) => key === 'cpu.cores');
    expect(few.count).toBeGreaterThan(0);
    const names = outlook.obstacles[0].reasons.map(({ name }: { name: string }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'Market_ResourcesTooSmall',
        'Market_NoSuchCourt',
        'Market_BuyerBalanceTooLow',
      ]),
    );
    expect(outlook.obstacles[0].reasons[0].text).toMatch(/\w/);
    let refused = await ask(getJobOffer, `${hash}?outlook=1`, { hash });
    for (let asked = 0; asked < 40 && refused.status === 200; asked += 1) {
      refused = await ask(getJobOffer, `${hash}?outlook=1`, { hash });
    }
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'too-many-posts' } } });
  });

  it('drops offers below a cancelled nonce from the list', async () => {
    const submission = await signedResource();
    const hash = resourceOfferHashOf(submission.offer);
    await post(submission);
    await send(provider, 'cancelBelow', [submission.offer.nonce + 1n]);
    await index();
    expect((await ask(getResourceOffer, hash, { hash })).body.state).toBe('cancelled');
    expect((await ask(listResourceOffers, 'resource-offers')).body.items).toEqual([]);
    const all = await ask(listResourceOffers, 'resource-offers?all=true');
    expect(all.body.items.length).toBeGreaterThan(0);
  });
});

describe('limits of what may be posted', () => {
  const MOST_OPEN = 200;

  it('keeps room for everybody: a buyer may have so many offers waiting, and no more', async () => {
    const greedy = privateKeyToAccount(generatePrivateKey());
    const expiry = (await chainTime()) + 1_000;
    const make = () => signedJob({ buyer: greedy.address, expiry }, { signer: greedy });
    const post = (submission: unknown) => ask(postJobOffer, 'job-offers', {}, submission);
    const first = await make();
    expect((await post(first)).status).toBe(201);
    const others = Array.from(
      { length: MOST_OPEN - 1 },
      async () => (await post(await make())).status,
    );
    expect(new Set(await Promise.all(others))).toEqual(new Set([201]));
    const refused = await post(await make());
    expect([refused.status, refused.body.error.code]).toEqual([429, 'too-many-open']);
    expect(refused.body.error.hint).toMatch(/[Cc]ancel/);
    expect(refused.retryAfter).toBeGreaterThan(900);
    expect(refused.retryAfter).toBeLessThanOrEqual(1_001);
    expect((await post(first)).status).toBe(200);
    expect((await post(await signedJob())).status).toBe(201);
  });

  it('lets an address post so often in a minute, and tells it how long to wait', async () => {
    const ticket = await signedTicket(listHashOf([]), (await chainTime()) + 100);
    const from = (client: string) =>
      ask(postTicket, 'tickets', {}, ticket, { 'x-forwarded-for': `6.6.6.6, ${client}` });
    let posts = 0;
    let last = await from('192.0.2.1');
    // A minute may end on the way.
    for (; last.status === 404 && posts < 1_300; posts += 1) last = await from('192.0.2.1');
    expect([last.status, last.body.error.code]).toEqual([429, 'too-many-posts']);
    expect(posts).toBeGreaterThanOrEqual(600);
    expect(last.retryAfter).toBeGreaterThanOrEqual(1);
    expect(last.retryAfter).toBeLessThanOrEqual(60);
    expect(last.body.error.hint).toContain(`${last.retryAfter} seconds`);
    expect((await from('192.0.2.2')).status).toBe(404);
  });
});

describe('the rest', () => {
  it('answers lists and details on an empty market', async () => {
    expect((await ask(listDeals, 'deals')).body).toEqual({ items: [], next: null });
    expect((await ask(listDisputes, 'disputes?kind=audit')).body).toEqual({
      items: [],
      next: null,
    });
    expect((await ask(getCourts, 'courts')).body).toEqual({ items: [] });
    const id = listHashOf([]);
    expect((await ask(getDeal, 'deals/x', { id })).status).toBe(404);
    expect((await ask(getDeal, 'deals/x', { id: 'x' })).body.error.code).toBe('bad-request');
    expect((await ask(listDeals, 'deals?limit=0')).status).toBe(400);
    expect((await ask(listDeals, 'deals?color=red')).status).toBe(400);
    const { body } = await ask(listProviders, 'providers');
    expect(body.items[0].address).toBe(provider.address.toLowerCase());
    const address: Address = buyer.address;
    expect((await ask(getProvider, 'providers/x', { address })).body).toMatchObject({ deals: 0 });
  });

  it('shows modules and status', async () => {
    const { body } = await ask(listModules, 'modules');
    expect(body.items.map((item: { manifest: { name: string } }) => item.manifest.name)).toEqual(
      expect.arrayContaining(['cowsay', 'sqlite', 'upscale']),
    );
    const cowsay = await ask(getModule, 'modules/cowsay', { id: 'cowsay' });
    expect(cowsay.body.id).toMatch(/^0x/);
    await index();
    const status = await ask(getStatus, 'status');
    expect(status.body).toMatchObject({
      behind: 0,
      deployment: { chainId: 31_337, market: market.market },
      indexer: { chainId: 31_337 },
    });
  });

  it('gives gas and tokens on the development chain', async () => {
    const { address } = await market.newAccount();
    const { status, body } = await ask(askFaucet, 'local/faucet', {}, { address });
    expect([status, body.tokens]).toEqual([200, '10000000000']);
    const balance = await market.client.readContract({
      address: market.token,
      abi: testTokenAbi,
      functionName: 'balanceOf',
      args: [address],
    });
    expect(balance).toBe(10_000_000_000n);
    expect((await ask(askFaucet, 'local/faucet', {}, { address: '0x1' })).status).toBe(400);
  });

  it("turns a provider's cheating on and off", async () => {
    await mkdir(join(dataDir, 'agents', 'provider-3'), { recursive: true });
    const read = async (name: string) => ask(getCheat, `local/cheat?provider=${name}`);
    expect((await read('provider-3')).body).toEqual({ provider: 'provider-3', on: false });
    await ask(setCheat, 'local/cheat', {}, { provider: 'provider-3', on: true });
    expect((await read('provider-3')).body.on).toBe(true);
    expect((await read('nobody')).status).toBe(404);
  });

  it('takes no offers into a database that still mirrors another market', async () => {
    const file = process.env.DEPLOYMENT_FILE ?? '';
    const text = await readFile(file, 'utf8');
    const other = join(dataDir, 'other.json');
    await writeFile(other, text.replace(market.market, buyer.address));
    process.env.DEPLOYMENT_FILE = other;
    const { status, body } = await ask(postJobOffer, 'job-offers', {}, await signedJob());
    process.env.DEPLOYMENT_FILE = file;
    expect([status, body.error.code]).toEqual([503, 'not-ready']);
  });

  it('says that the market is not ready when its deployment is not there', async () => {
    const file = process.env.DEPLOYMENT_FILE;
    process.env.DEPLOYMENT_FILE = join(dataDir, 'none.json');
    const { status, body } = await ask(getStatus, 'status');
    process.env.DEPLOYMENT_FILE = file;
    expect([status, body.error.code]).toEqual([503, 'not-ready']);
  });
});
