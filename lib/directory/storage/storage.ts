import type { CID } from 'multiformats/cid';

/**
 * Where a directory keeps what it holds: blocks by the hash of their bytes, and small documents by
 * name. Both are written whole or not at all. An adapter throws `ServiceError` 503
 * `storage_unavailable` where it cannot be reached and 507 `store_full` where there is no room; what
 * it cannot tell apart from "not there" it must not answer as that.
 */
export type Storage = {
  /** For people: "the folder /x", "the bucket b". */
  readonly name: string;
  readonly blocks: BlockStore;
  /** Documents of one kind, such as "content" or "deals". */
  documents(kind: string): DocumentStore;
};

export type BlockStore = {
  /** The bytes as they are there, not hashed again; undefined where there are none. */
  get(cid: CID): Promise<Uint8Array | undefined>;
  /** Writing the same block again is harmless. */
  put(cid: CID, bytes: Uint8Array): Promise<void>;
  delete(digest: BlockDigest): Promise<void>;
  list(): AsyncIterable<BlockDigest>;
};

export type DocumentStore = {
  readonly kind: string;
  /** Every document that is there whole. */
  list(): AsyncIterable<{ readonly name: string; readonly text: string }>;
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
};

/** The sha-256 of a block, 64 hexadecimal digits: stores do not keep a CID's codec. */
export type BlockDigest = string;

export function digestOf(cid: CID): BlockDigest {
  return Array.from(cid.multihash.digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
