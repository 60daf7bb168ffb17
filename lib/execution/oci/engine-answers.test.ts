import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openEngine } from './engine.server';

const folder = await mkdtemp(join(tmpdir(), 'reckon-answers-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const VERSION = { Version: '4.3.1', Arch: 'amd64', Components: [{ Name: 'Podman Engine' }] };
const INFO = {
  ...{ MemoryLimit: true, PidsLimit: true, CpuCfsQuota: false, OSType: 'linux' },
  ...{ Architecture: 'amd64', SecurityOptions: ['name=seccomp'] },
};

let opens = 0;

/** Opens a podman that answers so to the call of its own API, which tells of its controllers. */
async function opened(body: string, status = 200): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    const [code, text] = url.includes('libpod')
      ? [status, body]
      : [200, JSON.stringify(url.endsWith('/version') ? VERSION : INFO)];
    response.writeHead(code, { 'content-type': 'application/json' }).end(text);
  });
  opens += 1;
  const socketPath = join(folder, `podman-${opens}.sock`);
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  try {
    return (await openEngine(socketPath)).version;
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const telling = (controllers: unknown) =>
  JSON.stringify({ host: { cgroupControllers: controllers } });

it('takes a podman that tells that it can limit jobs', async () => {
  expect(await opened(telling(['cpu', 'memory', 'pids']))).toBe('podman 4.3.1');
});

it.each([
  ['nothing', '{}'],
  ['null', 'null'],
  ['no host', '{"host":null}'],
  ['null of its controllers', telling(null)],
  ['a text', telling('cpu memory pids')],
  ['no JSON', '<html>'],
])('does not believe a podman that answers %s', async (_what, body) => {
  await expect(opened(body)).rejects.toMatchObject({
    reason: 'engine-unfit',
    message: expect.stringContaining('does not tell which cgroup controllers'),
  });
});

it.each([403, 404, 500])('calls a podman that answers %i a fault', async (status) => {
  await expect(opened('{"message":"boom"}', status)).rejects.toMatchObject({
    reason: 'engine-unreachable',
    message: expect.stringContaining('refuses (info)'),
  });
});
