'use client';

import { useState } from 'react';
import { useDirectory } from '@/components/deals/use-directory.client';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { getJson } from '@/lib/shared/api.client';
import { isSignedOut } from '@/lib/shared/api-error';
import { shortHash } from '@/lib/shared/hash.view';
import type { Problem } from '@/lib/shared/problem.view';
import { describeProblem } from '@/lib/wallet/problem.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import type { RunInputs } from './use-inputs.client';

interface EarlierInputsProps {
  /** The deal whose inputs are wanted again. */
  dealId: `0x${string}`;
  fill: RunInputs['fill'];
}

/** Takes the inputs of an earlier deal into the form, as they were or to be changed. */
export function EarlierInputs({ dealId, fill }: EarlierInputsProps) {
  const wallet = useWallet();
  const directory = useDirectory();
  const [busy, setBusy] = useState(false);
  const [isFilled, setFilled] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const take = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const [client, { record }, { cidOfId }] = await Promise.all([
        directory.client(),
        getJson<{ record: { work: { inputsId: `0x${string}` } } }>(`/api/v1/deals/${dealId}`),
        import('@/lib/content/content-id'),
      ]);
      const { files } = await client.getContent(cidOfId(record.work.inputsId));
      const job = JSON.parse(new TextDecoder().decode(files.get('job.json')));
      const kept = [...files].filter(([path]) => path.startsWith('files/'));
      const entries = kept.map(([path, bytes]): [string, File] => [
        path,
        new File([bytes as Uint8Array<ArrayBuffer>], path.slice('files/'.length)),
      ]);
      fill(job, new Map(entries));
      setFilled(true);
    } catch (error) {
      if (isSignedOut(error)) directory.forget();
      setProblem(await describeProblem(error));
    }
    setBusy(false);
  };
  if (isFilled) {
    return (
      <Notice title={`The inputs of ${shortHash(dealId)} are filled in. Change what you like.`} />
    );
  }
  return (
    <Notice
      tone={problem ? 'attention' : 'neutral'}
      alert={problem !== undefined}
      title={problem ? problem.title : `Run ${shortHash(dealId)} again, or change it`}
      action={
        wallet.status === 'connected' ? (
          <Button size="sm" variant="secondary" busy={busy} onClick={() => void take()}>
            Fill in its inputs
          </Button>
        ) : (
          <Button size="sm" variant="secondary" onClick={wallet.connect}>
            Connect a wallet
          </Button>
        )
      }
    >
      {problem?.advice ?? 'Only its buyer can read them: the directory asks you to sign in.'}
    </Notice>
  );
}
