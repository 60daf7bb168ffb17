import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';

const DRAFT = /\.draft-[0-9a-f]+$/;

/**
 * Small JSON files in a folder, one a key, held in memory and written through. A write is a draft
 * that is synced and renamed, so that a kill at any moment leaves the old file or the new one.
 */
export class JsonFiles<T> {
  readonly #folder: string;
  readonly #entries = new Map<string, T>();
  readonly #writes = new Map<string, Promise<void>>();

  /** Reads all files. Drafts of interrupted writes are ignored, damaged files are reported. */
  constructor(folder: string, schema: z.ZodType<T>, onDamaged: (file: string) => void) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) {
      if (DRAFT.test(name)) {
        void rm(join(folder, name), { force: true });
        continue;
      }
      if (!name.endsWith('.json')) continue;
      const parsed = schema.safeParse(readJson(join(folder, name)));
      if (parsed.success) this.#entries.set(name.slice(0, -'.json'.length), parsed.data);
      else onDamaged(join(folder, name));
    }
  }

  get(key: string): T | undefined {
    return this.#entries.get(key);
  }

  entries(): IterableIterator<[string, T]> {
    return this.#entries.entries();
  }

  /** Changes one entry; resolves when it is on disk. Changes of one key happen in their order. */
  async change(key: string, update: (old: T | undefined) => T): Promise<T> {
    return this.#inOrder(key, async () => {
      const value = update(this.#entries.get(key));
      const file = join(this.#folder, `${key}.json`);
      const draft = `${file}.draft-${randomBytes(6).toString('hex')}`;
      const handle = await open(draft, 'wx', 0o600);
      try {
        await handle.writeFile(JSON.stringify(value));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(draft, file);
      this.#entries.set(key, value);
      return value;
    });
  }

  async remove(key: string): Promise<void> {
    await this.#inOrder(key, async () => {
      await rm(join(this.#folder, `${key}.json`), { force: true });
      this.#entries.delete(key);
    });
  }

  async #inOrder<R>(key: string, work: () => Promise<R>): Promise<R> {
    const before = this.#writes.get(key) ?? Promise.resolve();
    const result = before.then(work);
    const done = result.then(
      () => undefined,
      () => undefined,
    );
    this.#writes.set(key, done);
    try {
      return await result;
    } finally {
      if (this.#writes.get(key) === done) this.#writes.delete(key);
    }
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
