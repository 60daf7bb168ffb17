import { createHash } from 'node:crypto';
import { CID } from 'multiformats/cid';
import * as Digest from 'multiformats/hashes/digest';

/**
 * UnixFS as its specification says, written a second time and by hand (no importer, no protobuf
 * library), to hold what the product computes against: raw leaves of 262,144 bytes, balanced with
 * 174 links a node, CIDv1.
 */

type Node = {
  readonly cid: CID;
  /** Bytes of the file below it. */
  readonly fileSize: number;
  /** Bytes of all blocks below it and its own. */
  readonly treeSize: number;
};

const CHUNK = 262_144;
const WIDTH = 174;
const RAW = 0x55;
const DAG_PB = 0x70;
const TYPE = { directory: 1, file: 2 } as const;

/** The CID of a file. */
export function fileByHand(bytes: Uint8Array): Node {
  let level: Node[] = [];
  for (let at = 0; at < bytes.length || at === 0; at += CHUNK) {
    const chunk = bytes.subarray(at, at + CHUNK);
    level.push({ cid: cidOf(RAW, chunk), fileSize: chunk.length, treeSize: chunk.length });
  }
  while (level.length > 1) {
    const above: Node[] = [];
    for (let at = 0; at < level.length; at += WIDTH)
      above.push(parent(level.slice(at, at + WIDTH)));
    level = above;
  }
  const [root] = level;
  if (root === undefined) throw new Error('no root');
  return root;
}

/** The CID of a folder of files and folders. */
export function folderByHand(entries: ReadonlyMap<string, Node>): Node {
  const sorted = [...entries].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const links = sorted.map(([name, node]) => link(name, node));
  const block = Buffer.concat([...links, field(1, varintField(1, TYPE.directory))]);
  const below = sorted.reduce((sum, [, node]) => sum + node.treeSize, 0);
  return { cid: cidOf(DAG_PB, block), fileSize: 0, treeSize: below + block.length };
}

/** The CID of a small file without raw leaves: its bytes are inside its only node. */
export function inlineFileByHand(bytes: Uint8Array): CID {
  const data = [varintField(1, TYPE.file), field(2, bytes), varintField(3, bytes.length)];
  return cidOf(DAG_PB, field(1, Buffer.concat(data)));
}

function parent(children: readonly Node[]): Node {
  const fileSize = children.reduce((sum, child) => sum + child.fileSize, 0);
  const data = Buffer.concat([
    varintField(1, TYPE.file),
    varintField(3, fileSize),
    ...children.map((child) => varintField(4, child.fileSize)),
  ]);
  const block = Buffer.concat([...children.map((child) => link('', child)), field(1, data)]);
  const below = children.reduce((sum, child) => sum + child.treeSize, 0);
  return { cid: cidOf(DAG_PB, block), fileSize, treeSize: below + block.length };
}

/** PBLink: Hash = 1, Name = 2, Tsize = 3. */
function link(name: string, { cid, treeSize }: Node): Buffer {
  return field(
    2,
    Buffer.concat([field(1, cid.bytes), field(2, Buffer.from(name)), varintField(3, treeSize)]),
  );
}

function field(number: number, value: Uint8Array): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(value.length), value]);
}

function varintField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number << 3), varint(value)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}

function cidOf(codec: number, block: Uint8Array): CID {
  const digest = createHash('sha256').update(block).digest();
  return CID.createV1(codec, Digest.create(0x12, digest));
}
