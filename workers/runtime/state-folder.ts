import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';

/** Small JSON records of one process, each written whole or not at all. */
export interface StateFolder {
  /** The record, or undefined where there is none or it is damaged (then the work is done again). */
  read<T>(name: string, schema: z.ZodType<T, unknown>): Promise<T | undefined>;
  /** On disk when this resolves; bigints as decimal strings. */
  write(name: string, record: unknown): Promise<void>;
}

/** Opens (makes) a folder of records that survives kill -9: temporary file, fsync, rename. */
export async function openStateFolder(folder: string): Promise<StateFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pathOf = (name: string) => join(folder, `${name}.json`);
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
    async write(name, record) {
      const text = JSON.stringify(record, (_, value: unknown) =>
        typeof value === 'bigint' ? value.toString() : value,
      );
      const file = await open(`${pathOf(name)}.new`, 'w', 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${pathOf(name)}.new`, pathOf(name));
    },
  };
}
