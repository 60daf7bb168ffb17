import type { PictureSize } from './picture-size';

/** Boxes that hold boxes on the way to where sizes are, and the bytes before the first inside. */
const HOLDERS = new Map([
  ['meta', 4],
  ['iprp', 0],
  ['ipco', 0],
  ['moov', 0],
  ['trak', 0],
  ['mdia', 0],
  ['minf', 0],
  ['stbl', 0],
  ['stsd', 8],
]);
/** Many times what a picture of many tiles has; a file of nothing else would hold up its reader. */
const MOST_BOXES = 10_000;
/** Codings of a sequence's pictures: their entries begin alike. */
const CODINGS = new Set(['av01', 'hvc1', 'hev1']);

const textAt = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(at + index)));

/**
 * The widest and the highest that any part of an AVIF or HEIC picture says to be (ISO/IEC 23008-12, 6.5.3;
 * of a sequence, 14496-12, 12.1.3); undefined where none says it, a box is not as long as it says, or there
 * are too many.
 */
export function boxedPictureSize(view: DataView): PictureSize | undefined {
  let width = 0;
  let height = 0;
  let boxes = 0;
  const ranges: [from: number, to: number][] = [[0, view.byteLength]];
  for (let range = ranges.pop(); range; range = ranges.pop()) {
    const [from, to] = range;
    for (let at = from; at < to; ) {
      const type = textAt(view, at + 4);
      const [head, size] = lengthsOf(view, at, to);
      boxes += 1;
      if (size < head || at + size > to || boxes > MOST_BOXES) return undefined;
      const inside = at + head;
      if (type === 'ispe') {
        width = Math.max(width, view.getUint32(inside + 4));
        height = Math.max(height, view.getUint32(inside + 8));
      } else if (CODINGS.has(type)) {
        width = Math.max(width, view.getUint16(inside + 24));
        height = Math.max(height, view.getUint16(inside + 26));
      }
      const before = HOLDERS.get(type);
      if (before !== undefined) ranges.push([inside + before, at + size]);
      at += size;
    }
  }
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** A box's head and the whole of it; 1 stands for a length of 64 bits, 0 for all the rest. */
function lengthsOf(view: DataView, at: number, to: number): [head: number, size: number] {
  const size = view.getUint32(at);
  if (size === 1) return [16, Number(view.getBigUint64(at + 8))];
  return [8, size === 0 ? to - at : size];
}
