import type { Address } from 'viem';
import type { DealRecord } from '@/lib/chain/deal-fold';
import type { DirectoryClient } from '@/lib/directory/directory.client';
import { checkDeal, type DealCheck } from '@/lib/execution/check-deal.client';
import type { ExecutionProgress } from '@/lib/execution/execution';
import { readResultFiles } from '@/lib/execution/result-files';
import { sameHex } from '@/lib/shared/address';
import { type Comparison, compareCheck, NOT_RELEASED, UNREADABLE } from './compare-check';

interface RunCheckOptions {
  readonly record: DealRecord;
  readonly directory: DirectoryClient;
  readonly rpcUrl: string;
  readonly market: Address;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ExecutionProgress) => void;
}

/** Runs the job again and, where the seals differ, says where the results part. Throws as checkDeal. */
export async function runCheck(
  options: RunCheckOptions,
): Promise<{ check: DealCheck; comparison: Comparison | undefined }> {
  const check = await checkDeal(options);
  const comparison = check.equal ? undefined : await comparisonOf(options, check);
  return { check, comparison };
}

async function comparisonOf(
  { record: { dealId, terms }, directory, signal }: RunCheckOptions,
  { execution }: DealCheck,
): Promise<Comparison> {
  try {
    const released = await directory.listResults(dealId);
    const theirs = released.find(({ party }) => sameHex(party, terms.provider));
    if (!theirs) return NOT_RELEASED;
    const { files } = await directory.getContent(theirs.cid, signal);
    const read = readResultFiles(files);
    return compareCheck(read.execution, read.engine, execution);
  } catch {
    return UNREADABLE;
  }
}
