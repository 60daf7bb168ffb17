import type { Address, Hex } from 'viem';
import {
  type Cursor,
  forgetEverything,
  insertCursor,
  lockCursor,
} from '../../lib/chain/chain-history.repo';
import type { Db } from '../../lib/db/database.server';
import { NO_BLOCK } from './sync-step';

/** The one market on one chain that a database mirrors. */
export type MirrorIdentity = {
  readonly chainId: number;
  readonly genesisHash: Hex;
  readonly market: Address;
  /** The block of the deployment; nothing before it is read. */
  readonly startBlock: bigint;
};

/** The database holds the history of something else, and starting over was not allowed. */
export class OtherMarketError extends Error {
  constructor(held: Cursor, wanted: MirrorIdentity) {
    super(
      `The database mirrors ${nameOf(held)}, but the indexer was pointed at ${nameOf(wanted)}. ` +
        'Give it another DATABASE_URL, or set INDEXER_START_OVER=1 to forget the old one.',
    );
    this.name = 'OtherMarketError';
  }
}

/** The deployment file speaks of another chain than the node serves. */
export class OtherChainError extends Error {
  constructor(expected: Hex, found: Hex) {
    super(
      `The deployment file is for the chain with genesis ${expected}, the node serves ${found}`,
    );
    this.name = 'OtherChainError';
  }
}

export type Preparation = 'fresh' | 'resumed' | 'started-over';

/**
 * Makes sure that the database mirrors this market and no other, before the first step. Offers and
 * history of another one are never mixed in: they are dropped if `mayStartOver`, else it throws
 * OtherMarketError.
 */
export async function prepareMirror(
  db: Db,
  wanted: MirrorIdentity,
  mayStartOver: boolean,
): Promise<Preparation> {
  return db.transaction(async (tx) => {
    const held = await lockCursor(tx);
    if (held && isSame(held, wanted)) return 'resumed';
    if (held && !mayStartOver) throw new OtherMarketError(held, wanted);
    if (held) await forgetEverything(tx);
    await insertCursor(tx, {
      chainId: wanted.chainId,
      genesisHash: wanted.genesisHash,
      market: wanted.market,
      startBlock: wanted.startBlock,
      blockNumber: wanted.startBlock - 1n,
      blockHash: NO_BLOCK,
      finalizedNumber: wanted.startBlock - 1n,
      headNumber: wanted.startBlock - 1n,
      headSeenAt: new Date(0),
    });
    return held ? 'started-over' : 'fresh';
  });
}

function isSame(held: Cursor, wanted: MirrorIdentity): boolean {
  return (
    held.chainId === wanted.chainId &&
    held.genesisHash === wanted.genesisHash.toLowerCase() &&
    held.market === wanted.market.toLowerCase()
  );
}

function nameOf(identity: { chainId: number; genesisHash: Hex; market: Hex }): string {
  const { market, chainId, genesisHash } = identity;
  return `market ${market} on chain ${chainId} (genesis ${genesisHash.slice(0, 10)}…)`;
}
