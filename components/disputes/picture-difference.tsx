'use client';

import { useEffect, useRef, useState } from 'react';
import { drawingProblem, safeMediaType } from '@/components/deals/drawable';
import type { ResultFile } from '@/components/deals/result-files';
import { type PictureSize, pictureSizeOf } from '@/lib/shared/picture-size.view';
import { formatCount } from '@/lib/shared/quantity.view';
import { differingPixels } from './differing-pixels';

/** Larger pictures are only shown side by side. */
const MOST_PIXELS = 16_000_000;

interface PictureDifferenceProps {
  theirs: ResultFile;
  found: ResultFile;
}

/** Two pictures laid over each other: how many pixels differ, and which. */
export function PictureDifference({ theirs, found }: PictureDifferenceProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [words, setWords] = useState<string>();
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    let isOver = false;
    const compare = async () => {
      const [left, right] = await Promise.all([pixelsOf(theirs), pixelsOf(found)]);
      if (isOver || !left || !right) return;
      const { width, height } = left;
      if (width !== right.width || height !== right.height) {
        setWords(`The provider’s has ${sizeOf(left)} pixels, the mediator’s ${sizeOf(right)}.`);
        return;
      }
      const { count, picture } = differingPixels(left.data, right.data);
      setWords(
        count === 0
          ? 'Every pixel is the same: what differs is how the files are written.'
          : `${formatCount(count)} of ${formatCount(width * height)} pixels differ.`,
      );
      const target = canvas.current;
      if (count === 0 || !target) return;
      target.width = width;
      target.height = height;
      target.getContext('2d')?.putImageData(new ImageData(picture, width, height), 0, 0);
      setDrawn(true);
    };
    // A picture that cannot be read is told beside its name.
    compare().catch(() => {});
    return () => {
      isOver = true;
    };
  }, [theirs, found]);
  return (
    <figure className="min-w-0">
      <figcaption className="tabular pb-1.5 text-muted text-xs empty:hidden">{words}</figcaption>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Pixels of ${theirs.title} that differ`}
        hidden={!isDrawn}
        className="max-h-72 max-w-full rounded-md border border-border"
      />
    </figure>
  );
}

const sizeOf = ({ width, height }: ImageData): string =>
  `${formatCount(width)} × ${formatCount(height)}`;

const isTooLarge = (size: PictureSize | undefined): boolean =>
  size !== undefined && size.width * size.height > MOST_PIXELS;

/** undefined for a picture that is not drawn by itself, or too large to look at each pixel. */
async function pixelsOf(file: ResultFile): Promise<ImageData | undefined> {
  if (drawingProblem(file) !== undefined || isTooLarge(pictureSizeOf(file.bytes))) return undefined;
  const blob = new Blob([file.bytes as Uint8Array<ArrayBuffer>], { type: safeMediaType(file) });
  const url = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height === 0 || isTooLarge({ width, height })) return undefined;
    const surface = new OffscreenCanvas(width, height).getContext('2d');
    surface?.drawImage(image, 0, 0);
    return surface?.getImageData(0, 0, width, height);
  } finally {
    URL.revokeObjectURL(url);
  }
}
