import { z } from 'zod';
import {
  COMMON_FIELDS,
  checkManifest,
  type Manifest,
  ManifestError,
  parseManifest,
  readManifestJson,
  relativePath,
} from './manifest';

const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** Host with a dot, a port or "localhost", then a path: never the short names that engines guess at. */
const IMAGE_NAME =
  /^(?=[^/]*[.:]|localhost\/)[a-z0-9][a-z0-9.-]{0,200}(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*){1,8}@sha256:[0-9a-f]{64}$/;

/**
 * Which image, to the byte: a name in a registry with the digest of its manifest, or an archive in the
 * module's own directory (as `docker save` and `podman save` write it) with the digest of its
 * configuration, which is the image's id.
 */
const imageSchema = z.union([
  z.string().max(600).regex(IMAGE_NAME, 'not HOST/NAME@sha256:DIGEST'),
  z.strictObject({ archive: relativePath, id: z.string().regex(DIGEST, 'not sha256:DIGEST') }),
]);

const argument = z
  .string()
  .max(10_000)
  .refine((text) => !text.includes('\0'), 'has a zero byte');

export const ociManifestSchema = z
  .strictObject({
    ...COMMON_FIELDS,
    /** B: equal wherever it was probed; none: not deterministic, nobody can check it by running it. */
    class: z.enum(['B', 'none'], 'a module in a container is "B" or "none"'),
    engine: z.string().regex(/^reckon-oci@\d+\.\d+\.\d+$/, 'not a version of reckon-oci'),
    image: imageSchema,
    /** The image's command; its entry point stays in front of it. */
    args: z.array(argument).max(100),
  })
  .refine(
    ({ inputs }) => Object.values(inputs.properties).every((input) => !('x-map' in input)),
    'x-map is for wasm modules',
  )
  .refine(({ class: own, resources }) => own === 'none' || resources.gpuCount === 0, {
    path: ['class'],
    message: 'a module that uses a GPU is of class "none"',
  })
  .describe('manifest.json of a module in a container');

export type OciManifest = z.infer<typeof ociManifestSchema>;
export type OciImage = OciManifest['image'];

/** What manifest.json of a module says: class A is wasm, B and none are containers. */
export type ModuleManifest = Manifest | OciManifest;

/** `sha256:...`: of the image's manifest, or its id where the module carries the image. */
export function imageDigestOf({ image }: Pick<OciManifest, 'image'>): string {
  return typeof image === 'string' ? image.slice(image.indexOf('@') + 1) : image.id;
}

/** @throws ManifestError as parseManifest */
export function parseOciManifest(bytes: Uint8Array): OciManifest {
  return checkManifest(ociManifestSchema, readManifestJson(bytes));
}

/**
 * Reads the manifest.json of any module.
 *
 * @throws ManifestError as parseManifest
 */
export function parseModuleManifest(bytes: Uint8Array): ModuleManifest {
  const value = readManifestJson(bytes);
  if (typeof value !== 'object' || value === null) {
    throw new ManifestError('manifest.json is not an object');
  }
  return speaksOfContainer(value) ? parseOciManifest(bytes) : parseManifest(bytes);
}

/** Whether a manifest, right or wrong, is meant to be of a module in a container: by engine or class. */
export function speaksOfContainer(value: unknown): boolean {
  const { engine, class: own = 'A' } = (value ?? {}) as { engine?: unknown; class?: unknown };
  return own !== 'A' || (typeof engine === 'string' && engine.startsWith('reckon-oci@'));
}

export function isContainer(manifest: ModuleManifest): manifest is OciManifest {
  return manifest.class !== 'A';
}
