import { problemsOfJob } from '@/lib/modules/job-inputs';
import {
  type Manifest,
  ManifestError,
  parseManifest,
  readManifestJson,
} from '@/lib/modules/manifest';
import {
  type ModuleManifest,
  type OciManifest,
  parseOciManifest,
  speaksOfContainer,
} from '@/lib/modules/oci-manifest';
import { canonicalJson, type JsonValue } from '@/lib/shared/canonical-json';
import { isReadable } from '@/lib/shared/readable-text';
import { problemsOfClaims } from '../certify/problems-of-claims';
import type { ShownJob } from '../certify/shown-jobs';
import { shownJobsOf } from '../certify/shown-jobs';
import type { WasmEngine } from '../engine-id';
import { isWasmEngine, OCI_ENGINE, WASM_ENGINE, WASM_ENGINES } from '../engine-id';
import { PublicationRefused } from './publication-refused';
import { refuseClaims } from './refuse-claims';

/** Bytes of all files of a module that anybody may publish. */
export const LARGEST_PUBLICATION = 40 * 1024 * 1024;
const MOST_FILES = 256;
const WASM_PLACE = /^(manifest\.json|module\.wasm|(data|example)\/[^/]+)$/;
const CONTAINER_PLACE = /^(manifest\.json|(data|example)\/[^/]+)$/;

/** A module whose files are in order, before its program was looked at or has run. */
export type CheckedModule = {
  readonly manifest: Manifest;
  readonly engine: WasmEngine;
  readonly wasm: Uint8Array;
  /** The first is the example. */
  readonly jobs: readonly ShownJob[];
};

/**
 * Checks the files of a module as far as that can be done without its program: their places, and
 * what the manifest says of itself.
 *
 * @throws PublicationRefused
 */
export function checkModuleFiles(files: ReadonlyMap<string, Uint8Array>): CheckedModule {
  checkPlaces(
    files,
    (path) => WASM_PLACE.test(path),
    'A module has manifest.json, module.wasm, and files directly under data/ and example/.',
  );
  const wasm = files.get('module.wasm');
  const bytes = files.get('manifest.json');
  if (wasm === undefined || bytes === undefined) {
    const missing = wasm === undefined ? 'module.wasm' : 'manifest.json';
    throw new PublicationRefused('module-files', `There is no ${missing}.`);
  }
  const manifest = readManifest(bytes, parseManifest);
  const { engine } = manifest;
  if (!isWasmEngine(engine)) {
    const message = `manifest.json: engine: there is no engine ${engine}.`;
    throw new PublicationRefused('bad-manifest', message, `Use ${WASM_ENGINE}.`);
  }
  const isMapped = Object.values(manifest.inputs.properties).some((input) => 'x-map' in input);
  if (isMapped && engine === WASM_ENGINES[0]) {
    throw new PublicationRefused(
      'bad-manifest',
      `manifest.json: inputs: ${engine} knows no x-map.`,
      `Use ${WASM_ENGINE}.`,
    );
  }
  if (manifest.entry !== 'module.wasm') {
    const message = `manifest.json: entry: the program is ${manifest.entry}.`;
    throw new PublicationRefused('bad-manifest', message, 'It must be module.wasm.');
  }
  refuseClaims(problemsOfClaims(manifest, []));
  return { manifest, engine, wasm, jobs: jobsOf(manifest, files) };
}

/** Whether the manifest of these files, right or wrong, is meant to be of a module in a container. */
export function areOfContainer(files: ReadonlyMap<string, Uint8Array>): boolean {
  try {
    return speaksOfContainer(readManifestJson(files.get('manifest.json') ?? new Uint8Array(0)));
  } catch (error) {
    if (error instanceof ManifestError) return false;
    throw error;
  }
}

/** A module in a container whose files are in order. Nothing says yet that its image is what it names. */
export type CheckedContainer = {
  readonly manifest: OciManifest;
  /** The archive of its image, where it carries one. */
  readonly archive: Uint8Array | undefined;
};

/**
 * Checks the files of a module in a container: what can be said of them without an engine.
 *
 * @throws PublicationRefused
 */
export function checkContainerFiles(files: ReadonlyMap<string, Uint8Array>): CheckedContainer {
  const bytes = files.get('manifest.json');
  if (bytes === undefined) {
    throw new PublicationRefused('module-files', 'There is no manifest.json.');
  }
  const manifest = readManifest(bytes, parseOciManifest);
  const { image, engine } = manifest;
  if (engine !== OCI_ENGINE) {
    const message = `manifest.json: engine: there is no engine ${engine}.`;
    throw new PublicationRefused('bad-manifest', message, `Use ${OCI_ENGINE}.`);
  }
  const path = typeof image === 'string' ? undefined : image.archive;
  checkPlaces(
    files,
    (one) => CONTAINER_PLACE.test(one) || (one === path && !one.includes('/')),
    'A module in a container has manifest.json, the archive that image.archive names beside it, and files directly under data/ and example/.',
  );
  const archive = path === undefined ? undefined : files.get(path);
  if (path !== undefined && archive === undefined) {
    throw new PublicationRefused(
      'module-files',
      `There is no ${path}, which image.archive names.`,
      'Put it beside manifest.json: podman save --format docker-archive -o image.tar ID.',
    );
  }
  refuseClaims(problemsOfClaims(manifest, []));
  jobsOf(manifest, files);
  return { manifest, archive };
}

function checkPlaces(
  files: ReadonlyMap<string, Uint8Array>,
  isPlace: (path: string) => boolean,
  hint: string,
): void {
  let bytes = 0;
  for (const [path, content] of files) {
    bytes += content.length;
    if (isPlace(path)) continue;
    const message = `The file ${JSON.stringify(path.slice(0, 200))} does not belong to a module.`;
    throw new PublicationRefused('module-files', message, hint);
  }
  if (bytes > LARGEST_PUBLICATION || files.size > MOST_FILES) {
    const message = `The module has ${files.size} files of ${bytes} bytes together.`;
    const hint = `At most ${MOST_FILES} files of ${LARGEST_PUBLICATION} bytes are taken.`;
    throw new PublicationRefused('module-too-large', message, hint);
  }
}

function readManifest<M extends ModuleManifest>(
  bytes: Uint8Array,
  parse: (bytes: Uint8Array) => M,
): M {
  try {
    const manifest = parse(bytes);
    const text = new TextDecoder().decode(bytes);
    if (canonicalJson(JSON.parse(text, refusePrototype) as JsonValue) === text) {
      return readable(manifest, text);
    }
  } catch (error) {
    if (!(error instanceof ManifestError || error instanceof TypeError)) throw error;
    throw new PublicationRefused('bad-manifest', error.message, 'Correct it and try again.');
  }
  throw new PublicationRefused(
    'bad-manifest',
    'manifest.json is not canonical JSON.',
    'Write it without blanks and with sorted names (RFC 8785), as npm run job -- publish does: equal manifests then have equal ids.',
  );
}

/** A name that no object of JavaScript has for its own would be signed, and seen by nobody. */
function refusePrototype(name: string, value: unknown): unknown {
  if (name === '__proto__') throw new TypeError('manifest.json has a field "__proto__".');
  return value;
}

/** Texts that people read may not hide or turn around others; a NUL fits into no database. */
function readable<M extends ModuleManifest>(manifest: M, text: string): M {
  const { title, version, summary, author, licence, tags, description, inputs } = manifest;
  const fields = [inputs, ...Object.values(inputs.properties)].flatMap((input) => [
    ...[input.title ?? '', input.description ?? ''],
    ...('enum' in input ? (input.enum ?? []) : []),
  ]);
  const shown = [
    ...[title, version, summary, author, licence, ...tags],
    ...manifest.outputs.flatMap((output) => [output.path, output.title, output.mediaType]),
    // These may have more than one line.
    ...[description, ...fields].map((long) => String(long).replace(/[\n\t]/g, '')),
  ].join('');
  if (isReadable(shown) && !/(^|[^\\])(\\\\)*\\u0000/.test(text)) return manifest;
  throw new PublicationRefused(
    'bad-manifest',
    'manifest.json: a text has a control character or one that cannot be seen.',
    'Remove it: titles and names have only characters that can be seen, and no text has a NUL.',
  );
}

/**
 * The jobs that show what the module does, each of which must fit the inputs that the manifest
 * describes.
 */
function jobsOf(manifest: ModuleManifest, files: ReadonlyMap<string, Uint8Array>): ShownJob[] {
  let jobs: ShownJob[];
  try {
    jobs = shownJobsOf(manifest, files);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    const hint = 'The files of examples and samples are in the folder example/.';
    throw new PublicationRefused('bad-example', `${error.message}.`, hint);
  }
  for (const { name, job, files: uploads } of jobs) {
    const problems = problemsOfJob(manifest.inputs, job, uploads);
    if (problems.length === 0) continue;
    const words = problems.map(({ field, message }) => (field ? `${field}: ${message}` : message));
    throw new PublicationRefused(
      'bad-example',
      `The ${name} does not fit the inputs that the manifest describes: ${words.join(' ')}`,
      `Change the ${name}, or what inputs says.`,
    );
  }
  return jobs;
}
