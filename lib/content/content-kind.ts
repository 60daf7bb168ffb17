import { type Address, encodeAbiParameters, type Hex, keccak256 } from 'viem';
import { ContentError } from './content-error';

/** What a directory is, told by its files alone. The three shapes exclude each other. */
export type ContentKind = 'module' | 'inputs' | 'result';

type Files = ReadonlyMap<string, Uint8Array>;

const WASM_MAGIC = [0, 0x61, 0x73, 0x6d];
const SALT_BYTES = 32;
const MAX_JSON_BYTES = 1024 * 1024;

/**
 * Which of the three kinds of content this is.
 *
 * @throws ContentError `content_kind` where it is none, saying what is amiss.
 */
export function contentKindOf(files: Files): ContentKind {
  const claims: [string, ContentKind, (files: Files) => void][] = [
    ['job.json', 'inputs', checkInputs],
    ['result.json', 'result', checkResult],
    ['manifest.json', 'module', checkModule],
  ];
  const found = claims.filter(([name]) => files.has(name));
  const [claim] = found;
  if (claim === undefined || found.length > 1) {
    throw refuse(
      'A folder must have exactly one of manifest.json (module), job.json (inputs) and result.json (result).',
    );
  }
  const [, kind, check] = claim;
  check(files);
  return kind;
}

/** Inputs: `job.json`, `salt` of 32 bytes, and nothing else but `files/...`. */
function checkInputs(files: Files): void {
  checkJsonObject(files, 'job.json');
  saltOf(files);
  checkRoots(files, 'inputs', ['job.json', 'salt'], 'files/');
}

/** A result: `result.json`, and nothing else but `stdout`, `stderr`, `items.json` and `out/...`. */
function checkResult(files: Files): void {
  checkJsonObject(files, 'result.json');
  checkRoots(files, 'result', ['result.json', 'stdout', 'stderr', 'items.json'], 'out/');
}

/**
 * A module: `manifest.json` and `module.wasm`, or a manifest alone that names a container's image; it
 * may carry more, but no salt.
 */
function checkModule(files: Files): void {
  const manifest = checkJsonObject(files, 'manifest.json');
  if (files.has('salt')) throw refuse('A module has no "salt".');
  if ('image' in manifest && 'engine' in manifest && /^reckon-oci@/.test(String(manifest.engine))) {
    return;
  }
  const wasm = files.get('module.wasm');
  if (wasm === undefined || WASM_MAGIC.some((byte, i) => wasm[i] !== byte)) {
    throw refuse('The module has no "module.wasm" that is WebAssembly.');
  }
}

/** The 32 secret bytes of an input folder. */
export function saltOf(inputs: Files): Uint8Array {
  const salt = inputs.get('salt');
  if (salt === undefined || salt.length !== SALT_BYTES) {
    throw refuse(`The inputs need a "salt" of ${SALT_BYTES} random bytes.`);
  }
  return salt;
}

/**
 * Proof that who asks for an input receipt has the inputs: their salt, bound to the buyer.
 * An inputs id is public on chain; without this anybody could match a deal with somebody else's
 * inputs and then read them as its buyer.
 */
export function possessionProof(salt: Hex, inputsId: Hex, buyer: Address): Hex {
  return keccak256(
    encodeAbiParameters(
      [{ type: 'string' }, { type: 'bytes32' }, { type: 'bytes32' }, { type: 'address' }],
      ['reckon.inputs-possession', salt, inputsId, buyer],
    ),
  );
}

function checkRoots(files: Files, kind: string, names: readonly string[], folder: string): void {
  for (const path of files.keys()) {
    if (!names.includes(path) && !path.startsWith(folder)) {
      throw refuse(`"${path}" does not belong in ${kind}: only ${names.join(', ')} and ${folder}…`);
    }
  }
}

function checkJsonObject(files: Files, name: string): object {
  const bytes = files.get(name);
  if (bytes === undefined) throw refuse(`There is no "${name}".`);
  if (bytes.length > MAX_JSON_BYTES) throw refuse(`"${name}" is over 1 MiB.`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refuse(`"${name}" is not valid JSON.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse(`"${name}" is not a JSON object.`);
  }
  return value;
}

function refuse(message: string): ContentError {
  return new ContentError('content_kind', message);
}
