import type { Hex } from 'viem';

export type BlockHeader = {
  readonly number: bigint;
  readonly hash: Hex;
  readonly parentHash: Hex;
  readonly timestamp: bigint;
};

export type BlockRef = Pick<BlockHeader, 'number' | 'hash'>;

/** How far the database is; `hash` is NO_BLOCK while nothing has been read. */
export type SyncPosition = {
  readonly startBlock: bigint;
  readonly tip: BlockRef;
  readonly finalized: bigint;
};

/** Stands for "before the first block": nothing can fork below it. */
export const NO_BLOCK: Hex = `0x${'0'.repeat(64)}`;

/**
 * One move of the mirror, as a value; each is applied in one transaction.
 *
 * - block: the blocks from .. last header are new, with all their events. Headers of final blocks
 *   are left out, but for the last one.
 * - finalize: blocks up to `number` are too deep to be reorganised.
 * - reorg: the chain left our history after `ancestor` (or is shorter than it).
 */
export type SyncStep<Event> =
  | {
      readonly type: 'block';
      readonly parent: BlockRef;
      readonly headers: readonly BlockHeader[];
      readonly events: readonly Event[];
    }
  | { readonly type: 'finalize'; readonly number: bigint }
  | { readonly type: 'reorg'; readonly ancestor: BlockRef };

/** Why a range that was read cannot be used, or undefined when it links up. */
export function brokenLink(parent: BlockRef, headers: readonly BlockHeader[]): string | undefined {
  let previous = parent;
  for (const header of headers) {
    const adjacent = header.number === previous.number + 1n;
    if (adjacent && previous.hash !== NO_BLOCK && header.parentHash !== previous.hash) {
      return `block ${header.number} does not follow ${previous.number} (${previous.hash})`;
    }
    if (header.number <= previous.number) return `block ${header.number} is out of order`;
    previous = header;
  }
  return headers.length === 0 ? 'no blocks' : undefined;
}

/** Block numbers whose headers are remembered: the tip of the range, and all that are not final. */
export function headersToRead(from: bigint, to: bigint, final: bigint): bigint[] {
  const numbers = new Set<bigint>([from]);
  for (let number = from > final ? from : final + 1n; number <= to; number++) numbers.add(number);
  numbers.add(to);
  return [...numbers].sort((a, b) => (a < b ? -1 : 1));
}
