'use client';

import { useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { useCall } from '@/components/wallet/use-call.client';
import { isOlderThan } from '@/lib/providers/agent-version';
import type { MachineDetail } from '@/lib/providers/machine-api';
import { RECHECK_SINCE } from '@/lib/providers/machine-recheck';
import { sameHex } from '@/lib/shared/address';
import { useWallet } from '@/lib/wallet/use-wallet.client';

/** What there is to know of a machine before it can be checked on demand. */
export type Recheckable = Pick<
  MachineDetail,
  'agent' | 'provider' | 'software' | 'state' | 'recheck'
>;

/** Whether a machine's agent hears and understands an order to recheck. */
export function takesRechecks({ software, state }: Recheckable): boolean {
  return state !== 'silent' && !isOlderThan(software, RECHECK_SINCE);
}

interface RecheckButtonProps {
  machine: Recheckable;
  /** What is looked at, for those who hear the button only. */
  what: string;
  /** Measures it again too. */
  benchmark?: boolean;
}

/** Has the provider's wallet order its machine to look at itself anew; nothing for anybody else. */
export function RecheckButton({ machine, what, benchmark = false }: RecheckButtonProps) {
  const { agent, provider, recheck } = machine;
  const { status, address } = useWallet();
  const router = useRouter();
  const client = useQueryClient();
  const { run, busy, problem } = useCall();
  const isOwn = status === 'connected' && address && provider && sameHex(address, provider);
  if (!isOwn || !takesRechecks(machine)) return null;
  const isChecking = recheck?.state === 'checking';
  const order = async () => {
    const done = 'Signed: its agent looks anew with its next pulse.';
    const isDone = await run(agent, done, async ({ actions, config }) => {
      const { recheckMachine } = await import('@/lib/wallet/order-machine.client');
      await recheckMachine(actions, config, { provider: address, agent, benchmark });
    });
    if (!isDone) return;
    await client.invalidateQueries({ queryKey: ['machine'] });
    router.refresh();
  };
  const words = benchmark ? 'Measure again' : 'Recheck';
  return (
    <div className="flex flex-col items-end gap-1">
      <Button
        size="sm"
        variant="secondary"
        busy={busy === agent || isChecking}
        icon={<RotateCw aria-hidden className="size-3.5" />}
        onClick={() => void order()}
        aria-label={`${isChecking ? 'Checking' : words}: ${what}`}
      >
        {isChecking ? 'Checking…' : words}
      </Button>
      {problem ? (
        <p role="alert" className="max-w-[40ch] text-right text-wrong text-xs">
          {problem.title} {problem.advice}
        </p>
      ) : null}
    </div>
  );
}
