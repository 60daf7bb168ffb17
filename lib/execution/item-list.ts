import type { Hex } from 'viem';
import { z } from 'zod';
import { EXECUTION_STATUSES, type ExecutionStatus } from '../shared/execution-status';
import '../shared/zod-without-code';

/** Beside the items' folders in a map job's result: what became of each item. */
export const ITEM_LIST = 'items.json';

/** An item as items.json tells of it; the digests are zero where it was not run. */
export interface ItemResult {
  /** Of the file that it was run on, without "files/". */
  readonly name: string;
  readonly status: ExecutionStatus | 'not-run';
  readonly exitCode: number;
  readonly fuelUsed: bigint;
  readonly stateDigest: Hex;
  /** That of a job with this file alone: with the map job's salt. */
  readonly resultDigest: Hex;
}

/** items.json: a list in the order in which the items are run; fuel is a decimal text. */
export function itemListOf(items: readonly ItemResult[]): Uint8Array {
  const list = items.map(({ name, status, exitCode, fuelUsed, stateDigest, resultDigest }) => ({
    name,
    status,
    exitCode,
    fuelUsed: fuelUsed.toString(),
    stateDigest,
    resultDigest,
  }));
  return new TextEncoder().encode(JSON.stringify(list));
}

const digest = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((text) => text as Hex);

const itemSchema = z.strictObject({
  name: z.string().min(1).max(255),
  status: z.enum([...EXECUTION_STATUSES, 'not-run']),
  exitCode: z.number().int().min(0).max(0xffff_ffff),
  fuelUsed: z
    .string()
    .regex(/^(0|[1-9]\d{0,19})$/)
    .transform(BigInt),
  stateDigest: digest,
  resultDigest: digest,
});

/**
 * Reads items.json.
 *
 * @returns undefined where it is not what an executor writes: whoever hands in a result may write
 *   anything there
 */
export function readItemList(bytes: Uint8Array): readonly ItemResult[] | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return z.array(itemSchema).safeParse(value).data;
  } catch {
    return undefined;
  }
}

/** The folder of an item in the result: within it are stdout, stderr and out/, where not empty. */
export const itemFolderOf = (name: string): string => `out/${name}/`;
