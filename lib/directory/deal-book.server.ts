import { type Address, type Hex, isAddressEqual, type PublicClient } from 'viem';
import { type DealEvent, isDealEvent } from '../chain/deal-event';
import { type DealRecord, foldDeal } from '../chain/deal-fold';
import { decodeEvents, type MinedLog } from '../chain/decode-event';
import { marketAbi } from '../chain/generated/market-abi';
import { type DealBook, type DealFacts, dealFactsOf, type OperatorCheck } from './deal-book';

const BLOCKS_A_QUERY = 5_000n;
/** Readings whose last block's hash is remembered: a deeper reorg reads everything anew. */
const MAX_MARKS = 256;

type Deal = { events: DealEvent[]; record: DealRecord; facts: DealFacts };

/**
 * Follows the market's logs over RPC. State is a fold of the events of the blocks that are on the
 * chain now: when a block that was read is gone, what it brought is forgotten again.
 */
export class ChainDealBook implements DealBook {
  readonly #client: PublicClient;
  readonly #market: Address;
  readonly #firstBlock: bigint;
  readonly #deals = new Map<Hex, Deal>();
  readonly #byInputs = new Map<Hex, Set<Hex>>();
  #marks: { number: bigint; hash: Hex }[] = [];
  #next: bigint;
  #reading: Promise<void> | undefined;
  #queued: Promise<void> | undefined;

  constructor(client: PublicClient, market: Address, firstBlock: bigint) {
    this.#client = client;
    this.#market = market;
    this.#firstBlock = firstBlock;
    this.#next = firstBlock;
  }

  dealById(dealId: Hex): DealFacts | undefined {
    return this.#deals.get(dealId)?.facts;
  }

  dealsWithInputs(inputsId: Hex): readonly DealFacts[] {
    return [...(this.#byInputs.get(inputsId) ?? [])].flatMap(
      (id) => this.#deals.get(id)?.facts ?? [],
    );
  }

  *liveDeals(): Iterable<DealFacts> {
    for (const { facts } of this.#deals.values()) if (!facts.isSettled) yield facts;
  }

  /**
   * Reads on to the head as it is now: a reading that began earlier may have missed the last block,
   * so callers during one share the next.
   */
  refresh(): Promise<void> {
    if (this.#reading === undefined) {
      this.#reading = this.#read().finally(() => {
        this.#reading = undefined;
      });
      return this.#reading;
    }
    this.#queued ??= this.#reading
      .catch(() => undefined)
      .then(() => {
        this.#queued = undefined;
        return this.refresh();
      });
    return this.#queued;
  }

  async #read(): Promise<void> {
    await this.#dropOrphans();
    const head = await this.#client.getBlock({ blockTag: 'latest' });
    while (this.#next <= head.number) {
      const to = min(head.number, this.#next + BLOCKS_A_QUERY - 1n);
      const mark = to === head.number ? head : await this.#client.getBlock({ blockNumber: to });
      const logs = await this.#client.getLogs({
        address: this.#market,
        fromBlock: this.#next,
        toBlock: to,
      });
      const after = await this.#client.getBlock({ blockNumber: to });
      // The chain changed while it was read: the next reading starts from what still stands.
      if (after.hash !== mark.hash) return;
      for (const event of decodeEvents(logs as MinedLog[], () => 0)) {
        if (isDealEvent(event)) this.#add(event);
      }
      this.#marks.push({ number: to, hash: mark.hash });
      if (this.#marks.length > MAX_MARKS) this.#marks.shift();
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
    for (const [dealId, { events, facts }] of this.#deals) {
      const kept = events.filter(({ place }) => place.blockNumber < this.#next);
      if (kept.length === events.length) continue;
      this.#deals.delete(dealId);
      this.#byInputs.get(facts.inputsId)?.delete(dealId);
      for (const event of kept) this.#add(event);
    }
  }

  async #isOnChain({ number, hash }: { number: bigint; hash: Hex }): Promise<boolean> {
    const head = await this.#client.getBlockNumber({ cacheTime: 0 });
    if (number > head) return false;
    return (await this.#client.getBlock({ blockNumber: number })).hash === hash;
  }

  #add(event: DealEvent): void {
    const { dealId } = event.args;
    const old = this.#deals.get(dealId);
    // Only a deployment block that is wrong could make us miss a match.
    if (old === undefined && event.name !== 'DealMatched') return;
    const record = foldDeal(old?.record, event);
    const events = old?.events ?? [];
    events.push(event);
    this.#deals.set(dealId, { events, record, facts: dealFactsOf(record) });
    const ids = this.#byInputs.get(record.work.inputsId) ?? new Set();
    this.#byInputs.set(record.work.inputsId, ids.add(dealId));
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
