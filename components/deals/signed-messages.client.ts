import { createPublicClient, http } from 'viem';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { readDirectoryReceipt } from '@/lib/receipts/read-directory-receipt';
import { getJson } from '@/lib/shared/api.client';
import { ApiError } from '@/lib/shared/api-error';

export interface SignedMessage {
  readonly name: string;
  /** Who signed it, in words. */
  readonly who: string;
  /** Undefined where it cannot be had; `missing` says why. */
  readonly value: unknown;
  readonly missing: string;
}

/**
 * What was signed for a deal: both offers with their lists and signatures, the directory's receipts for
 * inputs and result. The result's is read from the transaction that posted it.
 *
 * @throws ApiError, or viem's errors when the RPC is out of reach
 */
export async function readSignedMessages(
  record: DealRecord,
  rpcUrl: string,
  signal?: AbortSignal,
): Promise<readonly SignedMessage[]> {
  const { jobOfferHash, resourceOfferHash } = record;
  const [job, resource, result] = await Promise.all([
    submissionOf(`/api/v1/job-offers/${jobOfferHash}`, signal),
    submissionOf(`/api/v1/resource-offers/${resourceOfferHash}`, signal),
    resultReceiptOf(record, rpcUrl),
  ]);
  const { inputReceipt, ...offer } = job ?? {};
  const elsewhere = 'it was not placed on this site; its terms stand in DealMatched.';
  return [
    { name: 'Job offer', who: 'signed by the buyer', value: job && offer, missing: elsewhere },
    {
      name: 'Resource offer',
      who: 'signed by the provider',
      value: resource,
      missing: elsewhere,
    },
    {
      name: 'Input receipt',
      who: 'signed by a directory',
      value: inputReceipt,
      missing: elsewhere,
    },
    {
      name: 'Result receipt',
      who: 'signed by a directory',
      value: result,
      missing: record.post?.hasReceipt
        ? 'the posting transaction does not carry it in the open.'
        : record.post
          ? 'the result was posted without one.'
          : 'no result was posted.',
    },
  ];
}

type Submission = Record<string, unknown>;

async function submissionOf(path: string, signal?: AbortSignal): Promise<Submission | undefined> {
  try {
    return (await getJson<{ submission: Submission }>(path, signal)).submission;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

async function resultReceiptOf({ post, history, dealId }: DealRecord, rpcUrl: string) {
  const moment = history.find(({ name }) => name === 'ResultPosted');
  if (!post?.hasReceipt || !moment) return undefined;
  const client = createPublicClient({ transport: http(rpcUrl) });
  const { input } = await client.getTransaction({ hash: moment.transactionHash });
  const receipt = readDirectoryReceipt(input, dealId);
  return receipt && { dealId, seal: post.seal, fuelUsed: post.fuelUsed, ...receipt };
}
