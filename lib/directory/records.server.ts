import type { z } from 'zod';
import type { DocumentStore } from './storage/storage';

/**
 * Small records by key, held in memory and written through to a store of documents: what `change`
 * answered is stored. A write that fails changes nothing.
 */
export class Records<T> {
  readonly #documents: DocumentStore;
  readonly #entries = new Map<string, T>();
  readonly #writes = new Map<string, Promise<void>>();

  private constructor(documents: DocumentStore) {
    this.#documents = documents;
  }

  /** Reads all records; damaged ones are reported and left alone. */
  static async open<T>(
    documents: DocumentStore,
    schema: z.ZodType<T>,
    onDamaged: (name: string) => void,
  ): Promise<Records<T>> {
    const records = new Records<T>(documents);
    for await (const { name, text } of documents.list()) {
      const parsed = schema.safeParse(parseJson(text));
      if (parsed.success) records.#entries.set(name, parsed.data);
      else onDamaged(`${documents.kind}/${name}`);
    }
    return records;
  }

  get(key: string): T | undefined {
    return this.#entries.get(key);
  }

  entries(): IterableIterator<[string, T]> {
    return this.#entries.entries();
  }

  /** Changes one record; resolves when it is stored. Changes of one key happen in their order. */
  async change(key: string, update: (old: T | undefined) => T): Promise<T> {
    return this.#inOrder(key, async () => {
      const value = update(this.#entries.get(key));
      await this.#documents.write(key, JSON.stringify(value));
      this.#entries.set(key, value);
      return value;
    });
  }

  /**
   * Removes a record that `isGone` still holds of when its turn comes: what was promised in the
   * meantime stays.
   */
  async remove(key: string, isGone: (value: T) => boolean = () => true): Promise<boolean> {
    return this.#inOrder(key, async () => {
      const value = this.#entries.get(key);
      if (value === undefined || !isGone(value)) return false;
      await this.#documents.remove(key);
      this.#entries.delete(key);
      return true;
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
