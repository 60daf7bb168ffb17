import type { Job, JobFiles } from '@/lib/modules/job-inputs';
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
import type { WasmEngine } from '../engine-id';
import { isWasmEngine, OCI_ENGINE, WASM_ENGINE, WASM_ENGINES } from '../engine-id';
import { checkWasm } from './check-wasm';
import { PublicationRefused } from './publication-refused';

/** Bytes of all files of a module that anybody may publish. */
export const LARGEST_PUBLICATION = 40 * 1024 * 1024;
const MOST_FILES = 256;
const WASM_PLACE = /^(manifest\.json|module\.wasm|(data|example)\/[^/]+)$/;
const CONTAINER_PLACE = /^(manifest\.json|(data|example)\/[^/]+)$/;

/** A module whose files are in order, before it has run. */
export type CheckedModule = {
  readonly manifest: Manifest;
  readonly engine: WasmEngine;
  readonly example: { readonly job: Job; readonly files: JobFiles };
};

/**
 * Checks the files of a module as far as that can be done without running it.
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
  checkInputs(manifest);
  checkOutputs(manifest);
  const example = exampleOf(manifest, files);
  checkWasm(wasm, engine);
  return { manifest, engine, example };
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
  checkInputs(manifest);
  checkOutputs(manifest);
  exampleOf(manifest, files);
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
    if (canonicalJson(JSON.parse(text) as JsonValue) === text) return readable(manifest, text);
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

/** Texts that people read may not hide or turn around others; a NUL fits into no database. */
function readable<M extends ModuleManifest>(manifest: M, text: string): M {
  const { title, version, summary, author, licence, tags } = manifest;
  const shown = [title, version, summary, author, licence, ...tags].join('');
  if (isReadable(shown) && !/(^|[^\\])(\\\\)*\\u0000/.test(text)) return manifest;
  throw new PublicationRefused(
    'bad-manifest',
    'manifest.json: a text has a control character or one that cannot be seen.',
    'Remove it: titles and names have only characters that can be seen, and no text has a NUL.',
  );
}

/** What the schema says of its inputs must be possible and must agree with itself. */
function checkInputs({ inputs }: ModuleManifest): void {
  const lie = (field: string, why: string): never => {
    const hint = 'Say of each input what the program really takes.';
    throw new PublicationRefused('false-inputs', `manifest.json: inputs: ${field}: ${why}`, hint);
  };
  for (const field of inputs.required ?? []) {
    if (!Object.hasOwn(inputs.properties, field)) lie(field, 'it is required but not described.');
  }
  for (const [field, schema] of Object.entries(inputs.properties)) {
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema as Bounds;
    const { minimum = -Infinity, maximum = Infinity } = schema as Bounds;
    if (minLength > maxLength) lie(field, `no text has ${minLength} to ${maxLength} characters.`);
    if (minimum > maximum) lie(field, `no number is between ${minimum} and ${maximum}.`);
    if (!('default' in schema) || schema.default === undefined) continue;
    const own = { properties: { [field]: schema } };
    const [problem] = problemsOfJob(own, { [field]: schema.default }, new Map());
    if (problem) lie(field, `its default ${JSON.stringify(schema.default)}: ${problem.message}`);
  }
}

type Bounds = {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
};

function checkOutputs({ outputs }: ModuleManifest): void {
  const refuse = (message: string): never => {
    const hint = 'An output is stdout, stderr or a file such as out/picture.png.';
    throw new PublicationRefused('false-outputs', `manifest.json: outputs: ${message}`, hint);
  };
  if (outputs.length === 0) refuse('there is none, so nobody would see a result.');
  const seen = new Set<string>();
  for (const { path } of outputs) {
    if (path !== 'stdout' && path !== 'stderr' && !path.startsWith('out/')) {
      refuse(`${path} is no place that a program can write to.`);
    }
    if (seen.has(path)) refuse(`${path} is there twice.`);
    seen.add(path);
  }
}

function exampleOf(manifest: ModuleManifest, files: ReadonlyMap<string, Uint8Array>) {
  const uploads = new Map<string, Uint8Array>();
  for (const [name, path] of Object.entries(manifest.example.files)) {
    const bytes = files.get(path);
    if (bytes === undefined) {
      const message = `The example's file ${name} should be ${path}, which is not there.`;
      throw new PublicationRefused('bad-example', message, 'Put it into the folder example/.');
    }
    uploads.set(name, bytes);
  }
  const job = manifest.example.job as Job;
  const problems = problemsOfJob(manifest.inputs, job, uploads);
  if (problems.length > 0) {
    const words = problems.map(({ field, message }) => (field ? `${field}: ${message}` : message));
    throw new PublicationRefused(
      'bad-example',
      `The example does not fit the inputs that the manifest describes: ${words.join(' ')}`,
      'Change the example, or what inputs says.',
    );
  }
  return { job, files: uploads };
}
