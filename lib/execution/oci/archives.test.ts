import { pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { sha256Of, tarOf } from '@/test/engines/busybox-image';
import { ArchiveTooLarge, unpackFiles } from './archive.server';
import { ImageArchiveError, packImage, proveImageArchive } from './image-archive.server';

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

const imageOf = (layers: readonly Buffer[]) =>
  bytesOf(JSON.stringify({ rootfs: { type: 'layers', diff_ids: layers.map(sha256Of) } }));
const listOf = (change: object = {}) =>
  bytesOf(JSON.stringify([{ Config: 'c', Layers: ['l'], RepoTags: null, ...change }]));

it('takes no archive whose reader could choose: the first entry of a name, or the last', async () => {
  const layer = bytesOf('a layer');
  const config = imageOf([layer]);
  const clean = [
    ['c', config],
    ['l', layer],
  ] as const;
  const evil = listOf({ RepoTags: ['localhost/reckon-holder:1'] });
  for (const name of [
    'manifest.json',
    './manifest.json',
    'x/../manifest.json',
    'x//../manifest.json',
  ])
    for (const lists of [
      [
        [name, evil],
        ['manifest.json', listOf()],
      ],
      [
        ['manifest.json', listOf()],
        [name, evil],
      ],
    ] as const) {
      const proof = proveImageArchive(await tarOf([...lists, ...clean]), sha256Of(config));
      await expect(proof).rejects.toThrow('two entries of one name');
    }
  const linked = pack();
  linked.entry({ name: 'manifest.json', type: 'symlink', linkname: 'evil.json' });
  linked.entry({ name: 'evil.json' }, evil);
  for (const [name, bytes] of [['manifest.json', listOf()], ...clean] as const) {
    linked.entry({ name }, bytes);
  }
  linked.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of linked) chunks.push(chunk as Buffer);
  const proof = proveImageArchive(Buffer.concat(chunks), sha256Of(config));
  await expect(proof).rejects.toThrow('two entries of one name');
});

it('gives an engine the proved parts of an image and nothing else', async () => {
  const [empty, layer] = [Buffer.alloc(1_024), bytesOf('a layer')];
  const config = imageOf([empty, layer, empty]);
  const archive = await tarOf([
    ['repositories', bytesOf('{"localhost/reckon-holder":{"1":"x"}}')],
    ['manifest.json', listOf({ Layers: ['e', 'l', 'e'], More: 'x' })],
    ['c', config],
    ['e', empty],
    ['l', layer],
  ]);
  const proved = await proveImageArchive(archive, sha256Of(config));
  const packed = await packImage(proved);
  const files = await unpackFiles(chunked(packed), { bytes: packed.length, files: 9 });
  expect([...files.keys()]).toEqual(['manifest.json', 'config.json', '0.tar', '1.tar']);
  expect(JSON.parse(String.fromCharCode(...(files.get('manifest.json') ?? [])))).toEqual([
    { Config: 'config.json', RepoTags: null, Layers: ['0.tar', '1.tar', '0.tar'] },
  ]);
  expect(await proveImageArchive(packed, sha256Of(config))).toEqual(proved);
});

it('takes no layer twice, which an engine would unpack as often, and reads no endless list', async () => {
  const layer = Buffer.alloc(2_048, 1);
  const prove = async (list: Buffer, config: Buffer) =>
    proveImageArchive(
      await tarOf([
        ['manifest.json', list],
        ['c', config],
        ['l', layer],
      ]),
      sha256Of(config),
    );
  const often = Array.from({ length: 200 }, () => layer);
  const repeated = prove(listOf({ Layers: often.map(() => 'l') }), imageOf(often));
  await expect(repeated).rejects.toThrow('a layer twice');
  const padding = { padding: ' '.repeat(1024 * 1024) };
  await expect(prove(listOf(padding), imageOf([layer]))).rejects.toThrow('larger than 1 MiB');
});
