import { type Address, type Hex, keccak256, stringToBytes } from 'viem';
import { z } from 'zod';
import { jobOfferSchema, resourceOfferSchema, signatureField } from '../offers/offer-schema';
import { type MarketDomain, marketDomain } from '../offers/offer-types';
import { canonicalJson, type JsonValue } from '../shared/canonical-json';
import { EXECUTION_STATUSES } from '../shared/execution-status';
import { jsonOf } from '../shared/json';
import { addressField, bytes32Field, smallUintField, uintField } from '../shared/json-fields';
import '../shared/zod-without-code';

export const RUN_RECEIPT_TYPE = 'reckon-run-receipt';
/** A map job has a thousand items with a few files each. */
const MAX_OUTPUTS = 20_000;
const MAX_TRANSACTIONS = 200;
const MAX_DIRECTORIES = 32;

const content = {
  type: z.literal(RUN_RECEIPT_TYPE),
  version: z.literal(1),
  chainId: smallUintField(48),
  market: addressField,
  dealId: bytes32Field,
  attempt: smallUintField(8),
  jobOffer: z.strictObject({ offer: jobOfferSchema, signature: signatureField }),
  resourceOffer: z.strictObject({ offer: resourceOfferSchema, signature: signatureField }),
  /** What the provider posted on chain. */
  post: z.strictObject({ seal: bytes32Field, fuelUsed: uintField(64) }),
  /** What the seal hides; the salt is the input bundle's. */
  result: z.strictObject({
    salt: bytes32Field,
    status: z.enum(EXECUTION_STATUSES),
    exitCode: smallUintField(32),
    stateDigest: bytes32Field,
    outputs: z
      .array(
        z.strictObject({
          path: z.string().min(1).max(4_096),
          size: smallUintField(48),
          sha256: bytes32Field,
        }),
      )
      .max(MAX_OUTPUTS),
  }),
  /** What a directory signed when it recomputed the seal; missing where the post came without one. */
  directoryReceipt: z
    .strictObject({
      directory: addressField,
      /** Unix seconds. */
      heldUntil: smallUintField(40),
      signature: signatureField,
      /** The list of which the job offer signs the hash. */
      jobDirectories: z.array(addressField).max(MAX_DIRECTORIES),
    })
    .optional(),
  /** How the deal ended; null while it lives. */
  outcome: z.string().max(40).nullable(),
  transactions: z
    .array(
      z.strictObject({
        event: z.string().max(60),
        hash: bytes32Field,
        blockNumber: uintField(64),
        at: smallUintField(40),
      }),
    )
    .max(MAX_TRANSACTIONS),
  issuer: addressField,
  /** Unix seconds. */
  issuedAt: smallUintField(40),
};

export const unsignedReceiptSchema = z.strictObject(content);
export const runReceiptSchema = z.strictObject({ ...content, signature: signatureField });

/** What one party can show anybody of a run, before it is signed. */
export type UnsignedRunReceipt = z.output<typeof unsignedReceiptSchema>;
export type RunReceipt = z.output<typeof runReceiptSchema>;

const types = {
  RunReceipt: [
    { name: 'dealId', type: 'bytes32' },
    { name: 'contentHash', type: 'bytes32' },
  ],
} as const;

/** The EIP-712 message by which its issuer stands for a receipt: the hash of its canonical JSON. */
export function runReceiptTypedData(receipt: UnsignedRunReceipt | RunReceipt) {
  const { signature: _, ...rest } = receipt as RunReceipt;
  const contentHash = keccak256(stringToBytes(canonicalJson(jsonOf(rest) as JsonValue)));
  return {
    domain: marketDomain(receipt.chainId, receipt.market) satisfies MarketDomain,
    types,
    primaryType: 'RunReceipt' as const,
    message: { dealId: receipt.dealId as Hex, contentHash },
  };
}

/** The receipt as a file: JSON that a person can read, too. */
export function runReceiptText(receipt: RunReceipt): string {
  return `${JSON.stringify(jsonOf(receipt), null, 2)}\n`;
}

/** "reckon-receipt-1f3a5b.json" */
export const runReceiptName = ({ dealId }: { dealId: Hex | Address }): string =>
  `reckon-receipt-${dealId.slice(2, 10)}.json`;
