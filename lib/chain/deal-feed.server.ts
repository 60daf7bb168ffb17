import type { Address, Hex } from 'viem';
import { sameHex } from '../shared/address';
import { greatest, least } from '../shared/integer';
import { type CourtRecord, courtOf, foldCourt } from './court-fold';
import { isDealEvent, type MarketEvent } from './deal-event';
import { type DealRecord, foldDeal } from './deal-fold';
import { decodeEvents } from './decode-event';
import type { MarketAccess } from './market.server';

/** Whose deals a feed keeps; `all` for mediators, keepers and directories. */
export type FeedFilter =
  | { readonly buyer: Address }
  | { readonly provider: Address }
  | { readonly all: true };

export type ChainHead = {
  readonly number: bigint;
  readonly hash: Hex;
  readonly parentHash: Hex;
  readonly timestamp: number;
};

export type FeedChange = {
  /** Deals with a new event since the last poll (or another history, after a reorg). */
  readonly changed: readonly DealRecord[];
  /** Deals that a reorg took back. */
  readonly vanished: readonly Hex[];
  /** The newest block that was read. `timestamp` is the chain's clock. */
  readonly head: ChainHead;
};

export type DealFeed = {
  /**
   * Reads on to the head. Errors of the transport pass through and leave the feed as it was.
   * One poll at a time.
   */
  poll(): Promise<FeedChange>;
  deals(): ReadonlyMap<Hex, DealRecord>;
  courts(): ReadonlyMap<Hex, CourtRecord>;
};

export type FeedOptions = {
  readonly access: MarketAccess;
  /** Block of the market's deployment. */
  readonly fromBlock: bigint;
  readonly filter: FeedFilter;
  /** Blocks that stay unread at the head (default 0). */
  readonly confirmations?: bigint;
  /** Blocks at the head, or up to twice as many, that are read anew with every new block, so that a reorg is seen (default 16). */
  readonly safeDepth?: bigint;
  /** Most blocks of one getLogs (default 5,000). */
  readonly chunk?: bigint;
  /** Drop deals that settled more than twice `safeDepth` blocks ago (default false). */
  readonly forgetSettled?: boolean;
};

/** What was folded up to a block that is deep enough to stay. */
type Fold = {
  readonly deals: Map<Hex, DealRecord>;
  readonly courts: Map<Hex, CourtRecord>;
  block: bigint;
  hash: Hex | undefined;
};

/**
 * The market's deals for agents without a database: folded from logs in memory, from the deployment
 * on. Blocks below the safe depth are folded once; those above are read again with every new block, and
 * a reorg that goes deeper starts the feed over. While the head stays, a poll is one small request; a
 * block that follows the last head is one more.
 */
export function createDealFeed(options: FeedOptions): DealFeed {
  const {
    access,
    fromBlock,
    filter,
    confirmations = 0n,
    safeDepth = 16n,
    chunk = 5_000n,
  } = options;
  const { client, market } = access;
  let safe = emptyFold(fromBlock);
  let shown: Pick<Fold, 'deals' | 'courts'> = { deals: new Map(), courts: new Map() };
  /** The head that `shown` was read up to. */
  let last: ChainHead | undefined;

  async function readHead(): Promise<ChainHead> {
    const latest = await client.getBlock({ blockTag: 'latest' });
    if (confirmations === 0n) return headOf(latest);
    const blockNumber = greatest(latest.number - confirmations, 0n);
    return headOf(await client.getBlock({ blockNumber }));
  }

  async function readEvents(from: bigint, to: bigint): Promise<MarketEvent[]> {
    const logs = await client.getLogs({ address: market, fromBlock: from, toBlock: to });
    const missing = new Set(
      logs.flatMap((log) => (log.blockTimestamp === undefined ? [log.blockNumber] : [])),
    );
    const times = new Map<bigint, number>();
    for (const blockNumber of missing) {
      times.set(blockNumber, Number((await client.getBlock({ blockNumber })).timestamp));
    }
    return decodeEvents(logs, (block) => times.get(block) ?? 0);
  }

  /** Folds chunk by chunk up to the newest block that is deep enough, in strides of some blocks. */
  async function advanceSafe(head: ChainHead): Promise<void> {
    // A child of the last head has the same blocks below it: nothing was taken back.
    const isChild = last !== undefined && head.parentHash === last.hash;
    if (!isChild && safe.hash && (await hashOf(safe.block)) !== safe.hash) {
      safe = emptyFold(fromBlock);
    }
    const target = head.number - safeDepth;
    if (target - safe.block < safeDepth) return;
    while (safe.block < target) {
      const to = least(safe.block + chunk, target);
      const hash = await hashOf(to);
      const events = await readEvents(safe.block + 1n, to);
      if (hash === undefined || (await hashOf(to)) !== hash) return;
      apply(safe, events, filter);
      if (options.forgetSettled) dropSettled(safe.deals);
      safe.block = to;
      safe.hash = hash;
    }
  }

  async function hashOf(blockNumber: bigint): Promise<Hex | undefined> {
    const block = await client.getBlock({ blockNumber }).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'BlockNotFoundError') return undefined;
      throw error;
    });
    return block?.hash ?? undefined;
  }

  return {
    deals: () => shown.deals,
    courts: () => shown.courts,
    async poll() {
      const head = await readHead();
      if (head.hash === last?.hash) return { changed: [], vanished: [], head };
      await advanceSafe(head);
      const next = { deals: new Map(safe.deals), courts: new Map(safe.courts) };
      if (safe.block < head.number) {
        apply(next, await readEvents(safe.block + 1n, head.number), filter);
      }
      const change = changeBetween(shown.deals, next.deals, options.forgetSettled === true);
      shown = next;
      last = head;
      return { ...change, head };
    },
  };
}

function emptyFold(fromBlock: bigint): Fold {
  return { deals: new Map(), courts: new Map(), block: fromBlock - 1n, hash: undefined };
}

function apply(
  fold: Pick<Fold, 'deals' | 'courts'>,
  events: readonly MarketEvent[],
  filter: FeedFilter,
): void {
  for (const event of events) {
    if (isDealEvent(event)) {
      const { dealId } = event.args;
      const record = fold.deals.get(dealId);
      if (record === undefined && !isWanted(event, filter)) continue;
      fold.deals.set(dealId, foldDeal(record, event));
      continue;
    }
    const court = courtOf(event);
    if (court === undefined) continue;
    const folded = foldCourt(fold.courts.get(court), event);
    if (folded) fold.courts.set(court, folded);
  }
}

/** Only a deal's first event decides whether it is kept. */
function isWanted(event: MarketEvent, filter: FeedFilter): boolean {
  if (event.name !== 'DealMatched') return false;
  if ('buyer' in filter) return sameHex(event.args.buyer, filter.buyer);
  if ('provider' in filter) return sameHex(event.args.provider, filter.provider);
  return true;
}

function dropSettled(deals: Map<Hex, DealRecord>): void {
  for (const [id, record] of deals) {
    if (record.settledAt !== undefined) deals.delete(id);
  }
}

function changeBetween(
  before: ReadonlyMap<Hex, DealRecord>,
  after: ReadonlyMap<Hex, DealRecord>,
  forgetsSettled: boolean,
): Pick<FeedChange, 'changed' | 'vanished'> {
  const changed = [...after.values()].filter((record) => {
    const old = before.get(record.dealId);
    return old === undefined || lastPlace(old) !== lastPlace(record);
  });
  const vanished = [...before.values()]
    .filter((record) => !after.has(record.dealId))
    .filter((record) => !(forgetsSettled && record.settledAt !== undefined))
    .map((record) => record.dealId);
  return { changed, vanished };
}

function lastPlace({ history }: DealRecord): string {
  const last = history.at(-1);
  return `${history.length}:${last?.blockHash}:${last?.logIndex}`;
}

function headOf({
  number,
  hash,
  parentHash,
  timestamp,
}: Omit<ChainHead, 'timestamp'> & { readonly timestamp: bigint }): ChainHead {
  return { number, hash, parentHash, timestamp: Number(timestamp) };
}
