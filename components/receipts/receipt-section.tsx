'use client';

import { FileCheck } from 'lucide-react';
import { useState } from 'react';
import { useDirectory } from '@/components/deals/use-directory.client';
import { useParty } from '@/components/deals/use-party.client';
import { Button } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { saveFile } from '@/components/ui/save-file';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { isSignedOut } from '@/lib/shared/api-error';
import type { Problem } from '@/lib/shared/problem.view';
import { describeProblem } from '@/lib/wallet/problem.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';

/** Gives the buyer a file that shows the run to anybody, without this site. */
export function ReceiptSection({ record }: { record: DealRecord }) {
  const wallet = useWallet();
  const directory = useDirectory();
  const { chainId, market, rpcUrl } = usePublicConfig();
  const you = useParty(record.terms);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  if (!record.post) {
    return <p className="text-muted">A receipt can be made once a result is sealed.</p>;
  }

  const issue = async () => {
    const { address } = wallet;
    if (!address || !market) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const [actions, client, { issueReceipt }] = await Promise.all([
        wallet.ready(),
        directory.client(),
        import('./issue-receipt.client'),
      ]);
      const place = { chainId, market, rpcUrl, directory: client };
      const { name, text } = await issueReceipt({ record, issuer: address, actions, ...place });
      saveFile(name, text, 'application/json');
    } catch (error) {
      if (isSignedOut(error)) directory.forget();
      setProblem(await describeProblem(error));
    }
    setBusy(false);
  };

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="max-w-[62ch] text-muted">
          A file with both signed offers, the directory’s signature, the result’s digests, fuel,
          parties and transactions, signed by you. Anyone can{' '}
          <Link href="/receipts" className="link">
            check it
          </Link>{' '}
          without this site, and compare it with the chain by any node of it.
        </p>
        {wallet.status === 'connected' && you === undefined ? (
          <span className="text-muted">Only the buyer or the provider can sign it.</span>
        ) : wallet.status === 'connected' ? (
          <Button
            variant="secondary"
            busy={busy}
            icon={<FileCheck aria-hidden className="size-4" />}
            onClick={() => void issue()}
          >
            Sign and download the receipt
          </Button>
        ) : (
          <Button variant="secondary" onClick={wallet.connect}>
            Connect the buyer’s wallet
          </Button>
        )}
      </div>
      {problem ? (
        <Notice tone={problem.declined ? 'neutral' : 'attention'} alert title={problem.title}>
          {problem.advice ?? 'Only the buyer and the provider can make a receipt.'}
        </Notice>
      ) : null}
    </div>
  );
}
