import { setTimeout as sleep } from 'node:timers/promises';
import type { Hex } from 'viem';
import { STAGE, type StageName, stageNameOf } from '../../lib/chain/deal-facts';
import { createDealFeed, type DealFeed } from '../../lib/chain/deal-feed.server';
import type { DealRecord } from '../../lib/chain/deal-fold';
import type { MarketAccess } from '../../lib/chain/market.server';
import { sameHex } from '../../lib/shared/address';

const POLL_MS = 300;
/** Generous: the machine may be busy with other things. */
const PATIENCE_MS = 240_000;

/** The deals of a market as the chain tells them, for tests that wait for something to happen. */
export class DealWatch {
  readonly #feed: DealFeed;
  #polling: Promise<unknown> | undefined;

  constructor(access: MarketAccess, fromBlock: bigint) {
    this.#feed = createDealFeed({ access, fromBlock, filter: { all: true } });
  }

  /** The deal of a job offer's attempt (0 = the first), as soon as it is matched. */
  matched(offerHash: Hex, attempt = 0): Promise<DealRecord> {
    const find = () =>
      [...this.#feed.deals().values()].find(
        ({ terms, jobOfferHash }) => sameHex(jobOfferHash, offerHash) && terms.attempt === attempt,
      );
    return this.#until(`attempt ${attempt} of the offer ${offerHash}`, find);
  }

  /** The deal once it is at one of these stages (or past them, with `orLater`). */
  reaches(deal: Hex | DealRecord, ...stages: StageName[]): Promise<DealRecord> {
    return this.when(deal, stages.join(' or '), ({ stage }) => stages.includes(stageNameOf(stage)));
  }

  settles(deal: Hex | DealRecord): Promise<DealRecord> {
    return this.reaches(deal, 'Settled');
  }

  /** The deal once `isTrue` of it. */
  when(
    deal: Hex | DealRecord,
    what: string,
    isTrue: (deal: DealRecord) => boolean,
  ): Promise<DealRecord> {
    const dealId = typeof deal === 'string' ? deal : deal.dealId;
    return this.#until(`${what} of the deal ${dealId}`, () => {
      const found = this.#feed.deals().get(dealId);
      return found && isTrue(found) ? found : undefined;
    });
  }

  /** All deals as of now. */
  async all(): Promise<DealRecord[]> {
    await this.#poll();
    return [...this.#feed.deals().values()];
  }

  async live(): Promise<DealRecord[]> {
    return (await this.all()).filter(({ stage }) => stage !== STAGE.Settled);
  }

  async #until<T>(what: string, find: () => T | undefined): Promise<T> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      await this.#poll();
      const found = find();
      if (found !== undefined) return found;
      if (Date.now() > until) throw new Error(`Waited in vain for ${what}\n${this.#story()}`);
      await sleep(POLL_MS);
    }
  }

  /** One poll at a time, however many wait. */
  #poll(): Promise<unknown> {
    this.#polling ??= this.#feed.poll().finally(() => {
      this.#polling = undefined;
    });
    return this.#polling;
  }

  #story(): string {
    const lines = [...this.#feed.deals().values()].map(({ dealId, history }) => {
      const events = history.map(({ name, timestamp }) => `${name}@${timestamp}`);
      return `${dealId.slice(0, 10)} ${events.join(' ')}`;
    });
    return lines.join('\n');
  }
}

/** How often each event happened to a deal. */
export function countEvents({ history }: DealRecord): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { name } of history) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
