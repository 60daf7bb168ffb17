import type { Hex } from 'viem';
import type { DealFeed } from '../chain/deal-feed.server';
import { type DealBook, type DealFacts, dealFactsOf } from './deal-book';

/** The deals of a feed that follows the chain, by id and by inputs. */
export class ChainDealBook implements DealBook {
  readonly #feed: DealFeed;
  readonly #deals = new Map<Hex, DealFacts>();
  readonly #byInputs = new Map<Hex, Set<Hex>>();
  #reading: Promise<void> | undefined;
  #queued: Promise<void> | undefined;

  /** @param feed of all deals; nobody else may poll it */
  constructor(feed: DealFeed) {
    this.#feed = feed;
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
    const { changed, vanished } = await this.#feed.poll();
    for (const dealId of vanished) this.#forget(dealId);
    for (const record of changed) {
      const facts = dealFactsOf(record);
      this.#forget(facts.dealId);
      this.#deals.set(facts.dealId, facts);
      const ids = this.#byInputs.get(facts.inputsId) ?? new Set();
      this.#byInputs.set(facts.inputsId, ids.add(facts.dealId));
    }
  }

  #forget(dealId: Hex): void {
    const old = this.#deals.get(dealId);
    if (old === undefined) return;
    this.#deals.delete(dealId);
    this.#byInputs.get(old.inputsId)?.delete(dealId);
  }
}
