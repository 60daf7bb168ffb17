import type { Hex } from 'viem';
import type { DealRecord } from '../../lib/chain/deal-fold';
import type { CallSender, SentCall } from '../../lib/chain/send-call.server';
import type { PostArgs } from './serve-deal.service';

/** Results in one transaction: far below any chain's block. */
const MOST_AT_ONCE = 20;

/** A receipt that says success does not say that the deal was posted: nobody knows yet. */
export class UnprovenPostError extends Error {
  override name = 'UnprovenPostError';
}

type PostItem = PostArgs &
  Pick<DealRecord, 'dealId' | 'jobDirectories' | 'resourceDirectories'> & {
    readonly terms: DealRecord['packedTerms'];
  };

type Waiting = {
  readonly item: PostItem;
  readonly deadline: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

export type PosterSender = Pick<CallSender, 'send' | 'check'>;

/**
 * Posts and declines by one key, one transaction at a time. What becomes ready while one is on its
 * way goes together in the next, nearest deadline first; one that the market refuses keeps none of
 * the others from being posted.
 */
export class ResultPoster {
  readonly #sender: PosterSender;
  readonly #onSent: (count: number) => void;
  #waiting: Waiting[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(sender: PosterSender, onSent: (count: number) => void = () => {}) {
    this.#sender = sender;
    this.#onSent = onSent;
  }

  /**
   * @param deadline by which it must be on chain
   * @throws CallRefusedError where the market refuses it; other errors when it is unknown whether it
   *   is posted (posting again is safe)
   */
  post(deal: DealRecord, args: PostArgs, deadline: number): Promise<void> {
    const { dealId, packedTerms: terms, jobDirectories, resourceDirectories } = deal;
    const item = { dealId, terms, ...args, jobDirectories, resourceDirectories };
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, deadline, resolve, reject });
      void this.#inTurn(() => this.#sendWaiting());
    });
  }

  /** @throws as `post` */
  decline(deal: DealRecord): Promise<void> {
    return this.#inTurn(async () => {
      const args = [deal.dealId, deal.packedTerms] as const;
      await this.#sender.send({ functionName: 'decline', args });
      this.#onSent(1);
    });
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(action);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #sendWaiting(): Promise<void> {
    const batch = this.#waiting.sort((a, b) => a.deadline - b.deadline).splice(0, MOST_AT_ONCE);
    if (batch.length === 0) return;
    try {
      const ready = batch.length === 1 ? batch : await this.#possible(batch);
      if (ready.length === 0) return;
      const sent = await this.#send(ready.map(({ item }) => item));
      this.#onSent(ready.length);
      await this.#tell(ready, sent);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  /** Those that the market takes; the others are told why not, without a transaction. */
  async #possible(batch: readonly Waiting[]): Promise<Waiting[]> {
    const checked = await Promise.allSettled(
      batch.map(({ item }) => this.#sender.check({ functionName: 'postResult', args: [item] })),
    );
    return batch.filter((waiting, i) => {
      const result = checked[i];
      if (result?.status === 'rejected') waiting.reject(result.reason);
      return result?.status === 'fulfilled';
    });
  }

  #send(items: readonly PostItem[]): Promise<SentCall> {
    const [first] = items;
    return items.length === 1 && first
      ? this.#sender.send({ functionName: 'postResult', args: [first] })
      : this.#sender.send({ functionName: 'postResults', args: [items] });
  }

  /** A transaction's success is not each item's: the market's events say which were posted. */
  async #tell(batch: readonly Waiting[], { events, hash }: SentCall): Promise<void> {
    const posted = new Set<Hex>();
    for (const event of events) if (event.name === 'ResultPosted') posted.add(event.args.dealId);
    for (const { item, resolve, reject } of batch) {
      if (posted.has(item.dealId)) {
        resolve();
        continue;
      }
      // The market says why it skipped it, or it turns out that it would take it now.
      await this.#sender
        .check({ functionName: 'postResult', args: [item] })
        .then(
          () => reject(new UnprovenPostError(`${hash} did not post the deal ${item.dealId}`)),
          reject,
        );
    }
  }
}
