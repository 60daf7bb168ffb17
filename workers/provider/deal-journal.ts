import type { Hex } from 'viem';
import { z } from 'zod';
import type { StateFolder } from '../runtime/state-folder';

const hex = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]*$/i.test(value));

const entrySchema = z.object({
  /** The result in the directory, once it has taken it. */
  cid: z.string().optional(),
  seal: hex,
  fuelUsed: z.string().regex(/^\d+$/).transform(BigInt),
  /** Made up, not computed: such a verdict is not appealed. */
  isMadeUp: z.boolean(),
  receipt: z.object({ directory: hex, heldUntil: z.number().int(), signature: hex }).optional(),
});

/** What a provider has sealed for one deal, and the receipt it got for it. */
export type JournalEntry = z.output<typeof entrySchema>;

/** The files of a result directory. */
export type ResultFiles = ReadonlyMap<string, Uint8Array>;

/**
 * Remembers what was sealed between the run and the transaction that posts it, so that an agent that
 * was killed there posts the same. The result itself is kept in memory only: it can be had again by
 * running again.
 */
export class DealJournal {
  readonly #folder: StateFolder;
  readonly #results = new Map<Hex, ResultFiles>();

  constructor(folder: StateFolder) {
    this.#folder = folder;
  }

  read(dealId: Hex): Promise<JournalEntry | undefined> {
    return this.#folder.read(dealId, entrySchema);
  }

  write(dealId: Hex, entry: JournalEntry): Promise<void> {
    return this.#folder.write(dealId, entry);
  }

  resultOf(dealId: Hex): ResultFiles | undefined {
    return this.#results.get(dealId);
  }

  keepResult(dealId: Hex, files: ResultFiles): void {
    this.#results.set(dealId, files);
  }

  dropResult(dealId: Hex): void {
    this.#results.delete(dealId);
  }

  /** Forgets every deal for which `isOver` answers true. */
  async clean(isOver: (dealId: Hex) => boolean): Promise<void> {
    for (const name of await this.#folder.list()) {
      if (!isOver(name as Hex)) continue;
      this.#results.delete(name as Hex);
      await this.#folder.remove(name);
    }
  }
}
