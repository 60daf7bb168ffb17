import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hex } from 'viem';
import { contentIdOf } from '@/lib/content/content-id';
import { type Manifest, ManifestError, parseManifest } from './manifest';
import { parseOciManifest } from './oci-manifest';
import { exampleOf, type SampleJob } from './samples';

/** A curated module as it is published: its content and what its content says. */
export type CatalogueModule = {
  readonly id: Hex;
  readonly cid: string;
  readonly manifest: Manifest;
  /** Every file of the module's directory: manifest.json, module.wasm, data/..., example/... */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly example: SampleJob;
};

const PUBLISHED_FOLDERS = ['data', 'example'];

/**
 * Loads every module under `folder` (a subfolder with a manifest.json), sorted by name.
 *
 * @param folder the project's modules/ by default; processes run in the project's root.
 * @throws ManifestError, or ENOENT where an example names a file that is not there.
 */
export async function loadCatalogue(
  folder: string = join(process.cwd(), 'modules'),
): Promise<CatalogueModule[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const loaded = await Promise.all(names.sort().map((name) => loadModule(join(folder, name))));
  return loaded.filter((module) => module !== undefined);
}

/**
 * Loads the module in a folder, which must have a manifest.json and a module.wasm.
 *
 * @throws as loadCatalogue
 */
export async function loadModule(folder: string): Promise<CatalogueModule | undefined> {
  return moduleOf(await moduleFilesUnder(folder));
}

/**
 * The module that these files are; undefined where its manifest.json or module.wasm is not there.
 *
 * @throws ManifestError
 */
export async function moduleOf(
  files: ReadonlyMap<string, Uint8Array>,
): Promise<CatalogueModule | undefined> {
  if (!files.has('manifest.json') || !files.has('module.wasm')) return undefined;
  const manifest = parseManifest(files.get('manifest.json') as Uint8Array);
  const { id, cid } = await contentIdOf(files);
  return { id, cid, manifest, files, example: exampleOf(manifest, files) };
}

/**
 * The files of a module in a folder, of which any may be missing; its sources are left out. A module
 * in a container may carry the archive of its image.
 */
export async function moduleFilesUnder(folder: string): Promise<Map<string, Uint8Array>> {
  const top = await readdir(folder);
  const files = new Map<string, Uint8Array>();
  for (const name of ['manifest.json', 'module.wasm'].filter((name) => top.includes(name))) {
    files.set(name, await bytesOf(join(folder, name)));
  }
  const archive = archiveNameIn(files.get('manifest.json'));
  if (archive !== undefined && top.includes(archive)) {
    files.set(archive, await bytesOf(join(folder, archive)));
  }
  for (const name of PUBLISHED_FOLDERS.filter((name) => top.includes(name))) {
    for (const file of (await readdir(join(folder, name))).sort()) {
      files.set(`${name}/${file}`, await bytesOf(join(folder, name, file)));
    }
  }
  return files;
}

/** What is wrong with a manifest is for others to say. */
function archiveNameIn(manifest: Uint8Array | undefined): string | undefined {
  try {
    const { image } = parseOciManifest(manifest ?? new Uint8Array(0));
    return typeof image === 'string' ? undefined : image.archive;
  } catch (error) {
    if (error instanceof ManifestError) return undefined;
    throw error;
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(path));
}
