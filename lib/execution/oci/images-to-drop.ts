/** An image that this program has brought to an engine. */
export interface KeptImage {
  readonly id: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
  /** A job of this process uses it now. */
  readonly isLent: boolean;
}

export const DAY_MS = 86_400_000;
const GIB = 1024 ** 3;
/** What images of jobs may take of an engine's disk, together; the one in use comes on top. */
export const IMAGE_BOUNDS = { mostBytes: 20 * GIB, idleMs: DAY_MS };

/**
 * Which images to take away: those that nobody has used for `idleMs`, then the least lately used until
 * the rest fits. Never one in use.
 *
 * @param now milliseconds since 1970
 */
export function imagesToDrop(
  images: readonly KeptImage[],
  now: number,
  { mostBytes, idleMs }: typeof IMAGE_BOUNDS,
): readonly string[] {
  const isIdle = ({ usedAt, isLent }: KeptImage) => !isLent && now - usedAt > idleMs;
  const dropped = images.filter(isIdle);
  const rest = images.filter((image) => !isIdle(image));
  let bytes = rest.reduce((sum, image) => sum + image.bytes, 0);
  const candidates = rest.filter(({ isLent }) => !isLent).sort((a, b) => a.usedAt - b.usedAt);
  for (const image of candidates) {
    if (bytes <= mostBytes) break;
    bytes -= image.bytes;
    dropped.push(image);
  }
  return dropped.map(({ id }) => id);
}
