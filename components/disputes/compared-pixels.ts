import { drawingProblem, pixelWords } from '@/components/deals/drawable';
import type { ResultFile } from '@/components/deals/result-files';
import type { PictureSize } from '@/lib/shared/picture-size';
import { pictureSizeOf } from '@/lib/shared/picture-size.view';

/** Of larger pictures not every pixel is looked at. */
const MOST_PIXELS = 16_000_000;

const OWN_PROGRAM = 'Download both and compare them with a program of your own.';

export const TOO_LARGE = `These pictures are too large to be compared pixel by pixel on this page. ${OWN_PROGRAM}`;

export const hasTooManyPixels = ({ width, height }: PictureSize): boolean =>
  width * height > MOST_PIXELS;

/** What is said in the place of a comparison by pixels; undefined where two pictures can be compared. */
export function notComparedWords(theirs: ResultFile, found: ResultFile): string | undefined {
  const [left, right] = [pictureSizeOf(theirs.bytes), pictureSizeOf(found.bytes)];
  if (left && right && (left.width !== right.width || left.height !== right.height)) {
    return differentSizeWords(left, right);
  }
  if (drawingProblem(theirs) !== undefined || drawingProblem(found) !== undefined) {
    return `Only pictures that this page draws are compared pixel by pixel. ${OWN_PROGRAM}`;
  }
  return [left, right].some((size) => size && hasTooManyPixels(size)) ? TOO_LARGE : undefined;
}

export function differentSizeWords(theirs: PictureSize, found: PictureSize): string {
  return `The provider’s has ${pixelWords(theirs)} pixels, the mediator’s ${pixelWords(found)}.`;
}
