import type { Address, PrivateKeyAccount } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isSignedByKey } from '@/lib/chain/key-signature';
import { type DatabaseConnection, openDatabase } from '@/lib/db/database.server';
import { migrateDatabase } from '@/lib/db/migrate-database.server';
import { listResourceOffers } from '@/lib/offers/resource-offers.query';
import { recheckSubmissionSchema } from '@/lib/providers/machine-api';
import type { MachineOrder } from '@/lib/providers/machine-order';
import type { MachineRecheck } from '@/lib/providers/machine-recheck';
import type { MachinePulse, MachineReport } from '@/lib/providers/machine-report';
import {
  orderTypedData,
  pulseTypedData,
  recheckTypedData,
  reportDigest,
  reportTypedData,
} from '@/lib/providers/machine-typed-data';
import { isOrderedToRest } from '@/lib/providers/resting-machine.query';
import { SAMPLE_GPU, samplePulse, sampleReport } from '@/lib/providers/testing/sample-machine';
import { keepOfferNaming } from '@/test/builders/kept-offer';
import { keepOperatorEvent } from '@/test/builders/kept-operator-event';
import { keepTicket } from '@/test/builders/kept-ticket';
import { factsOf, writeTestDeployment } from '@/test/builders/test-deployment';
import { startTestMarket, type TestMarket } from '@/test/builders/test-market';
import { startPostgres, type TestPostgres } from '@/test/stack/start-postgres';
import { GET as getFile } from '../pairings/[code]/files/[name]/route';
import { GET as getPairing } from '../pairings/[code]/route';
import { POST as claimPairing } from '../pairings/claim/route';
import { POST as createPairing } from '../pairings/route';
import { GET as getHistory } from './[agent]/history/route';
import { POST as postOrder } from './[agent]/orders/route';
import { GET as getPeers } from './[agent]/peers/route';
import { POST as postPulse } from './[agent]/pulse/route';
import { POST as postRecheck } from './[agent]/rechecks/route';
import { POST as postReport } from './[agent]/report/route';
import { GET as getMachine } from './[agent]/route';
import { GET as listMachines } from './route';

type Handler = (request: Request, context: { params: Promise<never> }) => Promise<Response>;

const START = 1_800_000_000;
const newAccount = () => privateKeyToAccount(generatePrivateKey());

let market: TestMarket;
let postgres: TestPostgres;
let database: DatabaseConnection;
let provider: PrivateKeyAccount;
let agent: PrivateKeyAccount;
let now = START;

beforeAll(async () => {
  [market, postgres] = await Promise.all([startTestMarket(), startPostgres()]);
  await migrateDatabase(postgres.url);
  database = openDatabase(postgres.url, { max: 2 });
  process.env.DATABASE_URL = postgres.url;
  process.env.RPC_URL = market.anvil.url;
  process.env.DEPLOYMENT_FILE = writeTestDeployment(await factsOf(market)).file;
  provider = newAccount();
});

afterAll(async () => {
  vi.useRealTimers();
  await database.close();
  await (globalThis as { reckonDatabase?: DatabaseConnection }).reckonDatabase?.close();
  await Promise.all([market.stop(), postgres.stop()]);
});

/** Each test has a machine of its own, and begins a day after the last one. */
beforeEach(() => {
  agent = newAccount();
  provider = newAccount();
  moveTo(now + 86_400);
});

function moveTo(seconds: number): void {
  now = seconds;
  vi.useFakeTimers({ toFake: ['Date'], now: seconds * 1_000 });
}

let client = 0;

async function ask(handler: unknown, path: string, params = {}, body?: unknown) {
  client += 1;
  const headers = {
    'content-type': 'application/json',
    'x-forwarded-for': `192.0.${client >> 8}.${client & 255}`,
  };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const init = body === undefined ? {} : { method: 'POST', headers, body: text };
  const request = new Request(`http://localhost/api/v1/${path}`, init);
  const response = await (handler as Handler)(request, {
    params: Promise.resolve(params as never),
  });
  return { status: response.status, body: await response.json() };
}

const here = () => ({ chainId: market.chainId, market: market.market });
const refused = (status: number, code: string) => ({ status, body: { error: { code } } });

async function signedReport(change: Partial<MachineReport> = {}, key = agent) {
  const report = sampleReport(key.address, { at: now, provider: provider.address, ...change });
  return { report, signature: await key.signTypedData(reportTypedData(here(), report)) };
}

async function signedPulse(change: Partial<MachinePulse> = {}, key = agent) {
  const pulse = samplePulse(key.address, { at: now, ...change });
  return { pulse, signature: await key.signTypedData(pulseTypedData(here(), pulse)) };
}

async function signedOrder(change: Partial<MachineOrder> = {}, key = provider) {
  const order: MachineOrder = {
    provider: key.address,
    agent: agent.address,
    state: 'draining',
    until: 0,
    at: now,
    ...change,
  };
  return { order, signature: await key.signTypedData(orderTypedData(here(), order)) };
}

async function signedRecheck(change: Partial<MachineRecheck> = {}, key = provider) {
  const asked = { provider: key.address, agent: agent.address, benchmark: false, at: now };
  const recheck: MachineRecheck = { ...asked, ...change };
  return { recheck, signature: await key.signTypedData(recheckTypedData(here(), recheck)) };
}

const at = (key = agent) => ({ agent: key.address });
const report = async (change: Partial<MachineReport> = {}, key = agent) =>
  ask(postReport, 'report', at(key), await signedReport(change, key));
const pulse = async (change: Partial<MachinePulse> = {}, key = agent) =>
  ask(postPulse, 'pulse', at(key), await signedPulse(change, key));
const order = async (change: Partial<MachineOrder> = {}, key = provider) =>
  ask(postOrder, 'orders', at(), await signedOrder(change, key));
const recheck = async (change: Partial<MachineRecheck> = {}, key = provider) =>
  ask(postRecheck, 'rechecks', at(), await signedRecheck(change, key));
const machine = async (key = agent) => (await ask(getMachine, 'machine', at(key))).body;
const newCode = async (): Promise<string> =>
  (await ask(createPairing, 'pairings', {}, { provider: provider.address })).body.code;
const claim = async (code: string, change: Partial<MachineReport> = {}, key = agent) =>
  ask(claimPairing, 'claim', {}, { code, ...(await signedReport(change, key)) });

const operatorSet = (block: number, allowed: boolean, by = provider) =>
  keepOperatorEvent(database.db, {
    ...{ principal: by.address, operator: agent.address, allowed, block, at: START + block },
  });

it('tells since when a machine’s key is forbidden, by the last word of its own provider', async () => {
  await report();
  expect((await machine()).forbiddenAt).toBeNull();
  await operatorSet(1, true);
  await operatorSet(2, false);
  const { items } = (await ask(listMachines, `machines?provider=${provider.address}`)).body;
  expect(items).toMatchObject([{ agent: agent.address, forbiddenAt: START + 2 }]);
  await operatorSet(3, true);
  await operatorSet(4, false, newAccount());
  expect((await machine()).forbiddenAt).toBeNull();
});

describe('pairing', () => {
  it('gives a machine to the provider whose code it has', async () => {
    const made = await ask(createPairing, 'pairings', {}, { provider: provider.address });
    expect(made).toMatchObject({ status: 201, body: { expiresAt: now + 900 } });
    const { code } = made.body;
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const waiting = { state: 'waiting', provider: provider.address, agent: null, report: null };
    expect((await ask(getPairing, 'p', { code })).body).toMatchObject(waiting);
    expect(await claim(code)).toMatchObject({ status: 201, body: { provider: provider.address } });
    const typed = code.toLowerCase().replace('-', ' ');
    const { body } = await ask(getPairing, 'p', { code: typed });
    expect(body).toMatchObject({ state: 'claimed', agent: agent.address });
    const { report: kept, signature } = body.report;
    expect(await isSignedByKey(agent.address, reportDigest(here(), kept), signature)).toBe(true);
    const { items } = (await ask(listMachines, `machines?provider=${provider.address}`)).body;
    expect(items).toMatchObject([{ agent: agent.address, state: 'new', inOffer: false }]);
  });

  it('gives files for the machine, for the host that was asked', async () => {
    const code = await newCode();
    const params = { code, name: 'compose.yaml' };
    const get = async (host: string) => {
      const request = new Request('http://localhost/f', { headers: { 'x-forwarded-host': host } });
      return getFile(request, { params: Promise.resolve(params) });
    };
    const text = await (await get('market.example')).text();
    expect(text).toContain(`PAIR_CODE: "${code}"`);
    expect(text).toContain('http://market.example');
    expect((await get('market.example"]')).status).toBe(404);
    params.code = '0000-0000';
    expect((await get('market.example')).status).toBe(404);
  });

  it('keeps no code', async () => {
    const code = await newCode();
    const { rows } = await database.pool.query('select * from pairings');
    expect(JSON.stringify(rows)).not.toContain(code);
  });

  it('refuses a wrong code, and one that is none', async () => {
    expect(await claim('0000-0000')).toMatchObject(refused(404, 'unknown-code'));
    expect(await claim('hello')).toMatchObject(refused(404, 'unknown-code'));
    expect(await ask(getPairing, 'p', { code: "';--" })).toMatchObject(
      refused(404, 'unknown-code'),
    );
  });

  it('refuses a code that another machine used, and lets the same one ask again', async () => {
    const code = await newCode();
    await claim(code);
    expect(await claim(code, {}, newAccount())).toMatchObject(refused(409, 'code-used'));
    moveTo(now + 5);
    expect(await claim(code)).toMatchObject({ status: 201 });
  });

  it('gives a code to one of two machines that ask at the same time', async () => {
    const code = await newCode();
    const answers = await Promise.all([1, 2, 3].map(() => claim(code, {}, newAccount())));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('refuses an expired code', async () => {
    const code = await newCode();
    moveTo(now + 901);
    expect(await claim(code)).toMatchObject(refused(410, 'code-expired'));
    expect((await ask(getPairing, 'p', { code })).body.state).toBe('expired');
  });

  it('refuses a forged report, and leaves the code good', async () => {
    const code = await newCode();
    const { signature } = await signedReport({}, newAccount());
    const forged = { code, report: (await signedReport()).report, signature };
    expect(await ask(claimPairing, 'claim', {}, forged)).toMatchObject(
      refused(422, 'bad-signature'),
    );
    expect(await claim(code, { provider: newAccount().address })).toMatchObject(
      refused(422, 'other-provider'),
    );
    expect((await ask(getPairing, 'p', { code })).body.state).toBe('waiting');
  });

  it('lets one address make ten codes a minute', async () => {
    const body = JSON.stringify({ provider: provider.address });
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': '198.51.100.7' };
    const statuses: number[] = [];
    for (let post = 0; post < 11; post += 1) {
      const request = new Request('http://localhost/p', { method: 'POST', headers, body });
      const context = { params: Promise.resolve({}) } as never;
      statuses.push((await createPairing(request, context)).status);
    }
    expect(statuses).toEqual([...Array(10).fill(201), 429]);
  });
});

describe('a report', () => {
  it('takes the place of an older one, never the other way round', async () => {
    const old = await signedReport({ name: 'old' });
    moveTo(now + 10);
    expect(await report({ name: 'new' })).toMatchObject({ status: 201 });
    expect(await ask(postReport, 'r', at(), old)).toMatchObject(refused(409, 'stale-report'));
    expect((await machine()).name).toBe('new');
  });

  it('that is kept already changes nothing', async () => {
    const same = await signedReport();
    expect((await ask(postReport, 'r', at(), same)).status).toBe(201);
    expect(await ask(postReport, 'r', at(), same)).toMatchObject({
      status: 200,
      body: { isNew: false },
    });
  });

  it.each([
    [61, '61 seconds ahead'],
    [-90, '90 seconds behind'],
    [2 ** 39, 'ahead'],
  ])('of a clock that is %d seconds off is refused, and told by how much', async (skew, words) => {
    const { status, body } = await report({ at: now + skew });
    expect([status, body.error.code]).toEqual([422, 'clock-skew']);
    expect(body.error.message).toContain(words);
  });

  it('is refused where it is forged, another machine’s, or of another market', async () => {
    const mine = await signedReport();
    const better = { ...mine, report: { ...mine.report, name: 'better' } };
    expect(await ask(postReport, 'r', at(), better)).toMatchObject(refused(422, 'bad-signature'));
    expect(await ask(postReport, 'r', at(newAccount()), mine)).toMatchObject(
      refused(422, 'wrong-agent'),
    );
    const elsewhere = { ...here(), chainId: 1 };
    const signature = await agent.signTypedData(reportTypedData(elsewhere, mine.report));
    expect(await ask(postReport, 'r', at(), { ...mine, signature })).toMatchObject(
      refused(422, 'bad-signature'),
    );
  });

  it.each([
    ['no JSON', '{', 400],
    ['a number', '5', 400],
    ['a megabyte', JSON.stringify({ report: 'x'.repeat(1 << 20) }), 413],
    ['a deep one', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 400],
  ])('is refused where its body is %s', async (_what, body, status) => {
    expect((await ask(postReport, 'r', at(), body)).status).toBe(status);
  });

  it('of fewer devices or engines is an incident, until they are back', async () => {
    const { hardware, engines } = sampleReport(agent.address);
    const cards = (count: number) => ({ ...hardware, gpus: Array(count).fill(SAMPLE_GPU) });
    await report({ hardware: cards(2) });
    moveTo(now + 10);
    const broken = engines.map((engine) => ({ ...engine, state: 'broken' as const }));
    await report({ hardware: cards(1), engines: broken });
    const lost = now;
    const { incidents } = await machine();
    expect(incidents).toMatchObject([
      { kind: 'engine-lost', until: null },
      { kind: 'gpu-lost', from: lost, until: null },
    ]);
    expect(incidents[1].text).toContain('1 of 2 GPUs of the model NVIDIA H100');
    moveTo(now + 10);
    await report({ hardware: cards(2), engines });
    expect((await machine()).incidents.map(({ until }: { until: number }) => until)).toEqual([
      now,
      now,
    ]);
  });
});

describe('a pulse', () => {
  it('keeps a machine live, and a silence is an incident', async () => {
    await report();
    expect(await pulse()).toMatchObject({
      status: 200,
      body: { order: null, isShared: false, now, minimumVersion: expect.any(String) },
    });
    expect((await machine()).state).toBe('serving');
    const last = now;
    moveTo(now + 61);
    expect(await machine()).toMatchObject({
      state: 'silent',
      incidents: [{ kind: 'silent', from: last, until: null }],
    });
    await pulse();
    expect(await machine()).toMatchObject({
      state: 'serving',
      incidents: [{ kind: 'silent', from: last, until: now }],
    });
  });

  it('is taken once: a replayed or older one is refused', async () => {
    await report();
    const old = await signedPulse({ at: now - 5 });
    const first = await signedPulse();
    expect((await ask(postPulse, 'p', at(), first)).status).toBe(200);
    expect(await ask(postPulse, 'p', at(), first)).toMatchObject(refused(409, 'stale-pulse'));
    expect(await ask(postPulse, 'p', at(), old)).toMatchObject(refused(409, 'stale-pulse'));
    moveTo(now + 15);
    // After a restart the old start's words are no more good than before.
    expect((await pulse({ boot: 'b'.repeat(32) })).status).toBe(200);
    expect(await ask(postPulse, 'p', at(), first)).toMatchObject(refused(409, 'stale-pulse'));
  });

  it('is refused from a wrong clock, a stranger, and a machine that has not reported', async () => {
    expect(await pulse()).toMatchObject(refused(404, 'unknown-machine'));
    await report();
    expect(await pulse({ at: now + 100 })).toMatchObject(refused(422, 'clock-skew'));
    const { signature } = await signedPulse({}, newAccount());
    const forged = { ...(await signedPulse()), signature };
    expect(await ask(postPulse, 'p', at(), forged)).toMatchObject(refused(422, 'bad-signature'));
  });

  it('of two agents with one key: both are told, and the dashboard has an incident', async () => {
    await report();
    const [one, other] = ['1'.repeat(32), '2'.repeat(32)];
    await pulse({ boot: one });
    // Its clock is behind, and both send in the same second.
    expect((await pulse({ boot: other, at: now + 3 })).body.isShared).toBe(false);
    moveTo(now + 15);
    expect((await pulse({ boot: one })).body.isShared).toBe(true);
    expect((await pulse({ boot: other, at: now - 13 })).status).toBe(409);
    expect((await pulse({ boot: other, at: now })).body.isShared).toBe(true);
    expect((await machine()).incidents).toMatchObject([{ kind: 'shared-key', until: null }]);
    for (let step = 0; step < 6; step += 1) {
      moveTo(now + 15);
      await pulse({ boot: one });
    }
    expect((await pulse({ boot: one, at: now + 1 })).body.isShared).toBe(false);
    expect((await machine()).incidents[0].until).not.toBe(null);
  });

  it('tells of problems once, and of an older agent', async () => {
    await report();
    const problems = [{ at: now - 20, text: 'disk full' }];
    await pulse({ problems, state: 'unhealthy', software: 'reckon-agent 0.0.1' });
    moveTo(now + 15);
    await pulse({ problems, state: 'serving', software: 'reckon-agent 0.0.1' });
    const found = await machine();
    expect(found.isOutdated).toBe(true);
    expect(found.incidents).toMatchObject([
      { kind: 'unhealthy', text: 'disk full', from: now - 15, until: now },
      { kind: 'problem', text: 'disk full' },
    ]);
    expect(found.incidents).toHaveLength(2);
  });

  it('makes the history, whose size does not grow', async () => {
    moveTo(now + 300 - (now % 300));
    await report();
    const begin = now;
    for (let step = 0; step < 20; step += 1) {
      await pulse({ cpu: step % 2, gpu: null });
      moveTo(now + 15);
    }
    const day = (await ask(getHistory, 'h?range=24h', at())).body;
    expect([day.step, day.items.length]).toEqual([300, 288]);
    const full = day.items.find((item: { at: number }) => item.at >= begin);
    expect(full).toMatchObject({ up: 1, cpu: 0.5, memory: 0.25, gpu: null, running: 1 });
    expect(day.items[0].up).toBe(null);
    expect((await ask(getHistory, 'h?range=7d', at())).body.items).toHaveLength(168);
    expect((await ask(getHistory, 'h?range=30d', at())).body.items).toHaveLength(720);
    expect((await ask(getHistory, 'h?range=1y', at())).status).toBe(400);
    moveTo(now + 40 * 86_400);
    await pulse();
    const { rows } = await database.pool.query(
      'select count(*)::int from machine_samples where agent = $1',
      [agent.address.toLowerCase()],
    );
    expect(rows).toEqual([{ count: 2 }]);
  });
});

describe('an order', () => {
  it('reaches the machine with its next pulse, signed by its provider', async () => {
    await report();
    expect(await order()).toMatchObject({ status: 201 });
    const { order: got } = (await pulse()).body;
    expect(got.order).toMatchObject({ state: 'draining', provider: provider.address });
    expect(await machine()).toMatchObject({ wanted: 'draining', order: { until: 0 } });
  });

  it('ends by itself', async () => {
    await report();
    await order({ state: 'maintenance', until: now + 100 });
    expect((await machine()).wanted).toBe('maintenance');
    moveTo(now + 100);
    expect((await machine()).wanted).toBe('serving');
  });

  it('is refused from anybody else, where it is older, or has ended', async () => {
    await report();
    expect(await order({}, newAccount())).toMatchObject(refused(403, 'not-your-machine'));
    expect(await order({ provider: newAccount().address })).toMatchObject(
      refused(422, 'bad-signature'),
    );
    const kept = await signedOrder();
    expect((await ask(postOrder, 'o', at(), kept)).status).toBe(201);
    expect((await ask(postOrder, 'o', at(), kept)).status).toBe(200);
    expect(await order({ at: now - 1 })).toMatchObject(refused(409, 'stale-order'));
    expect(await order({ until: now - 1 })).toMatchObject(refused(422, 'bad-order'));
    expect(await order({ at: now + 300 })).toMatchObject(refused(422, 'clock-skew'));
  });

  it('of its last provider does not bind a machine that has another', async () => {
    await report();
    await order();
    moveTo(now + 10);
    await report({ provider: newAccount().address });
    expect((await pulse()).body.order).toBe(null);
  });
});

describe('an offer with a good ticket', () => {
  /** An offer that names the machine, and what solvers are told of it. */
  async function offered(to: PrivateKeyAccount) {
    const { db } = database;
    const hash = await keepOfferNaming(db, to.address, agent.address);
    await keepTicket(db, hash, 5_000, 4_000);
    const state = async () =>
      (await listResourceOffers(db, { hash }, 4_010, { limit: 1 })).items[0]?.state;
    return { hash, state };
  }

  it('is off as soon as its provider orders the machine to take no deals', async () => {
    await report();
    const { state } = await offered(provider);
    expect(await state()).toBe('live');
    const rests = () => isOrderedToRest(database.db, agent.address, provider.address);
    expect(await rests()).toBe(false);
    await order({ state: 'draining' });
    expect(await state()).toBe('off');
    expect(await rests()).toBe(true);
    moveTo(now + 1);
    await order({ state: 'serving' });
    expect(await state()).toBe('live');
    expect(await rests()).toBe(false);
  });

  it('is off as soon as the machine says that it takes none, until it gives another ticket', async () => {
    await report();
    const { hash, state } = await offered(provider);
    await pulse();
    expect(await state()).toBe('live');
    moveTo(now + 1);
    await pulse({ state: 'unhealthy' });
    expect(await state()).toBe('off');
    moveTo(now + 2);
    await keepTicket(database.db, hash, 5_001, 4_001);
    expect(await state()).toBe('live');
  });

  it('is off as soon as its provider forbids the key', async () => {
    const { state } = await offered(provider);
    const event = { principal: provider.address, operator: agent.address, at: now };
    await keepOperatorEvent(database.db, { ...event, allowed: true, block: 900 });
    expect(await state()).toBe('live');
    await keepOperatorEvent(database.db, { ...event, allowed: false, block: 901 });
    expect(await state()).toBe('off');
  });

  it('stays so where it names its provider’s own key: the market lets that post all the same', async () => {
    const { db } = database;
    const hash = await keepOfferNaming(db, provider.address, provider.address);
    await keepTicket(db, hash, 5_000, 4_000);
    const event = { principal: provider.address, operator: provider.address, at: now };
    await keepOperatorEvent(db, { ...event, allowed: false, block: 902 });
    const { items } = await listResourceOffers(db, { hash }, 4_010, { limit: 1 });
    expect(items[0]?.state).toBe('live');
  });

  it('stays so where a stranger forbids the key, or takes orders of its own from it', async () => {
    const stranger = newAccount();
    const { state } = await offered(provider);
    const event = { principal: stranger.address, operator: agent.address, at: now };
    await keepOperatorEvent(database.db, { ...event, allowed: false, block: 903 });
    expect(await state()).toBe('live');
    // A machine of the stranger's own, which rests: another key than the offer names.
    const other = newAccount();
    await report({ agent: other.address, provider: provider.address }, other);
    await pulse({ agent: other.address, state: 'maintenance' }, other);
    expect(await state()).toBe('live');
  });

  it('stays so where a stranger orders, whoever the machine says it serves', async () => {
    const stranger = newAccount();
    await report({ provider: stranger.address });
    const { state } = await offered(provider);
    await order({}, stranger);
    expect(await state()).toBe('live');
  });
});

describe('a recheck', () => {
  it('is told with each pulse until a report answers it, and lets the order hold', async () => {
    await report();
    expect((await machine()).recheck).toBe(null);
    await order({ state: 'maintenance' });
    expect(await recheck({ benchmark: true })).toMatchObject({ status: 201 });
    const asked = now;
    const open = { recheck: { recheck: { at: asked, benchmark: true } } };
    expect((await pulse()).body).toMatchObject({ ...open, order: { order: { until: 0 } } });
    moveTo(now + 15);
    expect((await pulse()).body).toMatchObject(open);
    expect(await machine()).toMatchObject({
      wanted: 'maintenance',
      recheck: { at: asked, benchmark: true, state: 'checking' },
    });
    await report({ answers: asked });
    moveTo(now + 15);
    expect((await pulse()).body.recheck).toBe(null);
    expect((await machine()).recheck.state).toBe('answered');
  });

  it('that nobody answers is given up, and not told any more', async () => {
    await report();
    await recheck();
    moveTo(now + 181);
    expect((await pulse()).body.recheck).toBe(null);
    expect((await machine()).recheck.state).toBe('unanswered');
  });

  it('that a contract wallet signed hours ago is told from when it came', async () => {
    await report();
    const asked = now - 20 * 3_600;
    expect(await recheck({ at: asked })).toMatchObject({ status: 201 });
    moveTo(now + 15);
    const { body } = await pulse();
    expect(recheckSubmissionSchema.parse(body.recheck).recheck.at).toBe(asked);
    expect((await machine()).recheck).toEqual({ at: asked, benchmark: false, state: 'checking' });
    moveTo(now + 166);
    expect((await pulse()).body.recheck).toBe(null);
    expect((await machine()).recheck.state).toBe('unanswered');
  });

  it('is taken once, and another not within seconds', async () => {
    await report();
    const first = await signedRecheck();
    expect((await ask(postRecheck, 'r', at(), first)).status).toBe(201);
    expect(await ask(postRecheck, 'r', at(), first)).toMatchObject({
      status: 200,
      body: { isNew: false },
    });
    moveTo(now + 9);
    expect(await recheck()).toMatchObject(refused(429, 'too-soon'));
    moveTo(now + 1);
    expect(await recheck()).toMatchObject({ status: 201 });
  });

  it('for an agent that does not know it is refused, with what to do', async () => {
    await report();
    await pulse({ software: 'reckon-agent 0.1.9' });
    const answer = await recheck();
    expect(answer).toMatchObject(refused(409, 'agent-too-old'));
    expect(answer.body.error.message).toMatch(/This agent is too old .*update it/);
    expect((await machine()).recheck).toBe(null);
  });

  it('is refused from anybody else, forged, for another machine, or of another time', async () => {
    expect(await recheck()).toMatchObject(refused(404, 'unknown-machine'));
    await report();
    expect(await recheck({}, newAccount())).toMatchObject(refused(403, 'not-your-machine'));
    expect(await recheck({ provider: newAccount().address })).toMatchObject(
      refused(422, 'bad-signature'),
    );
    expect(await recheck({ agent: newAccount().address })).toMatchObject(
      refused(422, 'wrong-agent'),
    );
    expect(await recheck({ at: now + 300 })).toMatchObject(refused(422, 'clock-skew'));
    expect((await ask(postRecheck, 'r', at(), { recheck: 1 })).status).toBe(400);
    const signed = await signedRecheck();
    const more = { ...signed, recheck: { ...signed.recheck, heardAt: now } };
    const answer = await ask(postRecheck, 'r', at(), more);
    expect(answer).toMatchObject(refused(400, 'bad-request'));
    expect(answer.body.error.message).toMatch(/recheck.*heardAt/);
    expect((await machine()).recheck).toBe(null);
  });

  it('of its last provider does not bind a machine that has another', async () => {
    await report();
    await recheck();
    moveTo(now + 10);
    await report({ provider: newAccount().address });
    expect((await pulse()).body.recheck).toBe(null);
  });
});

describe('what counts', () => {
  const nameInOffer = (owner: Address, ticketKey: Address) =>
    keepOfferNaming(database.db, owner, ticketKey);

  it('is what the provider named: in an offer, or as operator on chain', async () => {
    await report();
    expect((await machine()).standing).toEqual({ inOffer: false, isOperator: false });
    await nameInOffer(newAccount().address, agent.address);
    expect((await machine()).standing.inOffer).toBe(false);
    await nameInOffer(provider.address, agent.address);
    expect((await machine()).standing.inOffer).toBe(true);
    // A stranger's machine stands behind, whenever it was heard.
    const stranger = newAccount();
    moveTo(now + 10);
    await report({}, stranger);
    const { items } = (await ask(listMachines, `m?provider=${provider.address}`)).body;
    expect(items.map((item: { agent: Address }) => item.agent)).toEqual([
      agent.address,
      stranger.address,
    ]);
  });

  it('among peers are machines that are on and that somebody named', async () => {
    await report();
    const figures = async () => (await ask(getPeers, 'p', at())).body.figures;
    expect((await figures()).fuelPerSecond).toEqual({ own: 1e9, spread: null, count: 0 });
    const benchmark = sampleReport(agent.address).benchmark!;
    for (const fuelPerSecond of [1e9, 2e9, 3e9, 1e15]) {
      const peer = newAccount();
      await report({ benchmark: { ...benchmark, fuelPerSecond } }, peer);
      await pulse({}, peer);
      if (fuelPerSecond < 1e15) await nameInOffer(provider.address, peer.address);
    }
    const { fuelPerSecond, gpuFlopsPerSecond } = await figures();
    expect(fuelPerSecond).toMatchObject({ own: 1e9, count: 3 });
    expect(fuelPerSecond.spread.median).toBe(2e9);
    expect(gpuFlopsPerSecond).toEqual({ own: null, spread: null, count: 0 });
    moveTo(now + 400);
    expect((await figures()).fuelPerSecond.count).toBe(0);
  });

  it('is nothing of a machine that never reported', async () => {
    expect(await ask(getMachine, 'm', at())).toMatchObject(refused(404, 'unknown-machine'));
    expect(await ask(getPeers, 'p', at())).toMatchObject(refused(404, 'unknown-machine'));
    expect((await ask(getMachine, 'm', { agent: '0x12' })).status).toBe(400);
  });
});
