import type { OciManifest } from '@/lib/modules/oci-manifest';
import type { ProbeCertificate } from '@/lib/modules/probe-certificate';

/** A module in a container as its author's files make it, checked as far as a browser can. */
export interface ContainerModule {
  id: `0x${string}`;
  manifest: OciManifest;
  files: ReadonlyMap<string, Uint8Array>;
  bytes: number;
  /** What its author found by running it; undefined where that was not given. */
  certificate: ProbeCertificate | undefined;
}

/**
 * Puts the files of a module in their places, by what the manifest says of them: the archive of the
 * image, the example's files, and all others under data/.
 *
 * @throws PublicationRefused; Error where the certificate is none of this module
 */
export async function readContainerModule(chosen: readonly File[]): Promise<ContainerModule> {
  const [{ checkContainerFiles }, { PublicationRefused }, { canonicalManifest }, { contentIdOf }] =
    await Promise.all([
      import('@/lib/execution/publish/check-module-files'),
      import('@/lib/execution/publish/publication-refused'),
      import('@/lib/modules/publication'),
      import('@/lib/content/content-id'),
    ]);
  const own = chosen.find(({ name }) => name === 'manifest.json');
  if (!own) {
    throw new PublicationRefused(
      'module-files',
      'There is no manifest.json among these files.',
      'docs/containers.md shows one.',
    );
  }
  const manifestBytes = canonicalManifest(await bytesOf(own));
  const places = placesIn(manifestBytes);
  const files = new Map([['manifest.json', manifestBytes]]);
  for (const file of chosen) {
    if (file === own || file.name === CERTIFICATE) continue;
    files.set(places.get(file.name) ?? `data/${file.name}`, await bytesOf(file));
  }
  const { manifest } = checkContainerFiles(files);
  const { id } = await contentIdOf(files);
  const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  const certificate = await certificateIn(chosen, { id, manifest });
  return { id, manifest, files, bytes, certificate };
}

const CERTIFICATE = 'certificate.json';

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

/** Where the manifest wants files of these names; what is wrong with it the check says. */
function placesIn(manifest: Uint8Array): Map<string, string> {
  const places = new Map<string, string>();
  try {
    const value = JSON.parse(new TextDecoder().decode(manifest));
    const archive: unknown = value?.image?.archive;
    if (typeof archive === 'string') places.set(archive, archive);
    for (const path of Object.values(value?.example?.files ?? {})) {
      if (typeof path === 'string') places.set(path.slice(path.lastIndexOf('/') + 1), path);
    }
  } catch {
    return places;
  }
  return places;
}

async function certificateIn(
  chosen: readonly File[],
  module: Pick<ContainerModule, 'id' | 'manifest'>,
): Promise<ProbeCertificate | undefined> {
  const file = chosen.find(({ name }) => name === CERTIFICATE);
  if (!file) return undefined;
  const { parseProbeCertificate, problemsOfProbe } = await import(
    '@/lib/modules/probe-certificate'
  );
  const certificate = parseProbeCertificate(JSON.parse(await file.text()));
  const [problem] = problemsOfProbe(certificate, module);
  if (problem) throw new Error(`The certificate is not of this module: ${problem}.`);
  return certificate;
}
