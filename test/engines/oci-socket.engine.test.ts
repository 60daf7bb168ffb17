import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ociSocketOf, usualSockets } from '@/workers/runtime/oci-socket.server';
import { startPodman, type TestEngine } from './start-engine';
import { describeEngine } from './when-present';

const podman = await startPodman();

describeEngine('podman', 'missing' in podman ? podman.missing : undefined, () => {
  const engine = podman as TestEngine;
  afterAll(() => engine.stop());

  it('is found by its socket without a word in the environment, past what is no engine', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reckon-socket-'));
    const stranger = join(folder, 'x.sock');
    const server = createServer((_, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(stranger, resolve));
    try {
      const paths = [join(folder, 'nothing'), stranger, engine.socketPath];
      expect(await ociSocketOf({}, paths)).toBe(engine.socketPath);
      expect(await ociSocketOf({}, paths.slice(0, 2))).toBe('none');
      expect(await ociSocketOf({ OCI_SOCKET: 'none' }, paths)).toBe('none');
      expect(await ociSocketOf({ OCI_SOCKET: '/own.sock' }, paths)).toBe('/own.sock');
    } finally {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is looked for where engines listen, the system’s first', () => {
    expect(usualSockets({})).toEqual(['/run/podman/podman.sock', '/var/run/docker.sock']);
    expect(usualSockets({ XDG_RUNTIME_DIR: '/run/user/7' })).toContain(
      '/run/user/7/podman/podman.sock',
    );
  });
});
