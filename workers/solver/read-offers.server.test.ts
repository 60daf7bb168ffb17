import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { jsonOf } from '../../lib/shared/json';
import { resourceOffer, testDirectory, testEngine, testHash } from '../../test/builders/offers';
import { readOpenJobs, readResources } from './read-offers.server';

it('reads every page of waiting jobs: a hundred that nobody serves do not stop the market', async () => {
  const asked: (string | null)[] = [];
  const next = `0x${'ab'.repeat(32)}`;
  const server = createServer((request, response) => {
    const after = new URL(request.url ?? '', 'http://here').searchParams.get('after');
    asked.push(after);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ items: [], next: after === null ? next : null }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    expect(await readOpenJobs(`http://127.0.0.1:${port}`)).toEqual([]);
    expect(asked).toEqual([null, next]);
  } finally {
    server.close();
  }
});

it('leaves machines alone that take no deals, whatever their last tickets say', async () => {
  const lists = { engines: [testEngine], modules: [], courts: [], directories: [testDirectory] };
  const submission = { offer: resourceOffer(), lists, signature: `0x${'11'.repeat(65)}` };
  const ticket = { until: 9_000_000_000, signature: `0x${'22'.repeat(65)}` };
  const items = ['live', 'off', 'busy'].map((state, at) => {
    return { hash: testHash(at), submission, state, ticket, dealsEver: 0, dealsLive: 0 };
  });
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ items: jsonOf(items), next: null }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const read = await readResources(`http://127.0.0.1:${port}`);
    expect(read.map(({ hash }) => hash)).toEqual([testHash(0), testHash(2)]);
  } finally {
    server.close();
  }
});
