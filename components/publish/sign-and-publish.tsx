'use client';

import { PenLine } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { Hex } from 'viem';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { NeedsWallet } from '@/components/wallet/needs-wallet';
import { useCall } from '@/components/wallet/use-call.client';
import type { ProbeCertificate } from '@/lib/modules/probe-certificate';
import { publishFiles } from './publish-files.client';

interface SignAndPublishProps {
  /** Absent for as long as there is nothing complete to sign. */
  module:
    | {
        readonly id: Hex;
        readonly files: ReadonlyMap<string, Uint8Array>;
        readonly certificate?: ProbeCertificate | undefined;
      }
    | undefined;
  /** What the market does before it takes the module. */
  check: string;
  onPublished?: () => void;
}

/** One signature of the author, then the module's own page. */
export function SignAndPublish({ module, check, onPublished }: SignAndPublishProps) {
  const { run, busy, problem } = useCall();
  const router = useRouter();
  const publish = () =>
    run('publish', 'The module is published.', async (context) => {
      if (!module) return;
      await publishFiles(module.files, context, module.certificate);
      onPublished?.();
      router.push(`/modules/${module.id}`);
    });
  return (
    <NeedsWallet to="sign as its author">
      <div className="flex flex-col gap-3">
        {problem ? (
          <Notice tone={problem.declined ? 'neutral' : 'wrong'} alert title={problem.title}>
            {problem.advice}
          </Notice>
        ) : null}
        <div>
          <Button
            size="lg"
            icon={<PenLine aria-hidden className="size-4" />}
            busy={busy !== undefined}
            disabled={!module}
            onClick={() => void publish()}
          >
            Sign and publish
          </Button>
        </div>
        <p className="text-muted text-xs">One signature, no gas. {check}</p>
      </div>
    </NeedsWallet>
  );
}
