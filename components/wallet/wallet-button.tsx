'use client';

import { TriangleAlert, Wallet } from 'lucide-react';
import { Button, buttonClass } from '@/components/ui/button';
import { Fingerprint } from '@/components/ui/fingerprint';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { shortHash } from '@/lib/shared/hash.view';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { switchNetwork } from './switch-network.client';

/** Connect, or the connected account; opens RainbowKit's modals. */
export function WalletButton() {
  const wallet = useWallet();
  const config = usePublicConfig();
  if (wallet.status !== 'connected' || !wallet.address) {
    return (
      <Button
        onClick={wallet.connect}
        icon={<Wallet aria-hidden className="size-4" />}
        className="px-3"
      >
        <span>
          Connect<span className="max-sm:sr-only"> wallet</span>
        </span>
      </Button>
    );
  }
  if (wallet.chainId !== config.chainId) {
    return (
      <Button
        variant="danger"
        onClick={() => void switchNetwork()}
        icon={<TriangleAlert aria-hidden className="size-4" />}
      >
        Wrong network
      </Button>
    );
  }
  return (
    <button
      type="button"
      onClick={() => void wallet.ready().then((actions) => actions.openAccount())}
      aria-label={`Account ${shortHash(wallet.address)}${wallet.development ? ', development wallet' : ''}`}
      className={buttonClass('secondary', 'md', 'gap-2 px-2.5')}
    >
      <Fingerprint value={wallet.address} className="size-5" />
      <span className="font-mono text-[0.8125rem] max-lg:hidden">{shortHash(wallet.address)}</span>
      {wallet.development ? (
        <span
          title="The key lies in this browser's storage: for test tokens only"
          className="rounded-full bg-attention-soft px-1.5 py-0.5 text-xs text-attention leading-none"
        >
          dev
        </span>
      ) : null}
    </button>
  );
}
