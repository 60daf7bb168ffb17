import { CID } from 'multiformats/cid';
import pLimit from 'p-limit';
import type { Address, Hex } from 'viem';
import { checkBlock, type OpenedContent, openBlocks } from '../content/car';
import { ContentError } from '../content/content-error';
import type { Content, ContentBlock } from '../content/content-id';
import { contentKindOf } from '../content/content-kind';
import type { ContentLimits } from '../content/content-limits';
import { type ContentRecord, contentRecordSchema, isExpired, withAddress } from './content-record';
import { type Holdings, holdingsOf } from './holdings';
import { Records } from './records.server';
import { ServiceError } from './service-error';
import { digestOf, type Storage } from './storage/storage';
import { isFull, shareFull, storeFull } from './storage/storage-error';

/** What a block takes on disk beyond its bytes. */
const FILE_COST = 4096;
const BLOCKS_AT_A_TIME = 8;
/** What strangers can fill; the rest is for results of live deals. */
const OPEN_SHARE = 0.75;

export type ContentStoreOptions = {
  readonly storage: Storage;
  readonly limits: ContentLimits;
  /** Bytes of all content together. */
  readonly maxStoreBytes: number;
  /** Seconds that content without a receipt is kept. */
  readonly freshSeconds: number;
  /** Bytes that one network may have here which no deal is about. */
  readonly unusedBytesEach: number;
  readonly onWarning: (message: string, detail: Record<string, unknown>) => void;
};

/** Where content comes from. */
type PutFrom = {
  readonly uploader?: Address | undefined;
  /** Unix seconds. */
  readonly now: number;
  readonly isPinned?: boolean;
  /** Whether a live deal waits for it: asked where it was refused, as only room for such is left. */
  readonly isOwed?: () => Promise<boolean>;
  /** The network that it came from, whose share it takes. */
  readonly remote?: string;
  /** Whether a deal is about something that is held: asked where the network's share is full. */
  readonly isUsed?: (record: ContentRecord) => boolean;
};

/**
 * Content by id: blocks by hash, and a record for each directory that is there whole. A record is
 * written after all of its blocks, and blocks are hashed again whenever they are read, so nothing
 * that was cut off or damaged is ever believed.
 */
export class ContentStore {
  readonly #records: Records<ContentRecord>;
  readonly #options: ContentStoreOptions;
  /** Which network brought what; a restart forgets it. */
  readonly #broughtBy = new Map<string, string>();
  #storing: Promise<unknown> = Promise.resolve();

  private constructor(options: ContentStoreOptions, records: Records<ContentRecord>) {
    this.#options = options;
    this.#records = records;
  }

  static async open(options: ContentStoreOptions): Promise<ContentStore> {
    const documents = options.storage.documents('content');
    const records = await Records.open(documents, contentRecordSchema, (file) =>
      options.onWarning('damaged record ignored', { file }),
    );
    return new ContentStore(options, records);
  }

  /** What is held, for who runs the directory. */
  holdings(now: number): Holdings {
    return holdingsOf(
      [...this.#records.entries()].map(([, record]) => record),
      now,
    );
  }

  record(id: Hex): ContentRecord | undefined {
    return this.#records.get(id);
  }

  /** Stores proved content. Storing it again adds the uploader and makes it fresh. */
  async put(content: OpenedContent, from: PutFrom): Promise<ContentRecord> {
    try {
      return await this.#store(content, from, false);
    } catch (error) {
      // Not in the one writer's turn: the answer may have to come from the chain.
      if (!isFull(error) || !(await from.isOwed?.())) throw error;
      return this.#store(content, from, true);
    }
  }

  #store(content: OpenedContent, from: PutFrom, isOwed: boolean): Promise<ContentRecord> {
    const kind = contentKindOf(content.files);
    const bytes = content.blocks.reduce((sum, block) => sum + block.bytes.length + FILE_COST, 0);
    return this.#alone(async () => {
      const known = this.#records.get(content.id);
      if (known === undefined) this.#demandRoom(bytes, from, isOwed);
      // Brought before a restart, which forgets by whom: whoever brings it again answers for it.
      const isCounted = this.#broughtBy.has(content.id);
      if (known && !isCounted && !known.isPinned && !isOwed && !from.isUsed?.(known)) {
        this.#demandShare(bytes, from);
      }
      await forEachOf(content.blocks, (block) => this.#putBlock(block));
      if (!isCounted && from.remote !== undefined) this.#broughtBy.set(content.id, from.remote);
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

  /**
   * All blocks, each hashed again; undefined where it is not here whole.
   *
   * @throws ServiceError 503 where the storage cannot be reached
   */
  async read(id: Hex): Promise<Content | undefined> {
    const record = this.#records.get(id);
    if (record === undefined) return undefined;
    try {
      const blocks = await forEachOf(record.blocks, (cid) => this.#wholeBlock(CID.parse(cid)));
      return { id, cid: record.cid, blocks };
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      this.#options.onWarning('content is damaged', { id, cause: error.message });
      return undefined;
    }
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
    const { freshSeconds, storage } = this.#options;
    const isGone = (record: ContentRecord) =>
      isExpired(record, now, freshSeconds) && !isNeeded(record.id);
    return this.#alone(async () => {
      let records = 0;
      for (const [id, record] of [...this.#records.entries()]) {
        // Asked again in its turn: a receipt may have promised it a moment ago.
        if (isGone(record) && (await this.#records.remove(id, isGone))) {
          this.#broughtBy.delete(id);
          records += 1;
        }
      }
      const kept = new Set<string>();
      for (const [, record] of this.#records.entries()) {
        for (const block of record.blocks) kept.add(digestOf(CID.parse(block)));
      }
      let blocks = 0;
      for await (const digest of storage.blocks.list()) {
        if (kept.has(digest)) continue;
        await storage.blocks.delete(digest);
        blocks += 1;
      }
      return { records, blocks };
    });
  }

  /** @throws ServiceError 507 */
  #demandRoom(bytes: number, from: PutFrom, isOwed: boolean): void {
    const { maxStoreBytes } = this.#options;
    const after = this.#bytesHeld() + bytes;
    if (after > maxStoreBytes) throw storeFull();
    if (from.isPinned || isOwed) return;
    if (after > maxStoreBytes * OPEN_SHARE) throw storeFull();
    this.#demandShare(bytes, from);
  }

  /** @throws ServiceError 507 where a network would have more that no deal is about than one may */
  #demandShare(bytes: number, { remote, isUsed = () => false }: PutFrom): void {
    if (remote === undefined) return;
    let unused = bytes;
    for (const [id, record] of this.#records.entries()) {
      if (this.#broughtBy.get(id) !== remote || record.isPinned || isUsed(record)) continue;
      unused += record.bytes;
    }
    if (unused > this.#options.unusedBytesEach) throw shareFull();
  }

  #bytesHeld(): number {
    let total = 0;
    for (const [, record] of this.#records.entries()) total += record.bytes;
    return total;
  }

  /** Writes a block unless a whole one is there. */
  async #putBlock(block: ContentBlock): Promise<void> {
    const { blocks } = this.#options.storage;
    const bytes = await blocks.get(block.cid);
    const isWhole =
      bytes !== undefined &&
      (await checkBlock({ cid: block.cid, bytes }).then(
        () => true,
        () => false,
      ));
    if (!isWhole) await blocks.put(block.cid, block.bytes);
  }

  /** @throws ContentError where it is missing or damaged */
  async #wholeBlock(cid: CID): Promise<ContentBlock> {
    const bytes = await this.#options.storage.blocks.get(cid);
    if (bytes === undefined) {
      throw new ContentError('content_incomplete', `The block ${cid} is missing.`);
    }
    const block = { cid, bytes };
    await checkBlock(block);
    return block;
  }

  /** One writer at a time, so that collecting never meets a half-stored directory. */
  #alone<R>(work: () => Promise<R>): Promise<R> {
    const result = this.#storing.then(work);
    this.#storing = result.catch(() => undefined);
    return result;
  }
}

/** Works on several at a time; after a failure no more are begun. */
async function forEachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const limit = pLimit(BLOCKS_AT_A_TIME);
  try {
    return await Promise.all(items.map((item) => limit(work, item)));
  } catch (error) {
    limit.clearQueue();
    throw error;
  }
}
