import { hexToBytes } from 'viem';
import type { OutputEntry } from './result-digest';

const WORD = 32;
const encoder = new TextEncoder();
/** Of an entry: where its path begins, its size, its sha256, the length of its path. */
const ENTRY_WORDS = 4;
const padded = (bytes: number): number => Math.ceil(bytes / WORD) * WORD;

/**
 * abi.encode(uint32 exitCode, (string path, uint64 size, bytes32 sha256)[]). A result may hold 33 MB of
 * paths, with which a library that goes by way of hexadecimal texts takes seconds.
 *
 * @throws a size is no whole number, a digest has not 32 bytes
 */
export function encodeOutputs(exitCode: number, outputs: readonly OutputEntry[]): Uint8Array {
  const paths = outputs.map(({ path }) => encoder.encode(path));
  const places: number[] = [];
  let place = outputs.length * WORD;
  for (const path of paths) {
    places.push(place);
    place += ENTRY_WORDS * WORD + padded(path.length);
  }
  const bytes = new Uint8Array(3 * WORD + place);
  const view = new DataView(bytes.buffer);
  const word = (at: number, value: number): void => {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no size`);
    view.setBigUint64(at + WORD - 8, BigInt(value));
  };
  word(0, exitCode);
  word(WORD, 2 * WORD);
  word(2 * WORD, outputs.length);
  const list = 3 * WORD;
  for (const [index, { size, sha256 }] of outputs.entries()) {
    word(list + index * WORD, places[index]!);
    const at = list + places[index]!;
    word(at, (ENTRY_WORDS - 1) * WORD);
    word(at + WORD, size);
    const digest = hexToBytes(sha256);
    if (digest.length !== WORD) throw new RangeError(`${sha256} is no digest`);
    bytes.set(digest, at + 2 * WORD);
    word(at + 3 * WORD, paths[index]!.length);
    bytes.set(paths[index]!, at + ENTRY_WORDS * WORD);
  }
  return bytes;
}
