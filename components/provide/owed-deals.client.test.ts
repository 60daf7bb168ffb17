import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { testAddress, testHash } from '@/test/builders/offers';
import { owedAfterCancel } from './owed-deals.client';

it('tells what a machine owes only once the market knows of all that was matched before', async () => {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const isOffers = url.startsWith('/api/v1/resource-offers');
    const isBehind = asked.length < 3;
    const offers = [
      { hash: testHash(1), state: isBehind ? 'live' : 'cancelled' },
      { hash: testHash(2), state: 'live' },
    ];
    const deals = isBehind ? [] : [{ dealId: testHash(7) }];
    response.end(JSON.stringify({ items: isOffers ? offers : deals, next: null }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const machine = { provider: testAddress(1), agent: testAddress(2) };
  try {
    const owed = await owedAfterCancel(machine, [testHash(1)], { at, lookMs: 1 });
    expect(owed).toEqual([testHash(7)]);
    expect(asked).toHaveLength(4);
    expect(asked.at(-1)).toContain(`agent=${machine.agent}&stage=Matched`);
  } finally {
    server.close();
  }
});
