import {
  type BlockHeader,
  type BlockRef,
  brokenLink,
  headersToRead,
  NO_BLOCK,
  type SyncPosition,
  type SyncStep,
} from './sync-step';

/** What the indexer asks of a chain; over JSON-RPC in production and in tests. */
export type ChainSource<Event> = {
  readonly head: () => Promise<BlockHeader>;
  /** undefined where the chain has no such block (any more). */
  readonly header: (number: bigint) => Promise<BlockHeader | undefined>;
  /** All events of the market in from..to, in order. */
  readonly events: (from: bigint, to: bigint) => Promise<Event[]>;
};

export type SyncOptions = {
  /** Most blocks in one step. */
  readonly batch: bigint;
  /** Blocks this deep are taken as final; their headers are not kept. */
  readonly finalityDepth: bigint;
};

/**
 * Decides the next move from the chain's head and where we are. `remembered` lists the kept headers,
 * newest first. Answers undefined when there is nothing to do, or when the chain changed while it
 * was read (the next call sees the reorg).
 */
export async function nextStep<Event>(
  source: ChainSource<Event>,
  position: SyncPosition,
  remembered: () => Promise<readonly BlockRef[]>,
  options: SyncOptions,
): Promise<{ head: BlockHeader; step: SyncStep<Event> | undefined }> {
  const head = await source.head();
  // A head that follows our tip vouches for it.
  const isNext = head.parentHash === position.tip.hash;
  if (!isNext && !(await isCanonical(source, position.tip))) {
    return {
      head,
      step: { type: 'reorg', ancestor: await findAncestor(source, position, remembered) },
    };
  }
  const final = head.number - options.finalityDepth;
  if (head.number > position.tip.number) {
    return { head, step: await readBlocks(source, position.tip, head, final, options.batch) };
  }
  const prunable = lower(final, position.tip.number);
  if (prunable - position.finalized >= options.finalityDepth) {
    return { head, step: { type: 'finalize', number: prunable } };
  }
  return { head, step: undefined };
}

async function isCanonical<Event>(source: ChainSource<Event>, block: BlockRef): Promise<boolean> {
  if (block.hash === NO_BLOCK) return true;
  return (await source.header(block.number))?.hash === block.hash;
}

async function findAncestor<Event>(
  source: ChainSource<Event>,
  position: SyncPosition,
  remembered: () => Promise<readonly BlockRef[]>,
): Promise<BlockRef> {
  for (const block of await remembered()) {
    if (await isCanonical(source, block)) return block;
  }
  return { number: position.startBlock - 1n, hash: NO_BLOCK };
}

async function readBlocks<Event>(
  source: ChainSource<Event>,
  parent: BlockRef,
  head: BlockHeader,
  final: bigint,
  batch: bigint,
): Promise<SyncStep<Event> | undefined> {
  const from = parent.number + 1n;
  const to = lower(parent.number + batch, head.number);
  const read = await Promise.all(
    headersToRead(from, to, final).map((n) => (n === head.number ? head : source.header(n))),
  );
  const headers = read.filter((header) => header !== undefined);
  if (headers.length < read.length || brokenLink(parent, headers)) return undefined;
  const events = await source.events(from, to);
  // Logs are asked for by number: they belong to these headers only if the end is still the same.
  const last = headers.at(-1);
  if (!last || !(await isCanonical(source, last))) return undefined;
  return { type: 'block', parent, headers, events };
}

function lower(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}
