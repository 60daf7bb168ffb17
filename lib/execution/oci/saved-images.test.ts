import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { imageWith, sha256Of, tarOf } from '@/test/engines/busybox-image';
import { bytesOf } from './archive.server';
import { proveImageArchive } from './image-archive.server';

const image = await imageWith(Buffer.from('a program'));
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const blob = (bytes: Uint8Array) => `blobs/sha256/${sha256Of(bytes).slice('sha256:'.length)}`;
const described = (mediaType: string, bytes: Uint8Array) => ({
  ...{ mediaType, digest: sha256Of(bytes), size: bytes.length },
});

/**
 * What `docker save` writes since version 25: an OCI image layout with a manifest.json beside it.
 *
 * @see https://docs.docker.com/reference/cli/docker/image/save/ and the OCI image layout 1.0.0
 */
function layoutOf(layer: Buffer, list: readonly object[] | undefined) {
  const { config } = image;
  const type = 'application/vnd.oci.image';
  const manifest = json({
    ...{ schemaVersion: 2, mediaType: `${type}.manifest.v1+json` },
    config: described(`${type}.config.v1+json`, config),
    layers: [described(`${type}.layer.v1.tar`, layer)],
  });
  const index = json({
    ...{ schemaVersion: 2, mediaType: `${type}.index.v1+json` },
    manifests: [described(`${type}.manifest.v1+json`, manifest)],
  });
  const files: [string, Buffer | undefined][] = [
    ['blobs/', undefined],
    ['blobs/sha256/', undefined],
    ...[manifest, config, layer].map((bytes): [string, Buffer] => [blob(bytes), bytes]),
    ['index.json', index],
    ...(list ? [['manifest.json', json(list)] satisfies [string, Buffer]] : []),
    ['oci-layout', json({ imageLayoutVersion: '1.0.0' })],
  ];
  const tar = pack();
  for (const [name, bytes] of files) {
    if (bytes) tar.entry({ name }, bytes);
    else tar.entry({ name, type: 'directory' });
  }
  tar.finalize();
  return { archive: bytesOf(tar), manifest: sha256Of(manifest) };
}

const listed = (layer: Buffer) => ({
  Config: blob(image.config),
  RepoTags: null,
  Layers: [blob(layer)],
  LayerSources: { [sha256Of(layer)]: described('application/vnd.oci.image.layer.v1.tar', layer) },
});

const refused = async (archive: Promise<Buffer>, why: string, id = image.id) =>
  expect(proveImageArchive(await archive, id)).rejects.toThrow(why);

it('takes what docker save writes since version 25', async () => {
  const { archive } = layoutOf(image.layer, [listed(image.layer)]);
  const { config, layers } = await proveImageArchive(await archive, image.id);
  expect([config, ...layers].map(sha256Of)).toEqual([image.id, sha256Of(image.layer)]);
});

it('says which id it asks for, where it is given that of the manifest', async () => {
  // What `docker images --no-trunc` shows where Docker keeps images in containerd.
  const { archive, manifest } = layoutOf(image.layer, [listed(image.layer)]);
  await refused(archive, `it is ${image.id}, which image.id must say`, manifest);
});

it('says how to save anew what it does not unpack', async () => {
  const packed = gzipSync(image.layer);
  const how = 'podman save --format docker-archive -o image.tar ID';
  await refused(layoutOf(packed, [listed(packed)]).archive, how);
  await refused(layoutOf(packed, [listed(packed)]).archive, 'compressed (gzip)');
  await refused(layoutOf(image.layer, undefined).archive, `an OCI layout without manifest.json`);
  await refused(layoutOf(image.layer, undefined).archive, how);
  await refused(tarOf([['etc/passwd', Buffer.from('root')]]), 'has no manifest.json');
  await refused(Promise.resolve(gzipSync(image.archive)), 'compressed (gzip): gunzip it first');
  const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]);
  await refused(Promise.resolve(zstd), 'compressed (zstd): unzstd it first');
  const two = [listed(image.layer), listed(image.layer)];
  await refused(layoutOf(image.layer, two).archive, 'has 2 images: save one alone');
});

it('takes a layer by a link to it, as docker save wrote equal ones before version 25', async () => {
  const empty = Buffer.alloc(1_024);
  const config = json({
    rootfs: { type: 'layers', diff_ids: [empty, image.layer, empty].map(sha256Of) },
  });
  const archive = (linkname: string) => {
    const tar = pack();
    tar.entry({ name: 'a/layer.tar' }, empty);
    tar.entry({ name: 'b/layer.tar' }, image.layer);
    tar.entry({ name: 'c/layer.tar', type: 'symlink', linkname });
    tar.entry({ name: 'config.json' }, config);
    const Layers = ['a', 'b', 'c'].map((folder) => `${folder}/layer.tar`);
    tar.entry({ name: 'manifest.json' }, json([{ Config: 'config.json', RepoTags: null, Layers }]));
    tar.finalize();
    return bytesOf(tar);
  };
  const { layers } = await proveImageArchive(await archive('../a/layer.tar'), sha256Of(config));
  expect(layers.map(sha256Of)).toEqual([empty, image.layer, empty].map(sha256Of));
  await refused(archive('../../../a/layer.tar'), 'a layer of the archive', sha256Of(config));
  await refused(archive('../b/layer.tar'), 'a layer twice', sha256Of(config));
  await refused(archive('layer.tar'), 'a layer of the archive', sha256Of(config));
});
