import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ArchiveTooLarge, unpackFiles } from './archive.server';

/** An archive that is not the image that its module names. */
export class ImageArchiveError extends Error {}

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

/**
 * Proves that an archive (manifest.json with Config and Layers, as `docker save` and `podman save`
 * write it) is the image with this id: its configuration has that digest, and each layer the one that
 * the configuration names. One that names a tag is refused: loading it would move that tag.
 *
 * @param id "sha256:..."
 * @throws ImageArchiveError
 */
export async function proveImageArchive(bytes: Uint8Array, id: string): Promise<void> {
  const files = await filesOf(bytes);
  const [image] = parse(listSchema, files.get('manifest.json'), 'manifest.json');
  if (image === undefined) throw new ImageArchiveError('the archive has no image');
  if ((image.RepoTags ?? []).length > 0) {
    throw new ImageArchiveError('the archive names a tag: save the image by its id');
  }
  const config = files.get(image.Config);
  if (config === undefined || digestOf(config) !== id) {
    throw new ImageArchiveError(`the archive's image is not ${id}`);
  }
  const { diff_ids: wanted } = parse(configSchema, config, 'configuration').rootfs;
  const found = image.Layers.map((path) => files.get(path)).map(
    (layer) => layer && digestOf(layer),
  );
  if (wanted.length !== found.length || wanted.some((digest, index) => digest !== found[index])) {
    throw new ImageArchiveError('a layer of the archive is not the one that its image names');
  }
}

async function filesOf(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  try {
    const bounds = { bytes: bytes.length, files: 1_000 };
    return await unpackFiles(
      (async function* () {
        yield bytes;
      })(),
      bounds,
    );
  } catch (cause) {
    const why = cause instanceof ArchiveTooLarge ? 'holds too much' : 'is no tar';
    throw new ImageArchiveError(`the archive ${why}`, { cause });
  }
}

function parse<T>(schema: z.ZodType<T>, bytes: Uint8Array | undefined, what: string): T {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new ImageArchiveError(`the archive's ${what} cannot be read`, { cause });
  }
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
