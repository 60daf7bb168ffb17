'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Button, buttonClass } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useNow } from '@/components/ui/now';
import { Countdown } from '@/components/ui/time';
import { STAGE, VERDICT } from '@/lib/chain/deal-facts';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { sameHex } from '@/lib/shared/address';
import { getJson } from '@/lib/shared/api.client';
import { shortHash } from '@/lib/shared/hash.view';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { switchNetwork } from './switch-network.client';

interface VerdictItem {
  dealId: string;
  terms: { buyer: `0x${string}`; provider: `0x${string}` };
  case?: { stage: number; firstVerdict: number; deadline: number };
}

/** Over every page, but only for what needs the person now. */
export function AttentionBanner() {
  const { status, address, chainId } = useWallet();
  const config = usePublicConfig();
  const connected = status === 'connected' && address !== undefined;
  const right = chainId === config.chainId;
  const verdict = useLostVerdict(connected && right ? address : undefined);
  if (connected && !right) {
    return (
      <div className="shell pt-4">
        <Notice
          tone="attention"
          alert
          title="Your wallet is on another network"
          action={
            <Button size="sm" onClick={() => void switchNetwork()}>
              Switch to {config.chainName}
            </Button>
          }
        >
          This market lives on {config.chainName} (chain {config.chainId}); nothing can be signed
          until you switch.
        </Notice>
      </div>
    );
  }
  if (!verdict) return null;
  return (
    <div className="shell pt-4">
      <Notice
        tone="attention"
        title={`A verdict went against you in ${shortHash(verdict.dealId)}`}
        action={
          <Link href={`/disputes/${verdict.dealId}`} className={buttonClass('secondary', 'sm')}>
            Look at it
          </Link>
        }
      >
        You can appeal for <Countdown at={verdict.case?.deadline ?? 0} />.
      </Notice>
    </div>
  );
}

/** The verdict that the account lost and can still appeal; the one that ends first. */
function useLostVerdict(address: `0x${string}` | undefined): VerdictItem | undefined {
  const now = useNow();
  const { data } = useQuery({
    queryKey: ['lost-verdicts', address],
    enabled: address !== undefined,
    refetchInterval: 5_000,
    retry: false,
    queryFn: async ({ signal }) => {
      const path = `/api/v1/deals?party=${address}&stage=Verdict1&limit=20`;
      return (await getJson<{ items: VerdictItem[] }>(path, signal)).items;
    },
  });
  if (!address || !data) return undefined;
  return data
    .filter(({ case: facts, terms }) => {
      if (facts?.stage !== STAGE.Verdict1 || now > facts.deadline) return false;
      if (facts.firstVerdict === VERDICT.Overturned) return sameHex(terms.provider, address);
      return facts.firstVerdict === VERDICT.Upheld && sameHex(terms.buyer, address);
    })
    .sort((a, b) => (a.case?.deadline ?? 0) - (b.case?.deadline ?? 0))[0];
}
