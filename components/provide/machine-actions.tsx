'use client';

import { PauseCircle, PlayCircle, Wrench } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Address } from 'viem';
import { Button } from '@/components/ui/button';
import { useNow } from '@/components/ui/now';
import type { AccountLock } from '@/lib/mediation/account-locks.view';
import type { WantedState } from '@/lib/providers/machine-order';
import { sameHex } from '@/lib/shared/address';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { LeaveDialog } from './leave-dialog';
import { MaintenanceDialog } from './maintenance-dialog';
import { useMachineOrder } from './use-machine-order.client';

interface MachineActionsProps {
  agent: Address;
  provider: Address;
  /** What its provider wants of it now; undefined while it has not reported. */
  wanted: WantedState | undefined;
  /** What its live deals lock. */
  locks: readonly AccountLock[];
}

/** What a machine's provider can do with it; nothing for anybody else. */
export function MachineActions({ agent, provider, wanted, locks }: MachineActionsProps) {
  const { status, address } = useWallet();
  const router = useRouter();
  const now = useNow();
  const [open, setOpen] = useState<'maintenance' | 'leave'>();
  const { order, busy, problem } = useMachineOrder(() => router.refresh());
  if (status !== 'connected' || !address || !sameHex(address, provider)) return null;
  return (
    <>
      {wanted === undefined ? null : wanted === 'serving' ? (
        <>
          <Button
            variant="secondary"
            busy={busy === agent}
            icon={<PauseCircle aria-hidden className="size-4" />}
            onClick={() => void order(agent, 'draining', 0)}
          >
            Drain
          </Button>
          <Button
            variant="secondary"
            icon={<Wrench aria-hidden className="size-4" />}
            onClick={() => setOpen('maintenance')}
          >
            Maintenance…
          </Button>
        </>
      ) : (
        <Button
          busy={busy === agent}
          icon={<PlayCircle aria-hidden className="size-4" />}
          onClick={() => void order(agent, 'serving', 0)}
        >
          Serve again
        </Button>
      )}
      <Button variant="danger" onClick={() => setOpen('leave')}>
        Leave the market…
      </Button>
      {problem ? (
        <p role="alert" className="basis-full text-right text-wrong text-xs">
          {problem.title} {problem.advice}
        </p>
      ) : null}
      {open === 'maintenance' ? (
        <MaintenanceDialog
          now={now}
          busy={busy === agent}
          onClose={() => setOpen(undefined)}
          onOrder={async (until) => {
            if (await order(agent, 'maintenance', until)) setOpen(undefined);
          }}
        />
      ) : null}
      {open === 'leave' ? (
        <LeaveDialog
          agent={agent}
          locks={locks}
          onClose={() => setOpen(undefined)}
          onDrain={wanted === undefined ? undefined : () => void order(agent, 'draining', 0)}
        />
      ) : null}
    </>
  );
}
