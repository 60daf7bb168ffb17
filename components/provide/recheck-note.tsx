'use client';

import { CommandLine } from '@/components/ui/command-line';
import { isOlderThan } from '@/lib/providers/agent-version';
import { RECHECK_SINCE } from '@/lib/providers/machine-recheck';
import { sameHex } from '@/lib/shared/address';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import type { Recheckable } from './recheck-button';

/** How far an order to recheck is, or why none can be given; for the machine's provider. */
export function RecheckNote({ machine }: { machine: Recheckable }) {
  const { provider, software, state, recheck } = machine;
  const { address } = useWallet();
  const isOwn = address && provider && sameHex(address, provider);
  if (!isOwn) return null;
  const isOld = isOlderThan(software, RECHECK_SINCE);
  return (
    <div role="status" className="text-muted text-xs empty:hidden">
      {isOld ? (
        <Mend command="git pull && npm ci" label="command that updates its agent">
          This agent is too old to be asked: update it, and start it again.
        </Mend>
      ) : state === 'silent' ? (
        <Mend command="npm run provider" label="command that starts its agent">
          Its agent is silent. Start it: it checks its machine first.
        </Mend>
      ) : recheck?.state === 'checking' ? (
        <p className="px-4 py-2.5">
          Checking… Its agent hears of it with its next pulse, within 15 seconds
          {recheck.benchmark ? ', and measures when no job runs' : ''}.
        </p>
      ) : recheck?.state === 'unanswered' ? (
        <p className="px-4 py-2.5">
          {recheck.benchmark
            ? 'It was not measured within three minutes: its agent waits until no job runs. If none does, try again.'
            : 'Its agent did not report within three minutes. Try again.'}
        </p>
      ) : null}
    </div>
  );
}

interface MendProps {
  command: string;
  label: string;
  children: string;
}

function Mend({ command, label, children }: MendProps) {
  return (
    <div className="flex flex-col gap-2 px-4 py-2.5">
      <p>{children}</p>
      <CommandLine command={command} label={label} />
    </div>
  );
}
