import type { Hex } from 'viem';
import { z } from 'zod';
import type { StateFolder } from '../runtime/state-folder';
import { CAUSES } from './refusal';

const hex = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]*$/i.test(value));
const amount = z.number().int().min(0);

const unitsSchema = z.object({
  cpuMilli: amount,
  memoryMiB: amount,
  storageMiB: amount,
  gpuCount: amount,
});

const reservedSchema = z.object({
  step: z.literal('reserved'),
  units: unitsSchema,
  /** How often the run failed on this machine. */
  faults: amount,
  /** How often it was begun, ends by kill -9 included. */
  starts: amount.default(0),
});

const sealedSchema = z.object({
  step: z.literal('sealed'),
  seal: hex,
  fuelUsed: z.string().regex(/^\d+$/).transform(BigInt),
  /** Made up, not computed: such a verdict is not appealed. */
  isMadeUp: z.boolean(),
  /** The result: its name in any directory, and MiB of this machine's disk while it is on the shelf. */
  cid: z.string(),
  storageMiB: amount,
  receipt: z.object({ directory: hex, heldUntil: z.number().int(), signature: hex }).optional(),
});

const refusedSchema = z.object({
  step: z.literal('refused'),
  cause: z.enum(CAUSES),
  detail: z.string(),
});

const entrySchema = z.discriminatedUnion('step', [reservedSchema, sealedSchema, refusedSchema]);

/** Where an agent is with one deal. A deal without an entry waits, or was never taken. */
export type JournalEntry = z.output<typeof entrySchema>;
export type SealedEntry = z.output<typeof sealedSchema>;
export type ReservedEntry = z.output<typeof reservedSchema>;
export type RefusedEntry = z.output<typeof refusedSchema>;

/**
 * Remembers each deal's last step, on disk before the next one begins, so that an agent that was
 * killed goes on from there. The chain remembers the rest: what was posted, and what is over.
 */
export class DealJournal {
  readonly #folder: StateFolder;
  /** Steps that a full disk did not take: true while this process lives. */
  readonly #unwritten = new Map<Hex, JournalEntry>();
  readonly #known = new Set<Hex>();

  constructor(folder: StateFolder) {
    this.#folder = folder;
  }

  /** Whether a deal has an entry, of those that were listed or written in this process' life. */
  has(dealId: Hex): boolean {
    return this.#known.has(dealId);
  }

  async read(dealId: Hex): Promise<JournalEntry | undefined> {
    return this.#unwritten.get(dealId) ?? this.#folder.read(dealId, entrySchema);
  }

  /** On disk when this resolves. @throws what the file system throws, such as ENOSPC */
  async write(dealId: Hex, entry: JournalEntry): Promise<void> {
    this.#unwritten.set(dealId, entry);
    this.#known.add(dealId);
    await this.#folder.write(dealId, entry);
    if (this.#unwritten.get(dealId) === entry) this.#unwritten.delete(dealId);
  }

  forget(dealId: Hex): Promise<void> {
    this.#unwritten.delete(dealId);
    this.#known.delete(dealId);
    return this.#folder.remove(dealId);
  }

  /** Every deal that has an entry. */
  async list(): Promise<(readonly [Hex, JournalEntry])[]> {
    const entries: [Hex, JournalEntry][] = [];
    for (const name of await this.#folder.list()) {
      const entry = await this.read(name as Hex);
      if (!entry) continue;
      this.#known.add(name as Hex);
      entries.push([name as Hex, entry]);
    }
    return entries;
  }

  /** Forgets every deal for which `isOver` answers true, and answers which. */
  async clean(isOver: (dealId: Hex) => boolean): Promise<Hex[]> {
    const over = ((await this.#folder.list()) as Hex[]).filter(isOver);
    for (const dealId of over) await this.forget(dealId);
    return over;
  }
}
