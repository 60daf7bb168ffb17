import { posix } from 'node:path';
import { PLACES } from './oci-engine';

/** More than any image that was made with care declares; each is a mount of its own. */
const MOST = 16;
/** What the kernel and the engine mount themselves. */
const RESERVED = ['/proc', '/sys', '/dev'];

/** An image declares folders that no job can be given. */
export class ImageVolumesError extends Error {}

/**
 * Where an image declares a VOLUME: a job gets memory of bounded size there. Left to itself an engine
 * makes a folder of the host's disk of it, without limit, that outlives the job.
 *
 * @param declared Config.Volumes of an image: a path each
 * @returns absolute paths, sorted; those that every job has anyway are left out
 * @throws ImageVolumesError a path that cannot be covered
 */
export function coveredVolumesOf(declared: Readonly<Record<string, unknown>> | null | undefined) {
  const paths = Object.keys(declared ?? {}).map((path) => path.replace(/\/+$/, ''));
  if (paths.length > MOST) {
    throw new ImageVolumesError(
      `it declares ${paths.length} volumes, of ${MOST} that a job can have: build it with fewer`,
    );
  }
  for (const path of paths) {
    const why = problemOf(path);
    if (why === undefined) continue;
    const shown = JSON.stringify(path.slice(0, 100));
    throw new ImageVolumesError(`it declares the volume ${shown}, ${why}: build it without`);
  }
  const own = Object.values<string>(PLACES);
  return [...new Set(paths)].filter((path) => !own.includes(path)).sort();
}

function problemOf(path: string): string | undefined {
  if (!/^(\/[\w.@+-]+)+$/.test(path) || posix.normalize(path) !== path) {
    return 'which is no plain absolute path below the root';
  }
  if (RESERVED.some((folder) => isWithin(path, folder))) return 'which belongs to the kernel';
  const { inputs, outputs } = PLACES;
  const holder = [inputs, outputs].find((folder) => path !== folder && isWithin(path, folder));
  return holder && `which would hide a part of ${holder}`;
}

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`);
