import type { Address, Hex } from 'viem';
import { outcomeNameOf } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import type { Execution } from '../execution/execution';
import { outputEntryOf } from '../execution/result-digest';
import type { JobSubmission, ResourceSubmission } from '../offers/match-item';
import { jsonOf } from '../shared/json';
import type { PostedReceipt } from './read-directory-receipt';
import { RUN_RECEIPT_TYPE, type UnsignedRunReceipt, unsignedReceiptSchema } from './run-receipt';

export interface ReceiptParts {
  readonly chainId: number;
  readonly market: Address;
  readonly record: DealRecord;
  readonly job: Pick<JobSubmission, 'offer' | 'signature'>;
  readonly resource: Pick<ResourceSubmission, 'offer' | 'signature'>;
  /** The provider's result, as the directory released it. */
  readonly execution: Execution;
  /** The input bundle's. */
  readonly salt: Hex;
  /** The directory's, where the post carried one. */
  readonly directoryReceipt?: PostedReceipt | undefined;
  readonly issuer: Address;
  /** Unix seconds. */
  readonly issuedAt: number;
}

/** Puts together what shows, without this site, what was run for whom and with which result. @throws Error before a result is posted */
export function makeRunReceipt(parts: ReceiptParts): UnsignedRunReceipt {
  const { record, job, resource, execution, salt, directoryReceipt, ...rest } = parts;
  const { post, outcome, dealId, terms, history } = record;
  if (!post) throw new Error('There is nothing to show before a result is posted.');
  const { status, exitCode, stateDigest, outputs } = execution;
  // Read as it will be read: the same letters, whatever case they came in.
  const json = jsonOf({
    type: RUN_RECEIPT_TYPE,
    version: 1,
    ...rest,
    dealId,
    attempt: terms.attempt,
    jobOffer: { offer: job.offer, signature: job.signature },
    resourceOffer: { offer: resource.offer, signature: resource.signature },
    post: { seal: post.seal, fuelUsed: post.fuelUsed },
    result: { salt, status, exitCode, stateDigest, outputs: outputs.map(outputEntryOf) },
    ...(directoryReceipt && {
      directoryReceipt: { ...directoryReceipt, jobDirectories: record.jobDirectories },
    }),
    outcome: outcome === undefined ? null : outcomeNameOf(outcome),
    transactions: history.map(({ name, transactionHash, blockNumber, timestamp }) => ({
      event: name,
      hash: transactionHash,
      blockNumber,
      at: timestamp,
    })),
  });
  return unsignedReceiptSchema.parse(json);
}
