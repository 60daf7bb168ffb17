/** Which pixels of two pictures differ, as a picture: those in one colour, all others faint. */
export interface DifferingPixels {
  readonly count: number;
  /** RGBA, as large as the two. */
  readonly picture: Uint8ClampedArray<ArrayBuffer>;
}

const MARK = [220, 38, 38, 255] as const;
const FAINT = 40;

/** @param theirs and found: RGBA of pictures of one size */
export function differingPixels(
  theirs: Uint8ClampedArray,
  found: Uint8ClampedArray,
): DifferingPixels {
  const picture = new Uint8ClampedArray(theirs.length);
  let count = 0;
  for (let at = 0; at < theirs.length; at += 4) {
    const isSame =
      theirs[at] === found[at] &&
      theirs[at + 1] === found[at + 1] &&
      theirs[at + 2] === found[at + 2] &&
      theirs[at + 3] === found[at + 3];
    if (isSame) {
      picture[at] = theirs[at]!;
      picture[at + 1] = theirs[at + 1]!;
      picture[at + 2] = theirs[at + 2]!;
      picture[at + 3] = Math.min(FAINT, theirs[at + 3]!);
    } else {
      picture.set(MARK, at);
      count += 1;
    }
  }
  return { count, picture };
}
