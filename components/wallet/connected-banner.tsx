'use client';

import { useNotices } from '@/components/account/use-notices.client';
import { Button, buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Countdown } from '@/components/ui/time';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { shortHash } from '@/lib/shared/hash.view';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { switchNetwork } from './switch-network.client';

/** What needs the person of a connected account now. */
export default function ConnectedBanner() {
  const { chainId } = useWallet();
  const config = usePublicConfig();
  const verdict = useNotices().find(({ kind }) => kind === 'appeal');
  if (chainId !== config.chainId) {
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
        title={`A verdict went against you in ${shortHash(verdict.dealId ?? '')}`}
        action={
          <Link href={verdict.href} className={buttonClass('secondary', 'sm')}>
            Look at it
          </Link>
        }
      >
        You can appeal for <Countdown at={verdict.by ?? 0} />.
      </Notice>
    </div>
  );
}
