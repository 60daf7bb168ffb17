import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FsBlockstore } from 'blockstore-fs';
import { CID } from 'multiformats/cid';
import type { Address, Hex } from 'viem';
import { checkBlock, type OpenedContent, openBlocks } from '../content/car';
import { ContentError } from '../content/content-error';
import type { Content, ContentBlock } from '../content/content-id';
import { contentKindOf } from '../content/content-kind';
import type { ContentLimits } from '../content/content-limits';
import { type ContentRecord, contentRecordSchema, isExpired, withAddress } from './content-record';
import { JsonFiles } from './json-files.server';
import { ServiceError } from './service-error';

/** What a block takes on disk beyond its bytes. */
const FILE_COST = 4096;

export type ContentStoreOptions = {
  readonly folder: string;
  readonly limits: ContentLimits;
  /** Bytes of all content together. */
  readonly maxStoreBytes: number;
  /** Seconds that content without a receipt is kept. */
  readonly freshSeconds: number;
  readonly onWarning: (message: string, detail: Record<string, unknown>) => void;
};

/**
 * Content on disk: blocks by hash, and a record for each directory that is there whole. A record
 * is written after all of its blocks, and blocks are hashed again whenever they are read, so
 * nothing that was cut off or damaged is ever believed.
 */
export class ContentStore {
  readonly #blocks: FsBlockstore;
  readonly #records: JsonFiles<ContentRecord>;
  readonly #options: ContentStoreOptions;
  #storing: Promise<unknown> = Promise.resolve();

  private constructor(options: ContentStoreOptions) {
    this.#options = options;
    this.#blocks = new FsBlockstore(join(options.folder, 'blocks'));
    this.#records = new JsonFiles(join(options.folder, 'content'), contentRecordSchema, (file) =>
      options.onWarning('damaged record ignored', { file }),
    );
  }

  static async open(options: ContentStoreOptions): Promise<ContentStore> {
    const store = new ContentStore(options);
    await store.#blocks.open();
    await removeDrafts(join(options.folder, 'blocks'));
    return store;
  }

  record(id: Hex): ContentRecord | undefined {
    return this.#records.get(id);
  }

  /** Stores proved content. Storing it again adds the uploader and makes it fresh. */
  async put(
    content: OpenedContent,
    from: { uploader?: Address | undefined; now: number; isPinned?: boolean },
  ): Promise<ContentRecord> {
    const kind = contentKindOf(content.files);
    const bytes = content.blocks.reduce((sum, block) => sum + block.bytes.length + FILE_COST, 0);
    return this.#alone(async () => {
      const known = this.#records.get(content.id) !== undefined;
      if (!known && this.#bytesHeld() + bytes > this.#options.maxStoreBytes) {
        throw new ServiceError(
          507,
          'store_full',
          'This directory has no room left.',
          'Use another directory, or try again later.',
        );
      }
      for (const block of content.blocks) await this.#putBlock(block);
      return this.#records.change(content.id, (old) => {
        const record: ContentRecord = {
          id: content.id,
          cid: content.cid,
          kind,
          bytes,
          blocks: content.blocks.map(({ cid }) => cid.toString()),
          heldUntil: old?.heldUntil ?? 0,
          isPinned: from.isPinned === true || old?.isPinned === true,
          uploaders: old?.uploaders ?? [],
          buyers: old?.buyers ?? [],
          receivedAt: from.now,
        };
        return from.uploader === undefined
          ? record
          : withAddress(record, 'uploaders', from.uploader);
      });
    });
  }

  /** Changes what is known of content that is here. */
  async change(id: Hex, update: (record: ContentRecord) => ContentRecord): Promise<void> {
    await this.#records.change(id, (old) => {
      if (old === undefined) throw new ServiceError(404, 'not_found', `${id} is not held here.`);
      return update(old);
    });
  }

  /** All blocks, each hashed again; undefined where it is not here whole. */
  async read(id: Hex): Promise<Content | undefined> {
    const record = this.#records.get(id);
    if (record === undefined) return undefined;
    const blocks: ContentBlock[] = [];
    try {
      for (const text of record.blocks) {
        const block = { cid: CID.parse(text), bytes: await this.#getBlock(CID.parse(text)) };
        await checkBlock(block);
        blocks.push(block);
      }
    } catch (error) {
      this.#options.onWarning('content is damaged', { id, cause: String(error) });
      return undefined;
    }
    return { id, cid: record.cid, blocks };
  }

  /** The files of a directory, proved; undefined where it is not here whole. */
  async open(id: Hex): Promise<OpenedContent | undefined> {
    const content = await this.read(id);
    if (content === undefined) return undefined;
    const blocks = new Map(content.blocks.map((block) => [block.cid.toString(), block]));
    try {
      return await openBlocks(CID.parse(content.cid), blocks, this.#options.limits);
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      this.#options.onWarning('content cannot be opened', { id, cause: error.code });
      return undefined;
    }
  }

  /** Drops what nobody was promised, and blocks that no record names. Returns what went. */
  async collect(
    now: number,
    isNeeded: (id: Hex) => boolean,
  ): Promise<{ records: number; blocks: number }> {
    return this.#alone(async () => {
      const gone: Hex[] = [];
      const kept = new Set<string>();
      for (const [, record] of this.#records.entries()) {
        if (isExpired(record, now, this.#options.freshSeconds) && !isNeeded(record.id)) {
          gone.push(record.id);
        } else {
          for (const block of record.blocks) kept.add(blockKey(CID.parse(block)));
        }
      }
      for (const id of gone) await this.#records.remove(id);
      let blocks = 0;
      for await (const { cid } of this.#blocks.getAll()) {
        if (kept.has(blockKey(cid))) continue;
        await this.#blocks.delete(cid);
        blocks += 1;
      }
      return { records: gone.length, blocks };
    });
  }

  #bytesHeld(): number {
    let total = 0;
    for (const [, record] of this.#records.entries()) total += record.bytes;
    return total;
  }

  /** Writes a block unless a whole one is there. */
  async #putBlock(block: ContentBlock): Promise<void> {
    if (await this.#blocks.has(block.cid)) {
      const there = { cid: block.cid, bytes: await this.#getBlock(block.cid) };
      const isWhole = await checkBlock(there).then(
        () => true,
        () => false,
      );
      if (isWhole) return;
    }
    await this.#blocks.put(block.cid, block.bytes);
  }

  async #getBlock(cid: CID): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this.#blocks.get(cid)) pieces.push(piece);
    return new Uint8Array(Buffer.concat(pieces));
  }

  /** One writer at a time, so that collecting never meets a half-stored directory. */
  #alone<R>(work: () => Promise<R>): Promise<R> {
    const result = this.#storing.then(work);
    this.#storing = result.catch(() => undefined);
    return result;
  }
}

/** Half-written blocks of a process that was killed. */
async function removeDrafts(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.tmp')) {
      await rm(join(entry.parentPath, entry.name), { force: true });
    }
  }
}

/** Block files are named by hash alone, so what getAll lists has lost its codec. */
function blockKey(cid: CID): string {
  return Buffer.from(cid.multihash.bytes).toString('hex');
}
