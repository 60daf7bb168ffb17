import { importer } from 'ipfs-unixfs-importer';
import { fixedSize } from 'ipfs-unixfs-importer/chunker';
import { balanced } from 'ipfs-unixfs-importer/layout';
import { CID } from 'multiformats/cid';
import * as Digest from 'multiformats/hashes/digest';
import { bytesToHex, type Hex, hexToBytes, sha256 } from 'viem';
import { ContentError } from './content-error';
import { type ContentLimits, checkFiles, DEFAULT_LIMITS } from './content-limits';

/** One verified piece of content: its CID and the bytes that hash to it. */
export type ContentBlock = { readonly cid: CID; readonly bytes: Uint8Array };

/** A directory's on-chain id (sha-256 of its root block), its CID, and every block, root last. */
export type Content = {
  readonly id: Hex;
  readonly cid: string;
  readonly blocks: readonly ContentBlock[];
};

export const DAG_PB = 0x70;
export const RAW = 0x55;
export const SHA2_256 = 0x12;
const CHUNK_BYTES = 262_144;
const LAYOUT_WIDTH = 174;

/**
 * The content of a directory: what `ipfs add --cid-version 1` gives for the same files.
 * The order of the map does not matter.
 *
 * @throws ContentError where there are no files, a path is refused or a limit is passed.
 */
export async function contentIdOf(
  files: ReadonlyMap<string, Uint8Array>,
  limits: ContentLimits = DEFAULT_LIMITS,
): Promise<Content> {
  checkFiles(files, limits);
  const blocks = new Map<string, ContentBlock>();
  const store = {
    put(cid: CID, bytes: Uint8Array) {
      blocks.set(cid.toString(), { cid, bytes });
      return cid;
    },
  };
  const candidates = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]) => ({ path, content }));
  let root: CID | undefined;
  for await (const entry of importer(candidates, store as Parameters<typeof importer>[1], {
    cidVersion: 1,
    rawLeaves: true,
    reduceSingleLeafToSelf: true,
    wrapWithDirectory: true,
    shardSplitThresholdBytes: CHUNK_BYTES,
    shardSplitStrategy: 'links-bytes',
    chunker: fixedSize({ chunkSize: CHUNK_BYTES }),
    layout: balanced({ maxChildrenPerNode: LAYOUT_WIDTH }),
  })) {
    root = entry.cid;
  }
  if (root === undefined) throw new ContentError('content_empty', 'Nothing was imported.');
  const cid = root.toString();
  const rootBlock = blocks.get(cid);
  if (rootBlock === undefined) throw new Error(`The importer did not store its root ${cid}`);
  blocks.delete(cid);
  blocks.set(cid, rootBlock);
  return { id: idOfCid(cid), cid, blocks: [...blocks.values()] };
}

/** The CID (base32 text) of a directory with this 32-byte on-chain id. */
export function cidOfId(id: Hex): string {
  const digest = hexToBytes(id);
  if (digest.length !== 32) {
    throw new ContentError('cid_unsupported', `${id} is not a content id of 32 bytes.`);
  }
  return CID.createV1(DAG_PB, Digest.create(SHA2_256, digest)).toString();
}

/** The CID (base32 text) of one piece of bytes: what `ipfs add --cid-version 1` gives below 256 KiB. */
export function rawCidOf(bytes: Uint8Array): string {
  return CID.createV1(RAW, Digest.create(SHA2_256, sha256(bytes, 'bytes'))).toString();
}

/**
 * The on-chain id of a directory's CID.
 *
 * @throws ContentError where the text is no CID, or not CIDv1 of a dag-pb block by sha-256.
 */
export function idOfCid(cid: string): Hex {
  const parsed = parseCid(cid);
  if (parsed.code !== DAG_PB) {
    throw new ContentError(
      'cid_unsupported',
      `${cid} is no directory.`,
      'Modules, inputs and results are always folders, so their CIDs begin with "bafybei".',
    );
  }
  return bytesToHex(parsed.multihash.digest);
}

/** A CID of the kinds that are used here: version 1, dag-pb or raw, sha-256. */
export function parseCid(text: string): CID {
  let cid: CID;
  try {
    cid = CID.parse(text);
  } catch (cause) {
    throw new ContentError('cid_unsupported', `"${text.slice(0, 100)}" is no CID.`, undefined, {
      cause,
    });
  }
  checkCid(cid);
  if (cid.toString() !== text) {
    throw new ContentError('cid_unsupported', `Write the CID in base32: ${cid.toString()}`);
  }
  return cid;
}

/** Refuses CIDs of other versions, codecs and hashes. */
export function checkCid(cid: CID): void {
  if (
    cid.version !== 1 ||
    (cid.code !== DAG_PB && cid.code !== RAW) ||
    cid.multihash.code !== SHA2_256 ||
    cid.multihash.digest.length !== 32
  ) {
    throw new ContentError(
      'cid_unsupported',
      `${cid.toString()} is not CIDv1 with dag-pb or raw blocks and sha-256.`,
    );
  }
}
