import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pack } from 'tar-stream';

const APPLETS = ['sh', 'cat', 'dd', 'df', 'env', 'grep', 'hostname', 'id', 'ln', 'ls', 'mkdir'];
const MORE_APPLETS = ['mkfifo', 'nc', 'ps', 'seq', 'sleep', 'sort', 'touch', 'wc', 'yes', 'head'];

/** An image as an archive, and its parts as a registry would serve them. */
export interface TestImage {
  readonly archive: Uint8Array;
  /** sha256:... of the configuration. */
  readonly id: string;
  readonly config: Buffer;
  readonly layer: Buffer;
}

export const sha256Of = (bytes: Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Debian's static busybox as the only program of an image, made without any engine. */
export async function busyboxImage(config: object = {}): Promise<TestImage> {
  return imageWith(readFileSync('/bin/busybox'), config);
}

/**
 * An image whose only program is this one, as busybox.
 *
 * @param more fields of its configuration, such as Volumes
 */
export async function imageWith(busybox: Buffer, more: object = {}): Promise<TestImage> {
  const layer = await layerOf(busybox);
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
      os: 'linux',
      created: '2020-01-01T00:00:00Z',
      config: { Env: ['PATH=/bin'], ...more },
      rootfs: { type: 'layers', diff_ids: [sha256Of(layer)] },
      history: [{ created: '2020-01-01T00:00:00Z' }],
    }),
  );
  const list = [{ Config: 'config.json', RepoTags: null, Layers: ['layer.tar'] }];
  const archive = await tarOf([
    ['manifest.json', Buffer.from(JSON.stringify(list))],
    ['config.json', config],
    ['layer.tar', layer],
  ]);
  return { archive: new Uint8Array(archive), id: sha256Of(config), config, layer };
}

async function layerOf(busybox: Buffer): Promise<Buffer> {
  const tar = pack();
  const packed = drained(tar);
  const mtime = new Date(0);
  tar.entry({ name: 'bin', type: 'directory', mode: 0o755, mtime });
  tar.entry({ name: 'bin/busybox', mode: 0o755, mtime }, busybox);
  for (const applet of [...APPLETS, ...MORE_APPLETS]) {
    tar.entry({ name: `bin/${applet}`, type: 'symlink', linkname: 'busybox', mtime });
  }
  tar.finalize();
  return packed;
}

export async function tarOf(files: readonly (readonly [string, Buffer])[]): Promise<Buffer> {
  const tar = pack();
  const packed = drained(tar);
  for (const [name, bytes] of files) tar.entry({ name, mode: 0o644, mtime: new Date(0) }, bytes);
  tar.finalize();
  return packed;
}

async function drained(tar: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
