import { type Address, type Hex, isAddress, isHex } from 'viem';
import { z } from 'zod';
import '../shared/zod-without-code';
import { includesAddress } from './access';

const hash = z.string().refine((value): value is Hex => isHex(value) && value.length === 66);
const address = z.string().refine((value): value is Address => isAddress(value, { strict: false }));
const seconds = z.number().int().nonnegative();

/** What the directory knows of one directory that it holds whole. Times in Unix seconds. */
export const contentRecordSchema = z.object({
  id: hash,
  cid: z.string(),
  kind: z.enum(['module', 'inputs', 'result']),
  /** On disk, roughly. */
  bytes: z.number().int().nonnegative(),
  /** The CIDs of all blocks, root last. */
  blocks: z.array(z.string()),
  receivedAt: seconds,
  /** Promised by receipts; 0 = only while it is fresh. */
  heldUntil: seconds,
  /** Placed by the directory's operator: kept for good. */
  isPinned: z.boolean(),
  /** Who signed an upload of it. Result receipts are for these only. */
  uploaders: z.array(address),
  /** Buyers that proved to have these inputs. */
  buyers: z.array(address),
});
export type ContentRecord = z.infer<typeof contentRecordSchema>;

/** A link that opens a deal's results, as it is remembered: without its token. Times in Unix seconds. */
export const shareLinkSchema = z.object({
  id: z.string(),
  createdAt: seconds,
  expiresAt: seconds,
});
export type ShareLink = z.infer<typeof shareLinkSchema>;

/** What the directory knows of one deal: who may read besides its buyer, and results handed in. */
export const dealRecordSchema = z.object({
  guests: z.array(address),
  links: z.array(shareLinkSchema).default([]),
  results: z.array(
    z.object({
      id: hash,
      party: address,
      seal: hash,
      resultDigest: hash,
      fuelUsed: z.string(),
      receivedAt: seconds,
    }),
  ),
});
export type DealRecord = z.infer<typeof dealRecordSchema>;
export type HandedInResult = DealRecord['results'][number];

export const EMPTY_DEAL: DealRecord = { guests: [], links: [], results: [] };

/** The record with one more name in a list of addresses; the same record where it is there. */
export function withAddress(
  record: ContentRecord,
  list: 'uploaders' | 'buyers',
  who: Address,
): ContentRecord {
  if (includesAddress(record[list], who)) return record;
  return { ...record, [list]: [...record[list], who] };
}

const MAX_RESULTS_A_PARTY = 8;

/**
 * The record with one more result, the same content once; undefined where its party has handed in too
 * many. None makes room for another: each was promised by a receipt, and the buyer pays for it.
 */
export function withResult(record: DealRecord, result: HandedInResult): DealRecord | undefined {
  const isOwn = (old: HandedInResult) => includesAddress([old.party], result.party);
  const own = record.results.filter((old) => isOwn(old) && old.id !== result.id);
  const others = record.results.filter((old) => !isOwn(old));
  if (own.length >= MAX_RESULTS_A_PARTY) return undefined;
  return { ...record, results: [...others, ...own, result] };
}

/** Whether content may go: no promise, no pin, and not fresh any more. */
export function isExpired(record: ContentRecord, now: number, freshSeconds: number): boolean {
  return !record.isPinned && record.heldUntil < now && record.receivedAt + freshSeconds < now;
}
