'use client';

import { useQuery } from '@tanstack/react-query';
import { Hash } from '@/components/ui/hash';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { sameHex } from '@/lib/shared/address';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { type OpenedResult, resultsKey } from './result-gate';

/**
 * The digest of memory and globals at the run's end, out of the provider's result: hidden by the seal,
 * so only who has opened the result sees it.
 */
export function StateDigest({ record }: { record: DealRecord }) {
  const { address } = useWallet();
  const opened = useQuery<readonly OpenedResult[]>({
    queryKey: resultsKey(record, address),
    queryFn: () => [],
    enabled: false,
  });
  const theirs = opened.data?.find(({ party }) => sameHex(party, record.terms.provider));
  const digest = theirs && digestOf(theirs.files.get('result.json'));
  return digest ? (
    <Hash value={digest} label="state digest" />
  ) : (
    <span className="text-muted">behind the seal: open the result first</span>
  );
}

function digestOf(file: Uint8Array | undefined): string | undefined {
  try {
    const { stateDigest } = JSON.parse(new TextDecoder().decode(file)) as { stateDigest?: unknown };
    return typeof stateDigest === 'string' && /^0x[0-9a-f]{64}$/.test(stateDigest)
      ? stateDigest
      : undefined;
  } catch {
    return undefined;
  }
}
