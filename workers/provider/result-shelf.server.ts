import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hex } from 'viem';
import { encodeCar, openCar } from '../../lib/content/car';
import { contentIdOf } from '../../lib/content/content-id';
import { writeWhole } from '../runtime/write-whole.server';

const ENDING = '.car';

/** The files of a result directory. */
export type ResultFiles = ReadonlyMap<string, Uint8Array>;

/** What a result takes on the shelf. `cid` is the name under which a directory will hold it. */
export type ShelvedResult = { readonly cid: string; readonly bytes: number };

/**
 * Results on this machine's disk, one archive a deal, from the run until a directory has them or the
 * deal is over: what was executed and sealed is never executed again for want of its result.
 */
export class ResultShelf {
  readonly #folder: string;
  /** Results that a full disk did not take: here while this process lives. */
  readonly #unwritten = new Map<Hex, ResultFiles>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<ResultShelf> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new ResultShelf(folder);
  }

  /** On disk when this resolves. @throws what the file system throws, such as ENOSPC */
  async put(dealId: Hex, files: ResultFiles): Promise<ShelvedResult> {
    this.#unwritten.set(dealId, files);
    const content = await contentIdOf(files);
    const car = encodeCar(content);
    await writeWhole(this.#pathOf(dealId), car);
    this.#unwritten.delete(dealId);
    return { cid: content.cid, bytes: car.length };
  }

  /** The result, every byte checked; undefined where it is gone or the disk has damaged it. */
  async read(dealId: Hex, cid: string): Promise<ResultFiles | undefined> {
    const held = this.#unwritten.get(dealId);
    if (held) return held;
    const bytes = await readFile(this.#pathOf(dealId)).catch(() => undefined);
    if (!bytes) return undefined;
    const opened = await openCar(bytes, { expectedCid: cid }).catch(() => undefined);
    return opened?.files;
  }

  drop(dealId: Hex): Promise<void> {
    this.#unwritten.delete(dealId);
    return rm(this.#pathOf(dealId), { force: true });
  }

  /** Drops every result for which `isWanted` answers false, and what a killed process left half written. */
  async clean(isWanted: (dealId: Hex) => boolean): Promise<void> {
    for (const dealId of this.#unwritten.keys()) {
      if (!isWanted(dealId)) this.#unwritten.delete(dealId);
    }
    for (const name of await readdir(this.#folder)) {
      const isWhole = name.endsWith(ENDING);
      if (isWhole && isWanted(name.slice(0, -ENDING.length) as Hex)) continue;
      await rm(join(this.#folder, name), { force: true });
    }
  }

  #pathOf(dealId: Hex): string {
    return join(this.#folder, `${dealId}${ENDING}`);
  }
}
