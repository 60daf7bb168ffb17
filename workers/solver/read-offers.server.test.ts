import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { readOpenJobs } from './read-offers.server';

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
