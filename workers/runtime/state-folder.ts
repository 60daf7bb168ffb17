import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { writeWhole } from './write-whole.server';

const ENDING = '.json';

/** Small JSON records of one process, each written whole or not at all. */
export interface StateFolder {
  /** The record, or undefined where there is none or it is damaged (then the work is done again). */
  read<T>(name: string, schema: z.ZodType<T, unknown>): Promise<T | undefined>;
  /** On disk when this resolves; bigints as decimal strings. */
  write(name: string, record: unknown): Promise<void>;
  /** Names of the records, in no order. */
  list(): Promise<string[]>;
  remove(name: string): Promise<void>;
}

/** Opens (makes) a folder of records that survives kill -9 and power loss: temporary file, fsync, rename. */
export async function openStateFolder(folder: string): Promise<StateFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pathOf = (name: string) => join(folder, `${name}${ENDING}`);
  /** Writes go one after the other, so that the last one asked for is the one that stays. */
  let writing: Promise<void> = Promise.resolve();
  return {
    async read(name, schema) {
      const text = await readFile(pathOf(name), 'utf8').catch(() => undefined);
      if (text === undefined) return undefined;
      try {
        return schema.parse(JSON.parse(text));
      } catch {
        return undefined;
      }
    },
    write(name, record) {
      const text = JSON.stringify(record, (_, value: unknown) =>
        typeof value === 'bigint' ? value.toString() : value,
      );
      const written = writing.then(() => writeWhole(pathOf(name), text));
      writing = written.catch(() => undefined);
      return written;
    },
    async list() {
      const names = await readdir(folder);
      return names
        .filter((name) => name.endsWith(ENDING))
        .map((name) => name.slice(0, -ENDING.length));
    },
    remove: (name) => rm(pathOf(name), { force: true }),
  };
}
