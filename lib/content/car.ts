import { blockLength, createWriter, headerLength } from '@ipld/car/buffer-writer';
import { bytesReader, createDecoder } from '@ipld/car/decoder';
import { exporter } from 'ipfs-unixfs-exporter';
import { equals } from 'multiformats/bytes';
import { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import type { Hex } from 'viem';
import { ContentError } from './content-error';
import {
  type Content,
  type ContentBlock,
  checkCid,
  contentIdOf,
  DAG_PB,
  idOfCid,
} from './content-id';
import { type ContentLimits, checkPath, DEFAULT_LIMITS } from './content-limits';

/** A directory that was read back and proved: every block hashed, the root recomputed from files. */
export type OpenedContent = Content & { readonly files: Map<string, Uint8Array> };

const MAX_BLOCK_BYTES = 2 * 1024 * 1024;

/** The most bytes that a CAR within these limits can have. */
export function maxCarBytes(limits: ContentLimits): number {
  return limits.maxBytes + limits.maxBlocks * 128 + limits.maxFiles * 1200 + 1024;
}

/** A CARv1 with one root. Blocks are written in their order. */
export function encodeCar(content: Pick<Content, 'cid' | 'blocks'>): Uint8Array {
  const root = CID.parse(content.cid);
  const size = content.blocks.reduce(
    (sum, block) => sum + blockLength(block),
    headerLength({ roots: [root] }),
  );
  const writer = createWriter(new ArrayBuffer(size), { roots: [root] });
  for (const block of content.blocks) writer.write(block);
  return writer.close();
}

/**
 * Reads a CARv1 with exactly one root, hashing every block.
 *
 * @throws ContentError where it is malformed, over the limits, or a block does not match its CID.
 */
export async function decodeCar(
  bytes: Uint8Array,
  limits: ContentLimits = DEFAULT_LIMITS,
): Promise<{ root: CID; blocks: Map<string, ContentBlock> }> {
  if (bytes.length > maxCarBytes(limits)) {
    throw new ContentError(
      'content_too_large',
      `The archive has ${bytes.length} bytes; at most ${maxCarBytes(limits)} are taken.`,
    );
  }
  const blocks = new Map<string, ContentBlock>();
  try {
    const decoder = createDecoder(bytesReader(bytes));
    const header = await decoder.header();
    const [root] = header.roots;
    if (header.version !== 1 || header.roots.length !== 1 || root === undefined) {
      throw new ContentError('car_roots', 'The archive must be CAR version 1 with one root.');
    }
    checkCid(root);
    for await (const block of decoder.blocks()) {
      await checkBlock(block);
      const key = block.cid.toString();
      if (blocks.has(key)) {
        throw new ContentError('car_malformed', `The block ${key} is in the archive twice.`);
      }
      blocks.set(key, block);
      if (blocks.size > limits.maxBlocks) {
        throw new ContentError('content_too_large', `More than ${limits.maxBlocks} blocks.`);
      }
    }
    return { root, blocks };
  } catch (cause) {
    if (cause instanceof ContentError) throw cause;
    throw new ContentError('car_malformed', 'This is not a readable CAR archive.', undefined, {
      cause,
    });
  }
}

/** Refuses a block whose bytes do not hash to its CID, or that no importer would make. */
export async function checkBlock({ cid, bytes }: ContentBlock): Promise<void> {
  checkCid(cid);
  if (bytes.length > MAX_BLOCK_BYTES) {
    throw new ContentError('content_too_large', `The block ${cid} is over 2 MiB.`);
  }
  const digest = await sha256.digest(bytes);
  if (!equals(digest.digest, cid.multihash.digest)) {
    throw new ContentError('car_block_mismatch', `The bytes of block ${cid} do not hash to it.`);
  }
}

/**
 * Reads a directory out of verified blocks. Symlinks, special entries, refused paths, missing
 * blocks and anything that unfolds to more than the limits are errors.
 */
export async function readDirectory(
  root: CID,
  blocks: ReadonlyMap<string, ContentBlock>,
  limits: ContentLimits = DEFAULT_LIMITS,
): Promise<Map<string, Uint8Array>> {
  idOfCid(root.toString());
  const files = new Map<string, Uint8Array>();
  let visits = 0;
  let total = 0;
  const store = {
    async *get(cid: CID): AsyncGenerator<Uint8Array> {
      // A few blocks that point to each other can unfold to billions of visits.
      visits += 1;
      if (visits > 4 * limits.maxBlocks + 4 * limits.maxFiles) {
        throw new ContentError('content_too_large', 'The folder unfolds to too many blocks.');
      }
      const block = blocks.get(cid.toString());
      if (block === undefined) {
        throw new ContentError('content_incomplete', `The block ${cid} is missing.`);
      }
      yield block.bytes;
    },
  };
  const walk = async (cid: CID, path: string): Promise<void> => {
    const entry = await exporter(cid, store as unknown as Parameters<typeof exporter>[1]);
    if (entry.type === 'directory') {
      for await (const child of entry.entries()) {
        const childPath = path === '' ? child.name : `${path}/${child.name}`;
        checkPath(childPath);
        await walk(child.cid, childPath);
      }
      return;
    }
    if (path === '') {
      throw new ContentError('content_not_directory', `${cid} is a file, not a folder.`);
    }
    if (entry.type !== 'file' && entry.type !== 'raw') {
      throw new ContentError('content_path', `"${path}" is neither a file nor a folder.`);
    }
    if (files.has(path)) throw new ContentError('content_path', `"${path}" is there twice.`);
    if (files.size >= limits.maxFiles) {
      throw new ContentError('content_too_many_files', `More than ${limits.maxFiles} files.`);
    }
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of entry.content()) {
      size += piece.length;
      total += piece.length;
      if (total > limits.maxBytes) {
        throw new ContentError('content_too_large', `More than ${limits.maxBytes} bytes.`);
      }
      pieces.push(piece);
    }
    files.set(path, joinBytes(pieces, size));
  };
  try {
    await walk(root, '');
  } catch (cause) {
    const inner = contentErrorIn(cause);
    if (inner !== undefined) throw inner;
    throw new ContentError(
      'content_not_directory',
      'The blocks are no readable folder.',
      undefined,
      {
        cause,
      },
    );
  }
  return files;
}

/**
 * Opens a CAR as a directory and proves it: each block against its hash, the root against the
 * expected CID, and the whole against what importing the files anew gives (so one directory has
 * one id, and no metadata, padding or second encoding can ride along).
 */
export async function openCar(
  bytes: Uint8Array,
  options: { expectedCid?: string; expectedId?: Hex; limits?: ContentLimits } = {},
): Promise<OpenedContent> {
  const limits = options.limits ?? DEFAULT_LIMITS;
  const { root, blocks } = await decodeCar(bytes, limits);
  const cid = root.toString();
  if (options.expectedCid !== undefined && cid !== options.expectedCid) {
    throw new ContentError('content_mismatch', `Asked for ${options.expectedCid}, got ${cid}.`);
  }
  if (root.code !== DAG_PB) {
    throw new ContentError('content_not_directory', `${cid} is a file, not a folder.`);
  }
  if (options.expectedId !== undefined && idOfCid(cid) !== options.expectedId) {
    throw new ContentError('content_mismatch', `The content is not ${options.expectedId}.`);
  }
  return openBlocks(root, blocks, limits);
}

/** Like `openCar`, from blocks that were already checked against their hashes. */
export async function openBlocks(
  root: CID,
  blocks: ReadonlyMap<string, ContentBlock>,
  limits: ContentLimits = DEFAULT_LIMITS,
): Promise<OpenedContent> {
  const files = await readDirectory(root, blocks, limits);
  const content = await contentIdOf(files, limits);
  if (content.cid !== root.toString()) {
    throw new ContentError(
      'content_not_canonical',
      `The folder ${root} is not written as Reckon writes it (that would be ${content.cid}).`,
      'Use 262144-byte chunks, balanced layout of width 174, raw leaves, no modes and no times.',
    );
  }
  if (content.blocks.length !== blocks.size) {
    throw new ContentError('car_extra_blocks', 'The archive has blocks that the folder does not.');
  }
  return { ...content, files };
}

function contentErrorIn(error: unknown): ContentError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof ContentError) return at;
  }
  return undefined;
}

function joinBytes(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return new Uint8Array(only);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
