import { constants } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeFrame, type Frame, FrameReader } from '../job-frames';

/** Files of one job's folder. */
export const SPOOL = {
  /** What is to be run, a SpooledJob's frame. */
  job: 'job',
  /** The cluster's number of the job. */
  id: 'id',
  /** How far the run is: a frame of a job child. */
  progress: 'progress',
  /** How it ended: a frame of a job child. Written once. */
  result: 'result',
  /** stdout and stderr of the script. */
  log: 'log',
} as const;

/**
 * Writes a file that is there whole or not at all, also for who reads it over a network file system.
 *
 * @param isFirst where the file is there already it stays as it is: of two runs the first counts
 * @throws ENOENT: nobody waits any more, the folder is gone
 */
export async function placeFile(
  folder: string,
  name: string,
  pieces: readonly Uint8Array[],
  isFirst = false,
): Promise<void> {
  const fresh = join(folder, `.${name}-${process.pid}-${Date.now()}`);
  const file = await open(fresh, 'wx', 0o600);
  try {
    for (const piece of pieces) if (piece.length > 0) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    if (!isFirst) return await rename(fresh, join(folder, name));
    await link(fresh, join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(fresh, { force: true });
  }
}

export const placeFrame = (folder: string, name: string, frame: Frame, isFirst = false) =>
  placeFile(folder, name, encodeFrame(frame), isFirst);

/**
 * @param limit bytes that the file may have
 * @returns undefined where there is no such file (yet)
 * @throws RangeError or SyntaxError the file holds no whole frame
 */
export async function readFrame(
  folder: string,
  name: string,
  limit: number,
): Promise<Frame | undefined> {
  const bytes = await readSmall(folder, name, limit);
  if (bytes === undefined) return undefined;
  const [frame] = new FrameReader(limit).push(bytes);
  if (frame === undefined) throw new RangeError(`${name} is cut short`);
  return frame;
}

/** @throws RangeError it is no plain file, or too large */
export async function readSmall(
  folder: string,
  name: string,
  limit: number,
): Promise<Uint8Array | undefined> {
  // The account that jobs run as can write here: a link must not lead elsewhere.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(join(folder, name), flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new RangeError(`${name} is no plain file`);
    if (stat.size > limit) throw new RangeError(`${name} is too large`);
    return new Uint8Array(await file.readFile());
  } finally {
    await file.close();
  }
}

/** Whether the file system, not what is in it, is at fault. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
