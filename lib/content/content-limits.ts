import { ContentError } from './content-error';

/** Bounds of one directory. Bytes are of file contents; a CAR may exceed them only by its framing. */
export type ContentLimits = {
  readonly maxBytes: number;
  readonly maxFiles: number;
  readonly maxBlocks: number;
};

export const MIB = 1024 * 1024;

/** Outputs of a job (its storageMiB) that still fit into a result folder. */
export const MAX_OUTPUT_MIB = 64;

/**
 * What a directory service takes by default, and what clients refuse to read beyond. Whatever a job
 * within MAX_OUTPUT_MIB can write must fit, or its provider could get no receipt: the numbers of
 * files and folders are above lib/execution/wasi/host-caps.
 */
export const DEFAULT_LIMITS: ContentLimits = {
  maxBytes: (MAX_OUTPUT_MIB + 1) * MIB,
  maxFiles: 4_200,
  maxBlocks: 9_000,
};

const MAX_PATH_BYTES = 10_000;
const MAX_NAME_BYTES = 255;
const MAX_DEPTH = 40;

const encoder = new TextEncoder();

/**
 * Refuses a path that is not a plain relative one: `a/b.txt`, never `/a`, `../a`, `a//b`, `a\b`,
 * control characters, lone surrogates, or names that file systems cannot hold.
 */
export function checkPath(path: string): void {
  const refuse = (why: string) => {
    throw new ContentError('content_path', `The path ${JSON.stringify(path)} is refused: ${why}.`);
  };
  if (path === '') refuse('it is empty');
  if (/\p{Surrogate}/u.test(path)) refuse('it is not valid Unicode');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\u0000-\u001f\u007f\\]/.test(path)) refuse('it has a control character or a backslash');
  if (encoder.encode(path).length > MAX_PATH_BYTES) refuse(`it is over ${MAX_PATH_BYTES} bytes`);
  const names = path.split('/');
  if (names.length > MAX_DEPTH) refuse(`it is over ${MAX_DEPTH} folders deep`);
  for (const name of names) {
    if (name === '') refuse('it has an empty name');
    if (name === '.' || name === '..') refuse('it climbs out of its folder');
    if (encoder.encode(name).length > MAX_NAME_BYTES)
      refuse(`a name is over ${MAX_NAME_BYTES} bytes`);
  }
}

/** Refuses a set of files that cannot be a directory or is over the limits. */
export function checkFiles(files: ReadonlyMap<string, Uint8Array>, limits: ContentLimits): void {
  if (files.size === 0) {
    throw new ContentError('content_empty', 'A directory needs at least one file.');
  }
  if (files.size > limits.maxFiles) {
    throw new ContentError(
      'content_too_many_files',
      `${files.size} files are more than the ${limits.maxFiles} that are taken.`,
    );
  }
  let bytes = 0;
  const folders = new Set<string>();
  for (const [path, content] of files) {
    checkPath(path);
    bytes += content.length;
    for (let cut = path.indexOf('/'); cut !== -1; cut = path.indexOf('/', cut + 1)) {
      folders.add(path.slice(0, cut));
    }
  }
  if (bytes > limits.maxBytes) {
    throw new ContentError(
      'content_too_large',
      `${bytes} bytes are more than the ${limits.maxBytes} that are taken.`,
    );
  }
  for (const path of files.keys()) {
    if (folders.has(path)) {
      throw new ContentError('content_path', `"${path}" is both a file and a folder.`);
    }
  }
}
