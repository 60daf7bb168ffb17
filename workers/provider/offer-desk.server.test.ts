import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { expect, it } from 'vitest';
import type { Deployment } from '../../lib/chain/deployment';
import { createLogger } from '../../lib/log/logger.server';
import { testAddress, testHash } from '../../test/builders/offers';
import { AgentControl } from './agent-state';
import { OfferDesk } from './offer-desk.server';

it('gives no tickets while the machine drains or is ill, and gives them again after it', async () => {
  const until: number[] = [];
  const offer = { hash: testHash(1), provider: testAddress(1), state: 'live', postedAt: 1 };
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
      log: createLogger('test').child({}, { level: 'silent' }),
    });
    await desk.round();
    expect(until).toEqual([1_090]);
    for (const stop of [
      () => control.want('draining'),
      () => control.want('maintenance'),
      () => control.setAilment('disk', 'full'),
    ]) {
      stop();
      now += 100;
      await desk.round();
      // Its last deals are served all the same.
      expect(desk.serves(testHash(1))).toBe(true);
    }
    expect(until).toHaveLength(1);
    control.want('serving');
    control.setAilment('disk', undefined);
    await desk.round();
    expect(until).toEqual([1_090, now + 90]);
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
});
