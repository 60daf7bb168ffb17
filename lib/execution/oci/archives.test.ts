import { pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { sha256Of, tarOf } from '@/test/engines/busybox-image';
import { ArchiveTooLarge, unpackFiles } from './archive.server';
import { ImageArchiveError, proveImageArchive } from './image-archive.server';

const bytesOf = (text: string) => Buffer.from(text);

it('unpacks plain files only, whatever else an archive holds', async () => {
  const tar = pack();
  tar.entry({ name: './deep', type: 'directory' });
  tar.entry({ name: './deep/a' }, 'one');
  tar.entry({ name: '/b', type: 'link', linkname: './deep/a' });
  tar.entry({ name: 'dangling', type: 'link', linkname: 'nothing' });
  tar.entry({ name: 'c', type: 'symlink', linkname: '/etc/passwd' });
  tar.entry({ name: 'd', type: 'fifo' });
  tar.entry({ name: 'e', type: 'character-device', devmajor: 1, devminor: 3 });
  tar.finalize();
  const files = await unpackFiles(tar as AsyncIterable<Uint8Array>, { bytes: 6, files: 2 });
  expect([...files].map(([path, bytes]) => [path, String.fromCharCode(...bytes)])).toEqual([
    ['deep/a', 'one'],
    ['b', 'one'],
  ]);
});

it('reads no further than its bounds', async () => {
  const large = () =>
    tarOf([
      ['a', Buffer.alloc(100)],
      ['b', Buffer.alloc(100)],
    ]);
  const bound = async (bytes: number, files: number) =>
    unpackFiles(chunked(await large()), { bytes, files });
  await expect(bound(199, 9)).rejects.toBeInstanceOf(ArchiveTooLarge);
  await expect(bound(200, 0)).rejects.toBeInstanceOf(ArchiveTooLarge);
  expect((await bound(200, 2)).size).toBe(2);
});

async function* chunked(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 700) yield bytes.subarray(at, at + 700);
}

it('proves an image to its last byte, and takes none that would move a tag', async () => {
  const layer = bytesOf('a layer');
  const config = bytesOf(
    JSON.stringify({ rootfs: { type: 'layers', diff_ids: [sha256Of(layer)] } }),
  );
  const archive = (change: object = {}, files = { config, layer }) =>
    tarOf([
      [
        'manifest.json',
        bytesOf(JSON.stringify([{ Config: 'c', Layers: ['l'], RepoTags: null, ...change }])),
      ],
      ['c', files.config],
      ['l', files.layer],
    ]);
  const id = sha256Of(config);
  await proveImageArchive(await archive(), id);
  const refused = async (bytes: Promise<Buffer>, why: string) =>
    expect(proveImageArchive(await bytes, id)).rejects.toThrow(why);
  await refused(archive({ RepoTags: ['docker.io/library/alpine:latest'] }), 'names a tag');
  await refused(archive({}, { config: bytesOf('{}'), layer }), 'is not sha256:');
  await refused(archive({}, { config, layer: bytesOf('another') }), 'a layer of the archive');
  await refused(archive({ Layers: ['absent'] }), 'a layer of the archive');
  await refused(Promise.resolve(bytesOf('no tar at all'.repeat(100))), 'no tar');
  await expect(proveImageArchive(new Uint8Array(0), id)).rejects.toBeInstanceOf(ImageArchiveError);
});
