import {
  type Address,
  getAbiItem,
  type Hex,
  isAddressEqual,
  type PublicClient,
  parseEventLogs,
} from 'viem';
import { marketAbi } from '../chain/generated/market-abi';
import type { DealBook, DealFacts, OperatorCheck } from './deal-book';
import { type DealEvent, type Fold, foldEvent } from './deal-fold';

const EVENT_NAMES = [
  'DealMatched',
  'ResultPosted',
  'PanelSeated',
  'VerdictReached',
  'DealSettled',
] as const;
const EVENTS = EVENT_NAMES.map((name) => getAbiItem({ abi: marketAbi, name }));
const BLOCKS_A_QUERY = 5_000n;
/** Blocks whose hashes are remembered: a deeper reorg reads everything anew. */
const REORG_DEPTH = 256;

type Entry = { readonly blockNumber: bigint; readonly event: DealEvent };

/**
 * Follows the market's logs over RPC. State is a fold of the events of the blocks that are on the
 * chain now: when a block that was read is gone, what it brought is forgotten again.
 */
export class ChainDealBook implements DealBook {
  readonly #client: PublicClient;
  readonly #market: Address;
  readonly #firstBlock: bigint;
  readonly #entries = new Map<Hex, Entry[]>();
  readonly #deals = new Map<Hex, Fold>();
  readonly #byInputs = new Map<Hex, Set<Hex>>();
  #marks: { number: bigint; hash: Hex }[] = [];
  #next: bigint;
  #reading: Promise<void> | undefined;

  constructor(client: PublicClient, market: Address, firstBlock: bigint) {
    this.#client = client;
    this.#market = market;
    this.#firstBlock = firstBlock;
    this.#next = firstBlock;
  }

  dealById(dealId: Hex): DealFacts | undefined {
    return this.#deals.get(dealId);
  }

  dealsWithInputs(inputsId: Hex): readonly DealFacts[] {
    return [...(this.#byInputs.get(inputsId) ?? [])].flatMap((id) => this.#deals.get(id) ?? []);
  }

  *liveDeals(): Iterable<DealFacts> {
    for (const deal of this.#deals.values()) if (!deal.isSettled) yield deal;
  }

  /** Reads on to the head. Callers at the same time share one reading. */
  refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<void> {
    await this.#dropOrphans();
    const head = await this.#client.getBlock({ blockTag: 'latest' });
    while (this.#next <= head.number) {
      const to = min(head.number, this.#next + BLOCKS_A_QUERY - 1n);
      const mark = to === head.number ? head : await this.#client.getBlock({ blockNumber: to });
      const logs = await this.#client.getLogs({
        address: this.#market,
        events: EVENTS,
        fromBlock: this.#next,
        toBlock: to,
        strict: true,
      });
      const after = await this.#client.getBlock({ blockNumber: to });
      // The chain changed while it was read: the next reading starts from what still stands.
      if (after.hash !== mark.hash) return;
      for (const log of parseEventLogs({ abi: marketAbi, eventName: [...EVENT_NAMES], logs })) {
        this.#add({ blockNumber: log.blockNumber, event: log });
      }
      this.#marks.push({ number: to, hash: mark.hash });
      if (this.#marks.length > REORG_DEPTH) this.#marks.shift();
      this.#next = to + 1n;
    }
  }

  /** Forgets the blocks that are not on the chain any more. */
  async #dropOrphans(): Promise<void> {
    const before = this.#marks.length;
    while (this.#marks.length > 0) {
      const mark = this.#marks.at(-1);
      if (mark === undefined || (await this.#isOnChain(mark))) break;
      this.#marks.pop();
    }
    if (this.#marks.length === before) return;
    const last = this.#marks.at(-1);
    this.#next = last === undefined ? this.#firstBlock : last.number + 1n;
    for (const [dealId, entries] of this.#entries) {
      const kept = entries.filter(({ blockNumber }) => blockNumber < this.#next);
      if (kept.length === entries.length) continue;
      this.#entries.set(dealId, kept);
      this.#refold(dealId);
    }
  }

  async #isOnChain({ number, hash }: { number: bigint; hash: Hex }): Promise<boolean> {
    const head = await this.#client.getBlockNumber({ cacheTime: 0 });
    if (number > head) return false;
    return (await this.#client.getBlock({ blockNumber: number })).hash === hash;
  }

  #add(entry: Entry): void {
    const { dealId } = entry.event.args;
    const entries = this.#entries.get(dealId) ?? [];
    entries.push(entry);
    this.#entries.set(dealId, entries);
    this.#set(dealId, foldEvent(this.#deals.get(dealId), entry.event));
  }

  #refold(dealId: Hex): void {
    let deal: Fold | undefined;
    for (const { event } of this.#entries.get(dealId) ?? []) deal = foldEvent(deal, event);
    this.#set(dealId, deal);
  }

  #set(dealId: Hex, deal: Fold | undefined): void {
    const old = this.#deals.get(dealId);
    if (old !== undefined && deal === undefined) this.#byInputs.get(old.inputsId)?.delete(dealId);
    if (deal === undefined) {
      this.#deals.delete(dealId);
      return;
    }
    this.#deals.set(dealId, deal);
    const ids = this.#byInputs.get(deal.inputsId) ?? new Set();
    this.#byInputs.set(deal.inputsId, ids.add(dealId));
  }
}

/** Asks the market whether a key is an account's own or one of its operators. */
export function operatorCheckOf(client: PublicClient, market: Address): OperatorCheck {
  return async (principal, agent) =>
    isAddressEqual(principal, agent) ||
    client.readContract({
      address: market,
      abi: marketAbi,
      functionName: 'operators',
      args: [principal, agent],
    });
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
