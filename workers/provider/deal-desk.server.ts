import type { Hex } from 'viem';
import { outcomeNameOf, STAGE } from '../../lib/chain/deal-facts';
import type { DealFeed } from '../../lib/chain/deal-feed.server';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { CallRefusedError, type CallSender } from '../../lib/chain/send-call.server';
import type { Logger } from '../../lib/log/logger.server';
import type { JobTracer } from '../../lib/telemetry/tracer.server';
import { backOffMs, sleep } from '../runtime/retry';
import { isDiskFull } from '../runtime/write-whole.server';
import type { AgentMetrics } from './agent-metrics.server';
import { appealIfHonest, isAppealable } from './appeal.service';
import { type ServePorts, serveDeal } from './serve-deal.service';

/** Pause after a step that failed. */
const RETRY_MS = 1_500;
/** The longest after a step that the market refuses again and again, as while its key is forbidden. */
const LONGEST_MS = 15_000;

export interface DealDeskPorts {
  readonly serve: ServePorts & { readonly desk: { tick(): void; release(id: Hex): Promise<void> } };
  readonly feed: DealFeed;
  readonly isOurs: (deal: DealRecord) => boolean;
  readonly lastMomentOf: (deal: DealRecord) => number;
  /** The provider's own key, which appeals; undefined where the agent does not have it. */
  readonly wallet: CallSender | undefined;
  readonly tracer: JobTracer;
  readonly metrics: AgentMetrics;
  readonly onHead: (timestamp: number) => void;
  /** Whether the chain that is read stands still: what it does not have yet is not over. */
  readonly isBehind: () => boolean;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** Follows the chain, and serves this provider's deals as they come. */
export class DealDesk {
  readonly #ports: DealDeskPorts;
  readonly #busy = new Set<Hex>();
  /** Deals that were met alive. */
  readonly #seen = new Set<Hex>();
  readonly #refusedAppeals = new Set<Hex>();
  /** What the market last said of deals that it refuses to go on with, and how often in a row. */
  readonly #refused = new Map<Hex, { readonly reason: string; readonly times: number }>();
  /** Whether nothing is left of deals that are over. */
  #isClean = false;

  constructor(ports: DealDeskPorts) {
    this.#ports = ports;
  }

  /** Reads on to the head and starts what is due; a step of a deal at a time. */
  async round(): Promise<void> {
    const { feed, isOurs, onHead, isBehind, serve } = this.#ports;
    const { head, changed } = await feed.poll();
    onHead(head.timestamp);
    for (const deal of feed.deals().values()) if (isOurs(deal)) this.#step(deal, head.timestamp);
    serve.desk.tick();
    for (const deal of changed) if (isOurs(deal)) this.#follow(deal);
    // At first also what ended while nobody was here: it would hold room for ever.
    if (changed.some(({ stage }) => stage === STAGE.Settled)) this.#isClean = false;
    if (!this.#isClean && !isBehind()) this.#isClean = await this.#clean();
  }

  #step(deal: DealRecord, now: number): void {
    const { lastMomentOf, wallet, tracer } = this.#ports;
    const isNew = deal.stage !== STAGE.Settled && !this.#seen.has(deal.dealId);
    if (isNew) this.#seen.add(deal.dealId);
    if (deal.stage === STAGE.Matched && now <= lastMomentOf(deal)) {
      if (isNew) {
        const { matchedAt } = deal.terms;
        tracer.mark(deal.jobOfferHash, 'match seen', { deal: deal.dealId }, matchedAt, now);
      }
      this.#inBackground(deal, 'serving', () => this.#serve(deal));
    }
    if (wallet && !this.#refusedAppeals.has(deal.dealId) && isAppealable(deal, now)) {
      this.#inBackground(deal, 'appealing', () => this.#appeal(wallet, deal));
    }
  }

  /** What the chain says of a deal that is over, where its end comes in this process' life. */
  #follow(deal: DealRecord): void {
    const { stage, outcome, settledAt, postedAt, terms, jobOfferHash, dealId } = deal;
    if (stage !== STAGE.Settled || outcome === undefined || settledAt === undefined) return;
    if (!this.#seen.has(dealId)) return;
    const name = outcomeNameOf(outcome);
    const { metrics, tracer } = this.#ports;
    metrics.settled(name);
    const fields = { deal: dealId, outcome: name };
    tracer.mark(jobOfferHash, 'settled', fields, postedAt ?? terms.matchedAt, settledAt);
  }

  #inBackground(deal: DealRecord, what: string, action: () => Promise<void>): void {
    const { dealId } = deal;
    const { signal, log, serve } = this.#ports;
    if (this.#busy.has(dealId)) return;
    this.#busy.add(dealId);
    void action()
      .catch(async (err: unknown) => {
        if (signal.aborted) return;
        if (isDiskFull(err)) serve.onDiskFull();
        log.warn({ err, dealId }, `${what} failed, trying again`);
        await sleep(RETRY_MS, signal);
      })
      .finally(() => this.#busy.delete(dealId));
  }

  /** The market's own refusal ends a step: the deal went on without us, and the feed will tell. */
  async #serve(deal: DealRecord): Promise<void> {
    const { serve, lastMomentOf, signal } = this.#ports;
    const lastMoment = lastMomentOf(deal);
    try {
      await serveDeal(serve, deal, lastMoment);
      this.#refused.delete(deal.dealId);
    } catch (err) {
      if (!(err instanceof CallRefusedError)) throw err;
      const times = this.#tellRefusal(deal.dealId, err);
      // Near its last moment it is tried as often as before: the reason may be over in time.
      const most = Math.min(LONGEST_MS, ((lastMoment - serve.now()) * 1_000) / 4);
      await sleep(backOffMs(times, RETRY_MS, Math.max(RETRY_MS, most), Math.random()), signal);
    }
  }

  /** Writes down a reason when it is a new one; answers how often in a row it was given. */
  #tellRefusal(dealId: Hex, { message, problem }: CallRefusedError): number {
    const known = this.#refused.get(dealId);
    const isKnown = known?.reason === problem.name;
    if (!isKnown) this.#ports.log.warn({ dealId, reason: problem.name }, message);
    const times = isKnown ? known.times + 1 : 1;
    this.#refused.set(dealId, { reason: problem.name, times });
    return times;
  }

  async #appeal(wallet: CallSender, deal: DealRecord): Promise<void> {
    const { serve, log } = this.#ports;
    try {
      await appealIfHonest({ journal: serve.journal, wallet, log }, deal);
    } catch (err) {
      if (!(err instanceof CallRefusedError)) throw err;
      this.#refusedAppeals.add(deal.dealId);
      log.warn({ dealId: deal.dealId, reason: err.problem.name }, err.message);
    }
  }

  /**
   * Forgets the deals that are over, with all that is kept for them. Answers whether that was all: a
   * deal that ended while a step of it runs is forgotten after that.
   */
  async #clean(): Promise<boolean> {
    const { serve, feed } = this.#ports;
    let isAll = true;
    const isOver = (dealId: Hex) => {
      const deal = feed.deals().get(dealId);
      if (deal !== undefined && deal.stage !== STAGE.Settled) return false;
      if (this.#busy.has(dealId)) isAll = false;
      return !this.#busy.has(dealId);
    };
    for (const dealId of await serve.journal.clean(isOver)) {
      await serve.desk.release(dealId);
      await serve.activity.add({ did: 'settled', dealId });
    }
    await serve.shelf.clean((dealId) => !isOver(dealId));
    for (const dealId of this.#seen) if (isOver(dealId)) this.#seen.delete(dealId);
    for (const dealId of this.#refused.keys()) if (isOver(dealId)) this.#refused.delete(dealId);
    return isAll;
  }
}
