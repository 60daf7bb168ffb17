import { concatBytes } from 'viem';
import { HOST_CAPS } from './wasi/host-caps';

/** A message between a process and its job child: a small header and any number of files. */
export interface Frame {
  readonly header: unknown;
  readonly files: readonly (readonly [path: string, bytes: Uint8Array])[];
}

const encoder = new TextEncoder();

/** A result's files stand below out/, and in a map job below a folder of their item. */
const FOLDERS_ABOVE = 2;
const LARGEST_PATH = (HOST_CAPS.directoryDepth + 1 + FOLDERS_ABOVE) * (HOST_CAPS.nameBytes + 1);
/** stdout, stderr and the list of items. */
const MORE_FILES = 3;
/** Sizes, brackets and commas. */
const ENTRY_BYTES = 32;

/**
 * Bytes that the header of a legal result may have: as many files as there may be, with the longest
 * paths, in which each byte may be a quote and takes two.
 *
 * @param found files that were there before and may stand anywhere at the end
 */
export function largestResultHeader(found = 0): number {
  const files = HOST_CAPS.nodes + MORE_FILES + found;
  return files * (2 * LARGEST_PATH + ENTRY_BYTES) + 64 * 1024;
}

/** A frame as bytes: u32 length of a JSON text that lists the files with their sizes, then they. */
export function encodeFrame({ header, files }: Frame): Uint8Array[] {
  const json = JSON.stringify({
    header,
    files: files.map(([path, bytes]) => [path, bytes.length]),
  });
  const text = encoder.encode(json);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length);
  return [length, text, ...files.map(([, bytes]) => bytes)];
}

/** Puts frames together from the pieces in which a pipe delivers them. */
export class FrameReader {
  private readonly pieces: Uint8Array[] = [];
  private buffered = 0;
  private wanted = 4;
  private head: { header: unknown; files: [string, number][]; headBytes: number } | undefined;
  private textLength: number | undefined;
  private readonly limit: number;

  /** @param limit bytes that one frame may have, its header among them */
  constructor(limit: number) {
    this.limit = limit;
  }

  /**
   * @returns the frames that are whole now
   * @throws RangeError or SyntaxError when the other side does not speak in frames
   */
  push(piece: Uint8Array): Frame[] {
    this.pieces.push(piece);
    this.buffered += piece.length;
    const frames: Frame[] = [];
    while (this.buffered >= this.wanted) {
      const frame = this.advance();
      if (frame !== undefined) frames.push(frame);
    }
    return frames;
  }

  /** One step: length, header, whole frame. */
  private advance(): Frame | undefined {
    const bytes = this.pieces.length === 1 ? this.pieces[0]! : concatBytes(this.pieces);
    this.pieces.length = 0;
    this.pieces.push(bytes);
    if (this.textLength === undefined) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.textLength = view.getUint32(0);
      if (this.textLength > this.limit) throw new RangeError('a frame header is too large');
      this.wanted = 4 + this.textLength;
      return undefined;
    }
    if (this.head === undefined) {
      const headBytes = 4 + this.textLength;
      const text = new TextDecoder().decode(bytes.subarray(4, headBytes));
      const { header, files } = JSON.parse(text) as { header: unknown; files: [string, number][] };
      this.head = { header, files, headBytes };
      this.wanted = files.reduce((sum, [, size]) => sum + size, headBytes);
      if (!(this.wanted >= headBytes && this.wanted <= this.limit)) {
        throw new RangeError('a frame is too large');
      }
      return undefined;
    }
    const { header, files, headBytes } = this.head;
    let at = headBytes;
    const contents = files.map(([path, size]) => {
      at += size;
      return [path, bytes.subarray(at - size, at)] as const;
    });
    this.pieces.length = 0;
    this.pieces.push(bytes.subarray(this.wanted));
    this.buffered -= this.wanted;
    this.wanted = 4;
    this.head = undefined;
    this.textLength = undefined;
    return { header, files: contents };
  }
}
