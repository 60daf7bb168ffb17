import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ociRunner } from './oci-runner.server';

it('tells who asks in time that the engine stalls, and asks it once at a time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reckon-stalled-'));
  const socketPath = join(folder, 'engine.sock');
  const connections: Socket[] = [];
  // Takes every connection, and never says a word.
  const server = createServer((socket) => connections.push(socket));
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  try {
    const runner = ociRunner({ socketPath, owner: 'test' });
    for (let asked = 0; asked < 3; asked++) {
      expect(await runner.check(AbortSignal.timeout(300))).toMatchObject({
        isReady: false,
        why: 'absent',
        detail: expect.stringContaining('did not answer in time'),
      });
    }
    expect(connections).toHaveLength(1);
    const answer = runner.check();
    for (const connection of connections) connection.destroy();
    // What was asked first ends with its own cause, and the next asks anew.
    expect(await answer).toMatchObject({ detail: expect.stringContaining('is gone') });
    await runner.check(AbortSignal.timeout(300));
    expect(connections).toHaveLength(2);
  } finally {
    for (const connection of connections) connection.destroy();
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
});
