'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { safeMediaType } from '@/components/deals/drawable';
import type { ResultFile } from '@/components/deals/result-files';
import { formatCount } from '@/lib/shared/quantity.view';
import {
  differentSizeWords,
  hasTooManyPixels,
  notComparedWords,
  TOO_LARGE,
} from './compared-pixels';
import { differingPixels } from './differing-pixels';

interface PictureDifferenceProps {
  theirs: ResultFile;
  found: ResultFile;
}

/** Two pictures laid over each other: how many pixels differ, and which; or why that is not looked at. */
export function PictureDifference({ theirs, found }: PictureDifferenceProps) {
  const refused = useMemo(() => notComparedWords(theirs, found), [theirs, found]);
  return refused === undefined ? (
    <ComparedPixels theirs={theirs} found={found} />
  ) : (
    <p className="tabular max-w-[72ch] text-muted text-xs">{refused}</p>
  );
}

function ComparedPixels({ theirs, found }: PictureDifferenceProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [words, setWords] = useState<string>();
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    let isOver = false;
    const compare = async () => {
      const [left, right] = await Promise.all([pixelsOf(theirs), pixelsOf(found)]);
      if (isOver) return;
      if (!left || !right) return setWords(TOO_LARGE);
      const { width, height } = left;
      if (width !== right.width || height !== right.height) {
        return setWords(differentSizeWords(left, right));
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
    // A picture that cannot be read is told beside its name; a drawing without a size has no pixels.
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

/** undefined for a picture that is drawn at a size of which not each pixel is looked at. */
async function pixelsOf(file: ResultFile): Promise<ImageData | undefined> {
  const blob = new Blob([file.bytes as Uint8Array<ArrayBuffer>], { type: safeMediaType(file) });
  const url = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height === 0) throw new Error('The drawing says no size.');
    if (hasTooManyPixels({ width, height })) return undefined;
    const surface = new OffscreenCanvas(width, height).getContext('2d');
    surface?.drawImage(image, 0, 0);
    return surface?.getImageData(0, 0, width, height);
  } finally {
    URL.revokeObjectURL(url);
  }
}
