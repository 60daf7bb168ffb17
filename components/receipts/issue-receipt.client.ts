import { type Address, createPublicClient, http, toHex } from 'viem';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { cidOfId } from '@/lib/content/content-id';
import { saltOf } from '@/lib/content/content-kind';
import type { DirectoryClient } from '@/lib/directory/directory.client';
import { readResultFiles } from '@/lib/execution/result-files';
import { jobOfferSchema, resourceOfferSchema } from '@/lib/offers/offer-schema';
import { makeRunReceipt } from '@/lib/receipts/make-run-receipt';
import { type PostedReceipt, readDirectoryReceipt } from '@/lib/receipts/read-directory-receipt';
import { runReceiptName, runReceiptText, runReceiptTypedData } from '@/lib/receipts/run-receipt';
import { sameHex } from '@/lib/shared/address';
import { getJson } from '@/lib/shared/api.client';
import { ApiError } from '@/lib/shared/api-error';
import type { WalletActions } from '@/lib/wallet/wallet-store.client';

interface IssueOptions {
  record: DealRecord;
  rpcUrl: string;
  chainId: number;
  market: Address;
  /** Signed in as who issues it. */
  directory: DirectoryClient;
  issuer: Address;
  actions: WalletActions;
}

type Submission = { submission: { offer: unknown; signature: `0x${string}` } };

/**
 * Gathers what shows a run to anybody, and has the wallet sign it.
 *
 * @throws ApiError when a part cannot be read; what the wallet throws when it declines
 */
export async function issueReceipt(options: IssueOptions): Promise<{ name: string; text: string }> {
  const { record, rpcUrl, chainId, market, directory, issuer, actions } = options;
  const { dealId, jobOfferHash, resourceOfferHash, terms, work } = record;
  const [job, resource, released, inputs, directoryReceipt] = await Promise.all([
    getJson<Submission>(`/api/v1/job-offers/${jobOfferHash}`),
    getJson<Submission>(`/api/v1/resource-offers/${resourceOfferHash}`),
    directory.listResults(dealId),
    directory.getContent(cidOfId(work.inputsId)),
    directoryReceiptOf(record, rpcUrl),
  ]);
  const result = released.find(({ party }) => sameHex(party, terms.provider));
  if (!result) {
    throw new ApiError(
      404,
      'no-result',
      'The directory has no released result of the provider.',
      'It is released when the review begins. Try again then.',
    );
  }
  const { files } = await directory.getContent(result.cid);
  const unsigned = makeRunReceipt({
    chainId,
    market,
    record,
    job: {
      offer: jobOfferSchema.parse(job.submission.offer),
      signature: job.submission.signature,
    },
    resource: {
      offer: resourceOfferSchema.parse(resource.submission.offer),
      signature: resource.submission.signature,
    },
    execution: readResultFiles(files).execution,
    salt: toHex(saltOf(inputs.files)),
    directoryReceipt,
    issuer,
    issuedAt: Math.floor(Date.now() / 1_000),
  });
  const signature = await actions.signTypedData(runReceiptTypedData(unsigned));
  return { name: runReceiptName(record), text: runReceiptText({ ...unsigned, signature }) };
}

/** What the directory signed, from the transaction that posted the result. */
async function directoryReceiptOf(
  { post, history, dealId }: DealRecord,
  rpcUrl: string,
): Promise<PostedReceipt | undefined> {
  const moment = history.find(({ name }) => name === 'ResultPosted');
  if (!post?.hasReceipt || !moment) return undefined;
  const client = createPublicClient({ transport: http(rpcUrl) });
  const { input } = await client.getTransaction({ hash: moment.transactionHash });
  return readDirectoryReceipt(input, dealId);
}
