import type { Address, Hex, PrivateKeyAccount } from 'viem';
import type { Deployment } from '../../lib/chain/deployment';
import { shortTextOf } from '../../lib/chain/rpc-pool.server';
import type { Logger } from '../../lib/log/logger.server';
import { includesHex } from '../../lib/shared/address';
import {
  canBeMatched,
  findServedOffers,
  firstToName,
  renewTickets,
  type ServedOffer,
} from './keep-offers.service';
import type { KeyLeave } from './key-leave';
import { readPrincipal, writePrincipal } from './machine/principal.server';
import type { Refusal } from './refusal';
import { ServedOffers } from './served-offers.server';

export interface OfferDeskPorts {
  readonly api: string;
  readonly deployment: Deployment;
  readonly operator: PrivateKeyAccount;
  readonly stateDir: string;
  /** Whose offers are served, where that is known from the start. */
  readonly provider: Address | undefined;
  /** Chain time, in seconds. */
  readonly now: () => number;
  /** Whether the machine takes deals now: without tickets nobody can match its offers. */
  readonly takesDeals: () => boolean;
  readonly hasGas: () => Promise<boolean>;
  /** Whether a provider lets the key post for it: else every deal would be missed. */
  readonly mayPostFor: (provider: Address) => Promise<boolean>;
  /** Told when that changes: only a key that is allowed gives tickets. */
  readonly onLeave: (leave: KeyLeave) => void;
  /** Why the machine cannot keep what an offer promises; such an offer is not kept live. */
  readonly problemOf: (offer: Pick<ServedOffer, 'hash' | 'submission'>) => Refusal | undefined;
  /** Whether a deal of it could run beside what is reserved: else it is off until there is room. */
  readonly hasRoomFor: (offer: Pick<ServedOffer, 'submission'>) => boolean;
  /** Told of each offer that is not kept live, once of each reason; and of undefined when that is over. */
  readonly onWithheld: (offer: Hex, problem: Refusal | undefined) => void;
  readonly log: Logger;
}

/** The offers that this machine serves, and their tickets. */
export class OfferDesk {
  readonly #ports: OfferDeskPorts;
  readonly #tickets = new Map<Hex, number>();
  /** With what was told of each. */
  #withheld: ReadonlyMap<Hex, string> = new Map();
  readonly #served: ServedOffers;
  #offers: readonly ServedOffer[] = [];
  #provider: Address | undefined;
  #isForbidden = false;
  /** What was told of that last. */
  #told = 'allowed';
  /** Rounds in a row in which no node told. */
  #untold = 0;

  private constructor(ports: OfferDeskPorts, provider: Address | undefined, served: ServedOffers) {
    this.#ports = ports;
    this.#served = served;
    this.#provider = provider;
  }

  static async open(ports: OfferDeskPorts): Promise<OfferDesk> {
    const kept = await readPrincipal(ports.stateDir);
    const served = await ServedOffers.open(ports.stateDir);
    return new OfferDesk(ports, ports.provider ?? kept ?? undefined, served);
  }

  /** Whether this agent serves that offer, or once did: its deals are served to their end. */
  serves(resourceOfferHash: Hex): boolean {
    return this.#served.has(this.#provider, resourceOfferHash);
  }

  /** Whether its provider had forbidden the key when that was last asked. */
  get isForbidden(): boolean {
    return this.#isForbidden;
  }

  /** Reads its offers and keeps them live, while the machine takes deals. */
  async round(): Promise<void> {
    const { api, deployment, operator, log, now, takesDeals, hasGas, hasRoomFor } = this.#ports;
    this.#offers = await this.#ownOffers();
    // Before a ticket lets anybody match them: after a restart they are this agent's all the same.
    if (this.#provider) {
      await this.#served.add(
        this.#provider,
        this.#offers.map(({ hash }) => hash),
      );
    }
    const kept = this.#keepable();
    if (!(await this.#hasLeave())) return;
    if (this.#offers.length === 0 || !takesDeals() || !(await hasGas())) return;
    const ticketPorts = { api, deployment, operator, now: now() };
    await renewTickets(ticketPorts, kept.filter(hasRoomFor), this.#tickets, log);
  }

  /** Asked also while no deals are taken: a key that is forbidden must not stay so for that reason. */
  async #hasLeave(): Promise<boolean> {
    const leave = await this.#askLeave();
    this.#untold = typeof leave === 'string' ? 0 : this.#untold + 1;
    const told = typeof leave === 'string' ? leave : leave.unknown;
    // A node that misses one question is no news: tickets outlast it, and the next round asks again.
    if (told !== this.#told && this.#untold !== 1) {
      this.#ports.onLeave(leave);
      this.#told = told;
    }
    // What is not known now is as it was.
    if (typeof leave === 'string') this.#isForbidden = leave === 'forbidden';
    return leave === 'allowed';
  }

  /** A node that gives no answer, or none that means anything, is no leave. */
  async #askLeave(): Promise<KeyLeave> {
    const provider = this.#provider;
    if (provider === undefined || !this.#offers.some(canBeMatched)) return 'allowed';
    try {
      return (await this.#ports.mayPostFor(provider)) ? 'allowed' : 'forbidden';
    } catch (error) {
      return { unknown: shortTextOf(error) };
    }
  }

  /** The offers that can be matched and kept; who listens is told of those that cannot be kept. */
  #keepable(): readonly ServedOffer[] {
    const kept: ServedOffer[] = [];
    const withheld = new Map<Hex, string>();
    for (const offer of this.#offers.filter(canBeMatched)) {
      const problem = this.#ports.problemOf(offer);
      if (problem === undefined) {
        kept.push(offer);
        continue;
      }
      const reason = `${problem.cause}: ${problem.detail}`;
      withheld.set(offer.hash, reason);
      if (this.#withheld.get(offer.hash) !== reason) this.#ports.onWithheld(offer.hash, problem);
    }
    for (const hash of this.#withheld.keys()) {
      if (!withheld.has(hash)) this.#ports.onWithheld(hash, undefined);
    }
    this.#withheld = withheld;
    return kept;
  }

  async #ownOffers(): Promise<readonly ServedOffer[]> {
    const { api, operator, stateDir, log } = this.#ports;
    const named = await findServedOffers(api, operator.address, this.#provider);
    const first = firstToName(named);
    if (this.#provider || !first) return named;
    await writePrincipal(stateDir, first);
    this.#provider = first;
    const hint = 'offers of others that name this key are not served; PROVIDER=0x... changes it';
    log.info({ provider: first, hint }, 'serves this provider from now on');
    return named.filter(({ provider }) => includesHex([first], provider));
  }
}
