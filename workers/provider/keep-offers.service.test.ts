import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Address, Hex } from 'viem';
import { expect, it } from 'vitest';
import { ZERO_BYTES32 } from '../../lib/shared/address';
import { smallResources } from '../../test/builders/offers';
import { findServedOffers, firstToName, type ServedOffer } from './keep-offers.service';

const owner: Address = `0x${'11'.repeat(20)}`;
const stranger: Address = `0x${'22'.repeat(20)}`;
const offer = (provider: Address, postedAt: number): ServedOffer => {
  const hash: Hex = `0x${postedAt.toString(16).padStart(64, '0')}`;
  const needs = { ...smallResources, gpuModel: ZERO_BYTES32 };
  const submission = { offer: needs, lists: { engines: [] } };
  return { hash, provider, state: 'live', postedAt, submission };
};

it('serves who named its key first: a stranger cannot sell this machine by a cheaper offer', () => {
  expect(firstToName([])).toBeUndefined();
  expect(firstToName([offer(stranger, 9), offer(owner, 5), offer(stranger, 7)])).toBe(owner);
});

it('asks for the offers of its provider alone, once it has one', async () => {
  const asked: (string | null)[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://here');
    asked.push(url.searchParams.get('provider'));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ items: [offer(owner, 5)], next: null }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await findServedOffers(api, owner)).toEqual([offer(owner, 5)]);
    await findServedOffers(api, owner, owner);
    expect(asked).toEqual([null, owner]);
  } finally {
    server.close();
  }
});
