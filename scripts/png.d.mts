/** 3 bytes a pixel, row after row. */
export type RgbPicture = { width: number; height: number; rgb: Buffer };

export function decodePng(png: Uint8Array): RgbPicture & { alpha: Buffer | null };
export function encodePng(picture: RgbPicture): Buffer;
export function enlargedCut(
  picture: RgbPicture,
  left: number,
  top: number,
  side: number,
  times: number,
): RgbPicture;
export function sideBySide(a: RgbPicture, b: RgbPicture, gap: number): RgbPicture;
