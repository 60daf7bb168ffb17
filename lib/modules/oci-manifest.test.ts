import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { OCI_MANIFEST } from '@/test/engines/oci-job';
import { ManifestError } from './manifest';
import { parseModuleManifest, parseOciManifest } from './oci-manifest';

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const DIGEST = `sha256:${'ab'.repeat(32)}`;

it('reads modules of every class by their own rules', () => {
  expect(parseOciManifest(bytesOf(OCI_MANIFEST))).toEqual(OCI_MANIFEST);
  expect(parseModuleManifest(bytesOf(OCI_MANIFEST)).class).toBe('B');
  expect(parseModuleManifest(bytesOf({ ...OCI_MANIFEST, class: 'none' })).class).toBe('none');
  expect(() => parseModuleManifest(bytesOf({ ...OCI_MANIFEST, class: 'A' }))).toThrow(
    ManifestError,
  );
  expect(() => parseModuleManifest(bytesOf(null))).toThrow('not an object');
});

it.each(['ghcr.io/a/b', '127.0.0.1:5000/b', 'localhost/b', 'a-b.example:80/x/y-z/w_v'])(
  'takes an image by digest: %s',
  (name) => {
    const image = `${name}@${DIGEST}`;
    expect(parseOciManifest(bytesOf({ ...OCI_MANIFEST, image })).image).toBe(image);
  },
);

it.each([
  ['image', 'ghcr.io/a/b:latest'],
  ['image', `busybox@${DIGEST}`],
  ['image', `library/busybox@${DIGEST}`],
  ['image', `ghcr.io/a/../b@${DIGEST}`],
  ['image', `ghcr.io/a/b:1@${DIGEST}`],
  ['image', `ghcr.io/a/b@sha256:abc`],
  ['image', { archive: '../image.tar', id: DIGEST }],
  ['image', { archive: 'image.tar' }],
  ['engine', 'reckon-wasm@2.0.0'],
  ['args', ['a\0b']],
  ['entry', 'module.wasm'],
  ['resources', { ...OCI_MANIFEST.resources, gpuCount: 1 }],
])('refuses %s = %j and names the place', (field, value) => {
  const changed = bytesOf({ ...OCI_MANIFEST, [field]: value });
  expect(() => parseOciManifest(changed)).toThrow(/^manifest\.json: /);
});

it('takes the example of docs/containers.md', () => {
  const path = new URL('../../docs/examples/gpu-smoke/manifest.json', import.meta.url);
  expect(parseOciManifest(new Uint8Array(readFileSync(path)))).toMatchObject({
    class: 'none',
    resources: { gpuCount: 1 },
  });
});
