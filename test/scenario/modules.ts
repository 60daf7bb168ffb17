import type { DirectoryClient } from '../../lib/directory/directory.client';
import { WASM_ENGINE } from '../../lib/execution/engine-id';
import { assembleModule, type Code } from '../../lib/execution/testing/assemble-module';
import type { CatalogueModule } from '../../lib/modules/catalogue.server';
import type { Manifest } from '../../lib/modules/manifest';

const manifest: Manifest = {
  name: 'test',
  title: 'Test',
  version: '1',
  summary: 'For tests.',
  description: '',
  author: 'Reckon',
  licence: 'Apache-2.0',
  class: 'A',
  engine: WASM_ENGINE,
  entry: 'module.wasm',
  resources: { cpuMilli: 1_000, memoryMiB: 64, storageMiB: 16, gpuCount: 0, gpuMemoryMiB: 0 },
  fuelLimit: '1000000',
  inputs: { type: 'object', properties: {}, additionalProperties: false },
  outputs: [],
  example: { job: {}, files: {} },
  tags: [],
};

/**
 * Puts a module of one function into the directory, as anybody may.
 *
 * @param published what its manifest.json says in place of the right one
 */
export async function publishModule(
  directory: DirectoryClient,
  code: Code,
  published: object = manifest,
): Promise<CatalogueModule> {
  const text = JSON.stringify(published);
  const files = new Map<string, Uint8Array>([
    ['manifest.json', new TextEncoder().encode(text)],
    ['module.wasm', assembleModule({ functions: [{ code }] })],
  ]);
  const { id, cid } = await directory.putContent(files);
  return { id, cid, manifest, files, example: { job: {}, files: new Map() } };
}
