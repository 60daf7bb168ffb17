import { concatBytes, hexToBytes } from 'viem';
import type { OutputEntry } from './result-digest';

const WORD = 32;
const encoder = new TextEncoder();
/** Of an entry: where its path begins, its size, its sha256, the length of its path. */
const ENTRY_WORDS = 4;
const padded = (bytes: number): number => Math.ceil(bytes / WORD) * WORD;

/**
 * abi.encode(uint32 exitCode, (string path, uint64 size, bytes32 sha256)[]). A result may hold 42 MB of
 * paths, with which a library that goes by way of hexadecimal texts takes seconds.
 *
 * @throws a size is no whole number, a digest has not 32 bytes
 */
export const encodeOutputs = (exitCode: number, outputs: readonly OutputEntry[]): Uint8Array =>
  concatBytes([...encodedPieces(exitCode, outputs)]);

/** The same one after the other: what stands before the entries, then each of them. */
export function* encodedPieces(
  exitCode: number,
  outputs: readonly OutputEntry[],
): Generator<Uint8Array> {
  const paths = outputs.map(({ path }) => encoder.encode(path));
  const places: number[] = [];
  let place = outputs.length * WORD;
  for (const path of paths) {
    places.push(place);
    place += ENTRY_WORDS * WORD + padded(path.length);
  }
  yield wordsOf([exitCode, 2 * WORD, outputs.length, ...places]);
  for (const [index, { size, sha256 }] of outputs.entries()) {
    const path = paths[index]!;
    const digest = hexToBytes(sha256);
    if (digest.length !== WORD) throw new RangeError(`${sha256} is no digest`);
    const entry = new Uint8Array(ENTRY_WORDS * WORD + padded(path.length));
    entry.set(wordsOf([(ENTRY_WORDS - 1) * WORD, size, 0, path.length]));
    entry.set(digest, 2 * WORD);
    entry.set(path, ENTRY_WORDS * WORD);
    yield entry;
  }
}

function wordsOf(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * WORD);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no size`);
    view.setBigUint64((index + 1) * WORD - 8, BigInt(value));
  }
  return bytes;
}
