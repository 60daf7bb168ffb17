import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import type { Deployment } from '../../lib/chain/deployment';
import { createLogger } from '../../lib/log/logger.server';
import { unitsOfJob } from '../../lib/providers/job-units';
import { ZERO_BYTES32 } from '../../lib/shared/address';
import { smallResources, testAddress, testHash } from '../../test/builders/offers';
import { AgentControl } from './agent-state';
import type { Units } from './capacity';
import { OfferDesk } from './offer-desk.server';
import { allowedModules, type JobGpu, promiseProblemOf } from './refusal';

const promised = (gpuCount: number) => ({
  offer: { ...smallResources, gpuCount, gpuModel: ZERO_BYTES32 },
  lists: { engines: [testHash(9)] },
});

it('gives no tickets while the machine drains, is ill, has no room or is forbidden, and gives them again after it', async () => {
  const until: number[] = [];
  const offer = {
    hash: testHash(1),
    provider: testAddress(1),
    state: 'live',
    postedAt: 1,
    submission: promised(0),
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      if (request.method === 'POST') until.push((JSON.parse(body) as { until: number }).until);
      response.end(JSON.stringify({ items: [offer], next: null }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(join(tmpdir(), 'reckon-offers-'));
  const control = new AgentControl(() => 0);
  let now = 1_000;
  let hasRoom = true;
  let isAllowed: boolean | undefined = true;
  const leaves: unknown[] = [];
  try {
    const desk = await OfferDesk.open({
      api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      deployment: { chainId: 31_337, market: testAddress(7) } as Deployment,
      operator: privateKeyToAccount(generatePrivateKey()),
      stateDir: folder,
      provider: testAddress(1),
      now: () => now,
      takesDeals: () => control.read().state === 'serving',
      hasGas: async () => true,
      mayPostFor: async () => {
        if (isAllowed === undefined) throw new Error('502');
        return isAllowed;
      },
      onLeave: (leave) => {
        leaves.push(leave);
        control.setAilment('operator', leave === 'allowed' ? undefined : 'no');
      },
      problemOf: () => undefined,
      hasRoomFor: () => hasRoom,
      onWithheld: () => undefined,
      log: createLogger('test').child({}, { level: 'silent' }),
    });
    await desk.round();
    expect(until).toEqual([1_090]);
    for (const stop of [
      () => control.want('draining'),
      () => control.want('maintenance'),
      () => control.setAilment('disk', 'full'),
      () => {
        control.want('serving');
        control.setAilment('disk', undefined);
        hasRoom = false;
      },
      () => {
        hasRoom = true;
        isAllowed = false;
      },
      () => {
        isAllowed = undefined;
      },
      // The same reason again.
      () => undefined,
    ]) {
      stop();
      now += 100;
      await desk.round();
      // Its last deals are served all the same.
      expect(desk.serves(testHash(1))).toBe(true);
    }
    expect(until).toHaveLength(1);
    expect(control.read().state).toBe('unhealthy');
    // What a node does not tell is as it was.
    expect(desk.isForbidden).toBe(true);
    expect(leaves).toEqual(['forbidden', { unknown: '502' }]);
    isAllowed = true;
    await desk.round();
    await desk.round();
    // A node that fails every other time makes no machine ill, and writes nothing down.
    expect(leaves.splice(0)).toEqual(['forbidden', { unknown: '502' }, 'allowed']);
    for (isAllowed of [undefined, true, undefined, true]) await desk.round();
    expect(leaves).toEqual([]);
    expect(control.read().state).toBe('serving');
    expect(until).toEqual([1_090, now + 90]);
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
});

it('knows its offers through a restart, also while the market is down or names none', async () => {
  let items = [{ hash: testHash(1), provider: testAddress(1), state: 'cancelled', postedAt: 1 }];
  const server = createServer((_, response) => {
    response.end(JSON.stringify({ items, next: null }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(join(tmpdir(), 'reckon-offers-'));
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const open = (provider?: Address) =>
    OfferDesk.open({
      ...{ api, stateDir: folder, provider, now: () => 1_000 },
      deployment: { chainId: 31_337, market: testAddress(7) } as Deployment,
      operator: privateKeyToAccount(generatePrivateKey()),
      takesDeals: () => true,
      hasGas: async () => true,
      mayPostFor: async () => true,
      onLeave: () => undefined,
      problemOf: () => undefined,
      hasRoomFor: () => true,
      onWithheld: () => undefined,
      log: createLogger('test').child({}, { level: 'silent' }),
    });
  try {
    const desk = await open();
    expect(desk.serves(testHash(1))).toBe(false);
    await desk.round();
    items = [];
    await desk.round();
    expect(desk.serves(testHash(1))).toBe(true);
    server.closeAllConnections();
    server.close();
    const again = await open();
    await expect(again.round()).rejects.toThrow('could not be reached');
    expect([again.serves(testHash(1)), again.serves(testHash(2))]).toEqual([true, false]);
    // Its machine was given to somebody else.
    expect((await open(testAddress(2))).serves(testHash(1))).toBe(false);
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
});

it('keeps an offer off the market while its machine lacks the GPU or the engine that it promises', async () => {
  const asked: string[] = [];
  const states = ['live', 'live'];
  let now = 1_000;
  const offerOf = (index: number, gpuCount: number) => ({
    ...{ hash: testHash(index), provider: testAddress(1), postedAt: 1 },
    ...{ state: states[index - 1], submission: promised(gpuCount) },
  });
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      if (request.method === 'POST') asked.push(JSON.parse(body).resourceOfferHash);
      response.end(JSON.stringify({ items: [offerOf(1, 0), offerOf(2, 1)], next: null }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(join(tmpdir(), 'reckon-offers-'));
  const machine = {
    total: { ...unitsOfJob<Units>('wasm', promised(1).offer), gpuCount: 1 },
    modules: allowedModules(undefined, undefined),
    gpus: [] as JobGpu[],
    engines: [testHash(9)],
  };
  const withheld: string[] = [];
  try {
    const desk = await OfferDesk.open({
      api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      deployment: { chainId: 31_337, market: testAddress(7) } as Deployment,
      operator: privateKeyToAccount(generatePrivateKey()),
      stateDir: folder,
      provider: testAddress(1),
      now: () => now,
      takesDeals: () => true,
      hasGas: async () => true,
      mayPostFor: async () => true,
      onLeave: () => undefined,
      problemOf: ({ submission }) => promiseProblemOf(submission, machine),
      hasRoomFor: () => true,
      onWithheld: (hash, problem) => withheld.push(`${hash.at(-1)} ${problem?.cause ?? 'over'}`),
      log: createLogger('test').child({}, { level: 'silent' }),
    });
    await desk.round();
    await desk.round();
    expect(asked).toEqual([testHash(1)]);
    expect(withheld).toEqual(['2 missing-gpu']);
    machine.gpus.push({ memoryMiB: 8_192, model: undefined });
    await desk.round();
    expect(asked).toEqual([testHash(1), testHash(2)]);
    machine.engines = [];
    await desk.round();
    expect(withheld).toEqual(['2 missing-gpu', '2 over', '1 unknown-engine', '2 unknown-engine']);
    // Another reason for the same is told, and once.
    machine.engines = [testHash(9)];
    machine.gpus = [];
    await desk.round();
    await desk.round();
    expect(withheld.splice(4)).toEqual(['2 missing-gpu', '1 over']);
    machine.engines = [];
    machine.gpus.push({ memoryMiB: 8_192, model: undefined });
    await desk.round();
    expect(withheld.splice(4)).toEqual(['1 unknown-engine', '2 unknown-engine']);
    machine.engines = [testHash(9)];
    machine.total = { ...machine.total, memoryMiB: machine.total.memoryMiB - 1 };
    states[0] = 'cancelled';
    now += 100;
    await desk.round();
    // What is cancelled needs nobody.
    expect(withheld.slice(4)).toEqual(['2 too-large', '1 over']);
    expect(asked).toEqual([testHash(1), testHash(2)]);
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
});
