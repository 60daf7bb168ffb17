import { posix } from 'node:path';
import { z } from 'zod';
import { fastSha256 } from '../fast-sha256';
import { bytesOf, packEntries, tarEntries } from './archive.server';

/** An archive that is not the image that its module names. */
export class ImageArchiveError extends Error {}

const MOST_ENTRIES = 1_000;
/** Of the configuration, and of the list. */
const LARGEST_JSON = 1024 * 1024;
/** A tar of nothing: builds leave it for steps that change no file. Larger ones cost an engine each time. */
const EMPTY_LAYER = 1_024;

const listSchema = z
  .array(
    z.object({
      Config: z.string(),
      Layers: z.array(z.string()).min(1).max(200),
      RepoTags: z.array(z.string()).nullish(),
    }),
  )
  .length(1);

const configSchema = z.object({
  rootfs: z.object({ type: z.literal('layers'), diff_ids: z.array(z.string()).max(200) }),
});

/** The parts of an image, each with the digest that the image's id asks for. */
export interface ProvedImage {
  readonly config: Uint8Array;
  /** From the lowest up. */
  readonly layers: readonly Uint8Array[];
}

/**
 * Proves that an archive (manifest.json with Config and Layers, as `docker save` and `podman save`
 * write it) is the image with this id: its configuration has that digest, and each layer the one that
 * the configuration names. Whatever two readers could understand in two ways is refused: a second entry
 * of a name, and a tag, which engines would move.
 *
 * @param id "sha256:..."
 * @throws ImageArchiveError
 */
export async function proveImageArchive(bytes: Uint8Array, id: string): Promise<ProvedImage> {
  const files = await filesOf(bytes);
  const [image] = parse(listSchema, files.get('manifest.json'), 'manifest.json');
  if (image === undefined) throw new ImageArchiveError('the archive has no image');
  if ((image.RepoTags ?? []).length > 0) {
    throw new ImageArchiveError('the archive names a tag: save the image by its id');
  }
  const config = files.get(image.Config);
  if (config === undefined || (await digestOf(config)) !== id) {
    throw new ImageArchiveError(`the archive's image is not ${id}`);
  }
  const { diff_ids: wanted } = parse(configSchema, config, 'configuration').rootfs;
  const layers = image.Layers.flatMap((path) => files.get(path) ?? []);
  const isWhole = layers.length === image.Layers.length && layers.length === wanted.length;
  if (!isWhole || !(await areLayers(layers, wanted))) {
    throw new ImageArchiveError('a layer of the archive is not the one that its image names');
  }
  return { config, layers };
}

async function areLayers(
  layers: readonly Uint8Array[],
  wanted: readonly string[],
): Promise<boolean> {
  const digests = new Map<Uint8Array, string>();
  for (const [index, layer] of layers.entries()) {
    if (digests.has(layer) && layer.length > EMPTY_LAYER) {
      throw new ImageArchiveError('the archive has a layer twice: build the image without it');
    }
    const digest = digests.get(layer) ?? (await digestOf(layer));
    if (digest !== wanted[index]) return false;
    digests.set(layer, digest);
  }
  return true;
}

/**
 * The archive that an engine is given of an image: nothing but its proved parts, and no tag. So it does
 * not matter how the engine reads what its author has packed.
 */
export function packImage({ config, layers }: ProvedImage): Promise<Buffer> {
  const names = new Map([...new Set(layers)].map((layer, index) => [layer, `${index}.tar`]));
  const list = [
    { Config: 'config.json', RepoTags: null, Layers: layers.map((layer) => names.get(layer)) },
  ];
  const mode = 0o444;
  return packEntries([
    { name: 'manifest.json', bytes: new TextEncoder().encode(JSON.stringify(list)), mode },
    { name: 'config.json', bytes: config, mode },
    ...[...names].map(([bytes, name]) => ({ name, bytes, mode })),
  ]);
}

/** Plain files by their resolved paths; links are left out, as an image's own save needs none. */
async function filesOf(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const names = new Set<string>();
  let entries = 0;
  try {
    for await (const entry of tarEntries(inOnePiece(bytes))) {
      const { type, name } = entry.header;
      if (++entries > MOST_ENTRIES) throw new ImageArchiveError('the archive holds too much');
      const path = posix.normalize(name).replace(/\/$/, '');
      if (type !== 'directory' && names.has(path)) {
        throw new ImageArchiveError('the archive has two entries of one name');
      }
      names.add(path);
      if (type === 'file') files.set(path, new Uint8Array(await bytesOf(entry)));
      else entry.resume();
    }
  } catch (cause) {
    if (cause instanceof ImageArchiveError) throw cause;
    throw new ImageArchiveError('the archive is no tar', { cause });
  }
  return files;
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function parse<T>(schema: z.ZodType<T>, bytes: Uint8Array | undefined, what: string): T {
  if ((bytes?.length ?? 0) > LARGEST_JSON) {
    throw new ImageArchiveError(`the archive's ${what} is larger than 1 MiB`);
  }
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new ImageArchiveError(`the archive's ${what} cannot be read`, { cause });
  }
}

/** Not on this thread: whoever proves serves others, too. */
async function digestOf(bytes: Uint8Array): Promise<string> {
  return `sha256:${Buffer.from(await fastSha256(bytes as Uint8Array<ArrayBuffer>)).toString('hex')}`;
}
