import type { Address, Hex } from 'viem';
import { z } from 'zod';
import type { Logger } from '../../../lib/log/logger.server';
import {
  orderSubmissionSchema,
  recheckSubmissionSchema,
  type SignedOrder,
  type SignedRecheck,
} from '../../../lib/providers/machine-api';
import type { MachineOrder } from '../../../lib/providers/machine-order';
import { type MachineRecheck, RECHECK_GAP } from '../../../lib/providers/machine-recheck';
import {
  type MachineAudience,
  orderDigest,
  recheckDigest,
} from '../../../lib/providers/machine-typed-data';
import type { ProviderWord } from '../../../lib/providers/provider-word';
import { openStateFolder } from '../../runtime/state-folder';
import { orderProblem } from './obey-order';

/** The newest order to recheck, as it is kept. */
const takenRecheckSchema = recheckSubmissionSchema.extend({
  /** Whether it, or one before it, has a measurement still to come. */
  isToMeasure: z.boolean().default(false),
});

type TakenRecheck = z.output<typeof takenRecheckSchema>;

export type OrderedOptions = {
  readonly agent: Address;
  readonly audience: MachineAudience;
  readonly stateDir: string;
  /** Whom this machine serves; asked each time, as an agent may learn it late. */
  readonly provider: () => Promise<Address | null>;
  readonly isSignedBy: (signer: Address, digest: Hex, signature: Hex) => Promise<boolean>;
  readonly log: Logger;
};

/**
 * What this machine's provider ordered, as the agent checked it itself. Kept on disk: after a restart
 * the last order still holds, no recheck is made twice, and a measurement that was cut off is made.
 */
export class Ordered {
  readonly #options: OrderedOptions;
  readonly #write: (name: string, record: unknown) => Promise<void>;
  #order: MachineOrder | null;
  #taken: TakenRecheck | null;

  private constructor(
    options: OrderedOptions,
    write: (name: string, record: unknown) => Promise<void>,
    kept: { order: MachineOrder | null; taken: TakenRecheck | null },
  ) {
    this.#options = options;
    this.#write = write;
    this.#order = kept.order;
    this.#taken = kept.taken;
  }

  static async open(options: OrderedOptions): Promise<Ordered> {
    const state = await openStateFolder(options.stateDir);
    const read = async <T>(name: string, schema: z.ZodType<T, unknown>) =>
      (await state.read(name, schema)) ?? null;
    const order = await read('order', orderSubmissionSchema);
    const kept = {
      order: order?.order ?? null,
      taken: await read('recheck', takenRecheckSchema),
    };
    return new Ordered(options, (name, record) => state.write(name, record), kept);
  }

  get order(): MachineOrder | null {
    return this.#order;
  }

  /** The newest order to recheck, which the next report answers unless the machine is to be measured. */
  get recheck(): MachineRecheck | null {
    return this.#taken?.recheck ?? null;
  }

  /** Whether its provider wants the machine measured, and it was not since. */
  get isToMeasure(): boolean {
    return this.#taken?.isToMeasure ?? false;
  }

  /** Obeys an order from now on, where it may. */
  async take(signed: SignedOrder): Promise<void> {
    const { order } = signed;
    if (order.at === this.#order?.at) return;
    const digest = orderDigest(this.#options.audience, order);
    if (!(await this.#mayObey(order, digest, signed.signature, this.#order?.at ?? 0))) return;
    this.#order = order;
    await this.#write('order', signed);
    this.#options.log.info({ state: order.state, until: order.until }, 'ordered by the provider');
  }

  /** Whether the machine is to be looked at anew: once for each order, and not again within seconds. */
  async takeRecheck(signed: SignedRecheck): Promise<boolean> {
    const { recheck } = signed;
    const before = this.#taken;
    if (recheck.at === before?.recheck.at) return false;
    const digest = recheckDigest(this.#options.audience, recheck);
    const notBefore = before ? before.recheck.at + RECHECK_GAP : 0;
    if (!(await this.#mayObey(recheck, digest, signed.signature, notBefore))) return false;
    // What an earlier one asked for is still to be done.
    const isToMeasure = recheck.benchmark || this.isToMeasure;
    const taken = { ...signed, isToMeasure };
    // Obeyed only once it is on disk: what could not be kept is taken again with the next pulse.
    await this.#write('recheck', taken);
    this.#taken = taken;
    this.#options.log.info({ benchmark: recheck.benchmark }, 'to be rechecked for the provider');
    return true;
  }

  /** The machine was measured for this order; one that came meanwhile has its own measurement. */
  async measuredFor({ at }: MachineRecheck): Promise<void> {
    const before = this.#taken;
    if (before?.recheck.at !== at) return;
    const measured = { ...before, isToMeasure: false };
    await this.#write('recheck', measured);
    if (this.#taken === before) this.#taken = measured;
  }

  async #mayObey(word: ProviderWord, digest: Hex, signature: Hex, notBefore: number) {
    const { agent, isSignedBy, log } = this.#options;
    const provider = await this.#options.provider();
    const machine = { agent, provider, notBefore, isSignedBy };
    const problem = await orderProblem(word, { digest, signature }, machine);
    if (problem !== undefined) log.warn({ order: word }, `an order is not obeyed: ${problem}`);
    return problem === undefined;
  }
}
