'use client';

import { KeyRound, PauseCircle, PlayCircle, Wrench } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Address } from 'viem';
import { Button } from '@/components/ui/button';
import { useNow } from '@/components/ui/now';
import { useCall } from '@/components/wallet/use-call.client';
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
  /** Its key may not post for the provider of its offers. */
  isForbidden: boolean;
  /** What its live deals lock. */
  locks: readonly AccountLock[];
}

/** What a machine's provider can do with it; nothing for anybody else. */
export function MachineActions(props: MachineActionsProps) {
  const { agent, provider, wanted, isForbidden, locks } = props;
  const { status, address } = useWallet();
  const router = useRouter();
  const now = useNow();
  const [open, setOpen] = useState<'maintenance' | 'leave'>();
  const { order, busy, problem } = useMachineOrder(() => router.refresh());
  const call = useCall();
  const shown = problem ?? call.problem;
  if (status !== 'connected' || !address || !sameHex(address, provider)) return null;
  return (
    <>
      {isForbidden ? (
        <Button
          busy={call.busy === 'allow'}
          icon={<KeyRound aria-hidden className="size-4" />}
          onClick={() =>
            void call
              .run('allow', 'Allowed.', ({ market }) => market('setOperator', [agent, true]))
              .then(() => router.refresh())
          }
        >
          Allow its key
        </Button>
      ) : null}
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
      {shown ? (
        <p role="alert" className="basis-full text-right text-wrong text-xs">
          {shown.title} {shown.advice}
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
