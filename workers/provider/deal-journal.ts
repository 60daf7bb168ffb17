import type { Hex } from 'viem';
import { z } from 'zod';
import type { StateFolder } from '../runtime/state-folder';

const hex = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]*$/i.test(value));

const entrySchema = z.object({
  /** The result as the directory holds it. */
  cid: z.string(),
  seal: hex,
  fuelUsed: z.string().regex(/^\d+$/).transform(BigInt),
  /** Made up, not computed: such a verdict is not appealed. */
  isMadeUp: z.boolean(),
  receipt: z.object({ directory: hex, heldUntil: z.number().int(), signature: hex }).optional(),
});

/** What a provider has sealed for one deal, and the receipt it got for it. */
export type JournalEntry = z.output<typeof entrySchema>;

/**
 * Remembers what was sealed between the run and the transaction that posts it, so that an agent that
 * was killed there posts the same and does not run again.
 */
export class DealJournal {
  readonly #folder: StateFolder;

  constructor(folder: StateFolder) {
    this.#folder = folder;
  }

  read(dealId: Hex): Promise<JournalEntry | undefined> {
    return this.#folder.read(dealId, entrySchema);
  }

  write(dealId: Hex, entry: JournalEntry): Promise<void> {
    return this.#folder.write(dealId, entry);
  }
}
