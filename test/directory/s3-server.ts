import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Settings } from '../../lib/directory/storage/s3-storage.server';
import { freePort } from '../../scripts/start/ports.mjs';

/**
 * An S3 server of the npm registry (s3rver) on loopback, with one bucket on disk. A process of its
 * own, as its page tokens are made with a cipher that Node has only with its legacy provider.
 */
export async function startS3Server() {
  const folder = mkdtempSync(join(tmpdir(), 'reckon-s3-'));
  const port = await freePort();
  const server = spawn(
    process.execPath,
    [
      '--openssl-legacy-provider',
      'node_modules/s3rver/bin/s3rver.js',
      ...['--directory', folder, '--address', '127.0.0.1', '--port', `${port}`],
      ...['--configure-bucket', 'reckon', '--silent'],
    ],
    { stdio: 'ignore' },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    const isUp = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (server.exitCode !== null || tries > 400) throw new Error('s3rver did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const settings: S3Settings = {
    endpoint,
    bucket: 'reckon',
    region: 'us-east-1',
    prefix: '',
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
  };
  const away = `${folder}-away`;
  mkdirSync(away);
  return {
    settings,
    /** The bucket is gone, with all that is in it, until `bringBack`. */
    takeAway: () => renameSync(join(folder, 'reckon'), join(away, 'reckon')),
    bringBack: () => renameSync(join(away, 'reckon'), join(folder, 'reckon')),
    stop: async () => {
      const ended = once(server, 'exit');
      if (server.kill()) await ended;
    },
  };
}
