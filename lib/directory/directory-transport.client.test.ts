import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { DirectoryTransport, readCapped } from './directory-transport.client';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function directoryThat(answers: Parameters<typeof createServer>[1]): Promise<string> {
  server = createServer(answers as never).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('gives up a directory that does not answer, and says so', async () => {
  const url = await directoryThat((() => undefined) as never);
  const transport = new DirectoryTransport({ url, chainId: 1, patienceMs: 50 });
  await expect(transport.askJson('GET', '/shared')).rejects.toMatchObject({
    code: 'timeout',
    message: 'The directory did not answer in time.',
  });
});

it('gives up an answer that stops on the way, and stops where it is told to', async () => {
  const url = await directoryThat(((
    _request: unknown,
    response: import('node:http').ServerResponse,
  ) => {
    response.write('begun');
  }) as never);
  const transport = new DirectoryTransport({ url, chainId: 1 });
  const response = await transport.ask({ method: 'GET', path: '/content/x' });
  await expect(readCapped(response, 1_000, 50)).rejects.toMatchObject({ code: 'timeout' });
  const abort = new AbortController();
  const asked = transport.ask({ method: 'GET', path: '/', signal: abort.signal });
  abort.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
});
