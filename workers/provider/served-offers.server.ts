import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { openStateFolder, type StateFolder } from '../runtime/state-folder';

const FILE = 'served-offers';
/** The oldest go first: their deals are long over. */
const MOST = 10_000;

const servedSchema = z.object({ provider: z.string(), hashes: z.array(z.string()) });

/**
 * Hashes of all offers of one provider that an agent has ever kept live, on disk: its deals are its own
 * also where the market's pages are down, or no longer name the offer that they came by.
 */
export class ServedOffers {
  readonly #state: StateFolder;
  #provider: string | undefined;
  #hashes: ReadonlySet<string>;

  private constructor(state: StateFolder, kept: z.output<typeof servedSchema> | undefined) {
    this.#state = state;
    this.#provider = kept?.provider;
    this.#hashes = new Set(kept?.hashes);
  }

  static async open(stateDir: string): Promise<ServedOffers> {
    const state = await openStateFolder(stateDir);
    return new ServedOffers(state, await state.read(FILE, servedSchema));
  }

  /** Whether that offer is one of this provider's that were kept live here. */
  has(provider: Address | undefined, hash: Hex): boolean {
    return this.#isOf(provider) && this.#hashes.has(hash.toLowerCase());
  }

  /** On disk when this resolves; nothing is ever taken out but for another provider's. */
  async add(provider: Address, hashes: readonly Hex[]): Promise<void> {
    const known = this.#isOf(provider) ? [...this.#hashes] : [];
    const all = new Set([...known, ...hashes.map((hash) => hash.toLowerCase())]);
    if (all.size === known.length) return;
    const kept = [...all].slice(-MOST);
    await this.#state.write(FILE, { provider, hashes: kept });
    this.#provider = provider;
    this.#hashes = new Set(kept);
  }

  #isOf(provider: Address | undefined): boolean {
    return provider !== undefined && provider.toLowerCase() === this.#provider?.toLowerCase();
  }
}
