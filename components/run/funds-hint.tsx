'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Amount } from '@/components/ui/amount';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { askFaucet } from '@/lib/wallet/faucet.client';
import { describeProblem } from '@/lib/wallet/problem.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';

/** The wallet holds too little: how much, and where to get it. */
export function FundsHint({ short }: { short: bigint }) {
  const { local, tokenSymbol } = usePublicConfig();
  const { address } = useWallet();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const ask = async () => {
    if (!address) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await askFaucet(address);
      await client.invalidateQueries({ queryKey: ['balances'] });
    } catch (error) {
      setFailure((await describeProblem(error)).title);
    }
    setBusy(false);
  };
  return (
    <Notice
      tone="attention"
      title={
        <>
          Your wallet is <Amount value={short} className="text-attention" /> short
        </>
      }
      className="px-3"
      action={
        local ? (
          <Button size="sm" variant="secondary" busy={busy} onClick={() => void ask()}>
            Get test {tokenSymbol}
          </Button>
        ) : null
      }
    >
      {failure ??
        (local ? 'The faucet gives you gas and test tokens.' : `Get ${tokenSymbol} first.`)}
    </Notice>
  );
}
