import type { PictureSize } from './picture-size';

const ENTRY_BYTES = 16;

/**
 * The largest picture of an ICO or CUR file. What its directory says holds at most 256 pixels a side and
 * is not what is drawn: each picture is a PNG, or a bitmap that has its lines twice, as colours and as mask.
 * @param pngSizeAt undefined where no PNG begins
 */
export function iconSize(
  view: DataView,
  pngSizeAt: (at: number) => PictureSize | undefined,
): PictureSize | undefined {
  let largest: PictureSize | undefined;
  const count = view.getUint16(4, true);
  for (let entry = 6; entry < 6 + count * ENTRY_BYTES; entry += ENTRY_BYTES) {
    const at = view.getUint32(entry + 12, true);
    const size = pngSizeAt(at) ?? {
      width: Math.abs(view.getInt32(at + 4, true)),
      height: Math.ceil(Math.abs(view.getInt32(at + 8, true)) / 2),
    };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}
