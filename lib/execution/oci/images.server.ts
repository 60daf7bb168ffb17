import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { OciManifest } from '../../modules/oci-manifest';
import { InfrastructureFault } from '../infrastructure-fault';
import { packEntries } from './archive.server';
import { type Engine, EngineAnswer } from './engine.server';
import { HOLDER_PROGRAM, holderProgramFor } from './holder-image';
import { ImageArchiveError, packImage, proveImageArchive } from './image-archive.server';
import type { ImageShelf } from './image-shelf.server';
import { coveredVolumesOf, ImageVolumesError } from './image-volumes';
import { JOB_USER } from './oci-engine';

const PULL_MS = 600_000;
const HOLDER_NAME = 'localhost/reckon-holder';

/** A job's image in the engine. */
interface JobImage {
  readonly id: string;
  /** Where it declares volumes that a job needs covered, sorted. */
  readonly volumes: readonly string[];
}

/**
 * A job's image in the engine: what is there, what the module carries, or what a registry that the
 * provider allows has; the digest decides, never a tag. What was not there before is kept on the shelf.
 *
 * @param registries hosts that images may be pulled from, "ghcr.io", "127.0.0.1:5000"
 * @throws InfrastructureFault `image-unavailable`, `image-mismatch` or `image-unfit`
 */
export async function imageOf(
  engine: Engine,
  manifest: Pick<OciManifest, 'image'>,
  archive: Uint8Array | undefined,
  registries: readonly string[],
  shelf: ImageShelf,
): Promise<JobImage> {
  const found = await bring(engine, manifest, archive, registries, shelf);
  const id = idOf(found);
  await shelf.note(engine, id, found.RepoTags ?? []);
  try {
    return { id, volumes: coveredVolumesOf(found.Config?.Volumes) };
  } catch (cause) {
    if (!(cause instanceof ImageVolumesError)) throw cause;
    const message = `The image ${id} cannot be used: ${cause.message}`;
    throw new InfrastructureFault(message, { reason: 'image-unfit', cause });
  }
}

async function bring(
  engine: Engine,
  { image }: Pick<OciManifest, 'image'>,
  archive: Uint8Array | undefined,
  registries: readonly string[],
  shelf: ImageShelf,
): Promise<Inspected> {
  if (typeof image !== 'string') {
    const there = await inspect(engine, image.id);
    if (there !== undefined && idOf(there) === image.id) return there;
    await load(engine, image.id, archive);
    const loaded = await inspect(engine, image.id);
    if (loaded !== undefined && idOf(loaded) === image.id) {
      await shelf.keep(engine, image.id);
      return loaded;
    }
    throw mismatch(`The engine does not know ${image.id} after it was loaded`);
  }
  const there = await inspect(engine, image);
  if (there !== undefined) return proved(there, image);
  const host = image.slice(0, image.indexOf('/'));
  if (!registries.includes(host)) {
    throw new InfrastructureFault(
      `The image ${image} is not here, and ${host} is not among the registries that are allowed`,
      { reason: 'image-unavailable' },
    );
  }
  await pull(engine, image);
  const pulled = await inspect(engine, image);
  if (pulled === undefined) throw mismatch(`${image} is not what was pulled under its name`);
  const own = proved(pulled, image);
  await shelf.keep(engine, idOf(own));
  return own;
}

interface Inspected {
  readonly Id: string;
  readonly Config?: { readonly Volumes?: Readonly<Record<string, unknown>> | null | undefined };
  readonly RepoTags?: readonly string[] | null | undefined;
  readonly RepoDigests?: readonly string[] | null;
  /** Digests of its layers as they are unpacked. */
  readonly RootFS?: { readonly Layers?: readonly string[] | null | undefined };
}

const idOf = ({ Id }: Inspected): string => (Id.startsWith('sha256:') ? Id : `sha256:${Id}`);

/** An image that engines call by this digest: they have checked it when they pulled it. */
function proved(found: Inspected, image: string): Inspected {
  const digest = image.slice(image.indexOf('@'));
  if ((found.RepoDigests ?? []).some((name) => name.endsWith(digest))) return found;
  throw mismatch(`The engine answers ${found.Id} for ${image}, which is another image`);
}

async function inspect(engine: Engine, name: string): Promise<Inspected | undefined> {
  try {
    return await engine.call('image', () => engine.docker.getImage(name).inspect());
  } catch (error) {
    if (error instanceof EngineAnswer && error.status === 404) return undefined;
    throw error;
  }
}

async function load(engine: Engine, id: string, archive: Uint8Array | undefined): Promise<void> {
  if (archive === undefined) throw mismatch(`The module does not carry the image ${id}`);
  const proved = await proveImageArchive(archive, id).catch((cause: unknown) => {
    if (!(cause instanceof ImageArchiveError)) throw cause;
    throw mismatch(`The module's image cannot be used: ${cause.message}`, cause);
  });
  const own = await packImage(proved);
  const answer = await engine.call('load', () =>
    engine.docker.loadImage(Readable.from([own]), { quiet: true }),
  );
  await engine.call('load', () => textOf(answer), PULL_MS);
}

/** @throws InfrastructureFault the registry lacks it, or sent something else */
async function pull(engine: Engine, image: string): Promise<void> {
  let said: string;
  try {
    const answer = await engine.call('pull', () => engine.docker.pull(image), PULL_MS);
    said = await engine.call('pull', () => textOf(answer), PULL_MS);
  } catch (cause) {
    if (!(cause instanceof EngineAnswer)) throw cause;
    said = JSON.stringify({ error: cause.message });
  }
  const problem = said
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => (JSON.parse(line) as { error?: string }).error)
    .find((error) => error !== undefined && error !== '');
  if (problem === undefined) return;
  const message = `${image} cannot be pulled: ${problem.slice(0, 500)}`;
  if (
    /digest|does not match|verification|mismatch/i.test(problem) &&
    !/unknown|not found/i.test(problem)
  ) {
    throw mismatch(message);
  }
  throw new InfrastructureFault(message, { reason: 'image-unavailable' });
}

/**
 * The image of the container that holds volumes; made where it is not there yet.
 *
 * @throws InfrastructureFault `engine-unfit` where the engine takes no image
 */
export async function holderImageOf(engine: Engine): Promise<string> {
  const program = holderProgramFor(engine.architecture);
  if (program === undefined) throw new Error(`No holder for ${engine.architecture}`);
  const tar = await packEntries([
    { name: HOLDER_PROGRAM.slice(1), bytes: program, mode: 0o555 },
    { name: 'inputs', mode: 0o755 },
    { name: 'outputs', mode: 0o1777, user: JOB_USER },
    { name: 'tmp', mode: 0o1777 },
  ]);
  const digest = createHash('sha256').update(tar).digest('hex');
  const tag = digest.slice(0, 16);
  // Whoever else uses the engine can move a tag: the image must hold this program and nothing else.
  const find = async () => {
    const found = await inspect(engine, `${HOLDER_NAME}:${tag}`);
    const layers = found?.RootFS?.Layers ?? [];
    return layers.length === 1 && layers[0] === `sha256:${digest}` ? found : undefined;
  };
  const there = await find();
  if (there !== undefined) return idOf(there);
  const answer = await engine.call('import', () =>
    engine.docker.importImage(Readable.from([tar]), { repo: HOLDER_NAME, tag }),
  );
  const said = await engine.call('import', () => textOf(answer));
  // podman takes no name here.
  const id = /sha256:[0-9a-f]{64}/.exec(said)?.[0];
  if (id !== undefined) {
    await engine.call('tag', () => engine.docker.getImage(id).tag({ repo: HOLDER_NAME, tag }));
  }
  const made = await find();
  if (made !== undefined) return idOf(made);
  throw new InfrastructureFault(`The engine did not take an image: ${said.slice(0, 300)}`, {
    reason: 'engine-unfit',
  });
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

function mismatch(message: string, cause?: unknown): InfrastructureFault {
  return new InfrastructureFault(message, { reason: 'image-mismatch', cause });
}
