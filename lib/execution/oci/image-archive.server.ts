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

const listSchema = z.array(
  z.object({
    Config: z.string(),
    Layers: z.array(z.string()).min(1).max(200),
    RepoTags: z.array(z.string()).nullish(),
  }),
);

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
 * @throws ImageArchiveError that says what to do
 */
export async function proveImageArchive(bytes: Uint8Array, id: string): Promise<ProvedImage> {
  const compressed = compressionOf(bytes);
  if (compressed) {
    throw new ImageArchiveError(
      `the archive is compressed (${compressed.name}): ${compressed.undo}`,
    );
  }
  const entries = await entriesOf(bytes);
  const { Config, Layers, RepoTags } = onlyImageOf(entries);
  if ((RepoTags ?? []).length > 0) {
    throw new ImageArchiveError('the archive names a tag: save the image by its id');
  }
  const config = fileAt(entries, Config);
  const found = config && (await digestOf(config));
  if (config === undefined || found !== id) {
    const name = found === undefined ? '' : `: it is ${found}, which image.id must say`;
    throw new ImageArchiveError(`the archive's image is not ${id}${name}`);
  }
  const { diff_ids: wanted } = parse(configSchema, config, 'configuration').rootfs;
  const layers = Layers.flatMap((path) => fileAt(entries, path) ?? []);
  if (layers.length !== Layers.length || layers.length !== wanted.length) {
    throw new ImageArchiveError('a layer of the archive is not there: save the image again');
  }
  await proveLayers(layers, wanted);
  return { config, layers };
}

/** The one image that an archive lists. */
function onlyImageOf(entries: Entries): z.infer<typeof listSchema>[number] {
  const list = entries.files.get('manifest.json');
  if (list === undefined) {
    const isLayout = entries.files.has('oci-layout');
    const what = isLayout ? 'is an OCI layout without manifest.json' : 'has no manifest.json';
    throw new ImageArchiveError(`the archive ${what}: save the image with ${SAVE}`);
  }
  const images = parse(listSchema, list, 'manifest.json');
  const [image] = images;
  if (image === undefined || images.length > 1) {
    throw new ImageArchiveError(`the archive has ${images.length} images: save one alone`);
  }
  return image;
}

async function proveLayers(
  layers: readonly Uint8Array[],
  wanted: readonly string[],
): Promise<void> {
  const digests = new Map<Uint8Array, string>();
  for (const [index, layer] of layers.entries()) {
    if (digests.has(layer) && layer.length > EMPTY_LAYER) {
      throw new ImageArchiveError('the archive has a layer twice: build the image without it');
    }
    const digest = digests.get(layer) ?? (await digestOf(layer));
    if (digest !== wanted[index]) throw new ImageArchiveError(strangerOf(layer));
    digests.set(layer, digest);
  }
}

/** What is said of a layer that its image does not name; engines that keep layers packed save them so. */
function strangerOf(layer: Uint8Array): string {
  const compressed = compressionOf(layer);
  return compressed
    ? `a layer of the archive is compressed (${compressed.name}): podman load -i it, then save the image with ${SAVE}`
    : 'a layer of the archive is not the one that its image names';
}

const SAVE = 'podman save --format docker-archive -o image.tar ID';

const COMPRESSIONS = [
  { name: 'gzip', magic: [0x1f, 0x8b], undo: 'gunzip it first' },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], undo: 'unzstd it first' },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], undo: 'unxz it first' },
] as const;

/** Packed bytes are not unpacked here: a small file could become one without end. */
function compressionOf(bytes: Uint8Array): (typeof COMPRESSIONS)[number] | undefined {
  return COMPRESSIONS.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte));
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

type Entries = {
  /** Plain files by their resolved paths. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Where links lead, by their own resolved paths. */
  readonly links: ReadonlyMap<string, string>;
};

/** A file, also by a link to it: Docker before 25 writes a layer that is there twice so. */
function fileAt({ files, links }: Entries, name: string): Uint8Array | undefined {
  const path = posix.normalize(name);
  return files.get(links.get(path) ?? path);
}

async function entriesOf(bytes: Uint8Array): Promise<Entries> {
  const files = new Map<string, Uint8Array>();
  const links = new Map<string, string>();
  const names = new Set<string>();
  let count = 0;
  try {
    for await (const entry of tarEntries(inOnePiece(bytes))) {
      const { type, name, linkname } = entry.header;
      if (++count > MOST_ENTRIES) throw new ImageArchiveError('the archive holds too much');
      const path = posix.normalize(name).replace(/\/$/, '');
      if (type !== 'directory' && names.has(path)) {
        throw new ImageArchiveError('the archive has two entries of one name');
      }
      names.add(path);
      if (type === 'symlink') links.set(path, posix.join(posix.dirname(path), linkname ?? ''));
      if (type === 'file') files.set(path, new Uint8Array(await bytesOf(entry)));
      else entry.resume();
    }
  } catch (cause) {
    if (cause instanceof ImageArchiveError) throw cause;
    throw new ImageArchiveError(`the archive is no tar: save the image with ${SAVE}`, { cause });
  }
  return { files, links };
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
