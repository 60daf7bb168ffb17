'use client';

import { Circle, CircleCheck, LoaderCircle } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { CommandLine } from '@/components/ui/command-line';
import { Hash } from '@/components/ui/hash';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { Tabs } from '@/components/ui/tabs';
import { Countdown } from '@/components/ui/time';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { agentFile, pairCommand } from '@/lib/providers/agent-files';
import { sameHex } from '@/lib/shared/address';
import { cn } from '@/lib/shared/class-names';
import { problemOf } from '@/lib/shared/problem.view';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import type { StepProps } from './setup-wizard';
import { useNewPairing, usePairing } from './use-setup.client';

/** One command on the machine, and a list that ticks as its agent calls home. */
export function SetupConnect(props: StepProps) {
  const { setup, change, machine } = props;
  const { address } = useWallet();
  const pairing = usePairing(setup.agent ? undefined : setup.code);
  const isOthers = pairing.data && address && !sameHex(pairing.data.provider, address);
  const needsCode = !setup.agent && (setup.code === undefined || isOthers === true);
  const fresh = useNewPairing(address, needsCode);
  const { data: made } = fresh;
  useEffect(() => {
    if (made && made.code !== setup.code && needsCode) change({ code: made.code });
  }, [made, setup.code, needsCode, change]);
  const claimedBy = pairing.data?.agent;
  useEffect(() => {
    if (claimedBy) change({ agent: claimedBy });
  }, [claimedBy, change]);
  const problem = fresh.error ?? pairing.error;
  const again = () => {
    change({ code: undefined });
    void fresh.refetch();
  };
  const report = machine?.report.report;
  const hasCalled = setup.agent !== undefined;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <Panel
        title="Start its agent"
        description="On the machine that is to run jobs"
        aside={
          hasCalled || pairing.data?.state !== 'waiting' ? null : (
            <>
              code good for <Countdown at={pairing.data.expiresAt} className="text-text" />
            </>
          )
        }
      >
        <div className="flex flex-col gap-4">
          {problem ? (
            <Notice
              tone="attention"
              alert
              title={problemOf(problem).title}
              action={
                <Button size="sm" variant="secondary" onClick={again}>
                  Make a new code
                </Button>
              }
            >
              {problemOf(problem).advice}
            </Notice>
          ) : null}
          {pairing.data?.state === 'expired' && !hasCalled ? (
            <Notice
              tone="attention"
              title="The code is too old"
              action={
                <Button size="sm" onClick={again} busy={fresh.isFetching}>
                  Make a new code
                </Button>
              }
            >
              Nobody used it within a quarter of an hour.
            </Notice>
          ) : null}
          {hasCalled ? (
            <p className="flex flex-wrap items-center gap-2">
              Its agent has called. The machine’s key is
              <Hash value={setup.agent ?? ''} label="agent’s key" />
              <Button
                size="sm"
                variant="ghost"
                onClick={() => change({ agent: undefined, code: undefined, device: undefined })}
              >
                Another machine
              </Button>
            </p>
          ) : setup.code && !isOthers ? (
            <Commands origin={props.market.origin} code={setup.code} />
          ) : problem ? null : (
            <Skeleton className="h-10 w-full" />
          )}
          <p className="max-w-[72ch] text-muted">
            The agent makes a key of its own. That key can post results for you and keep your offer
            live; it can never move your money, and you can forbid it with one click. It talks only
            outwards: no port has to be opened.
          </p>
        </div>
      </Panel>
      <Panel title="Calling home">
        <ol aria-live="polite" className="flex flex-col gap-3">
          <Tick done label="Your wallet is connected" />
          <Tick done={hasCalled} label="The agent has called" />
          <Tick done={report !== undefined} label="Its hardware is known" />
          <Tick done={(report?.checks.length ?? 0) > 0} label="It was checked" />
          <Tick done={report?.benchmark != null} label="It was measured" />
        </ol>
      </Panel>
    </div>
  );
}

function Tick({ done, label }: { done: boolean; label: string }) {
  const Icon = done ? CircleCheck : Circle;
  return (
    <li className="flex items-center gap-2.5">
      <Icon
        aria-label={done ? 'Done:' : 'Waiting:'}
        className={cn('size-4 shrink-0', done ? 'text-safe' : 'text-muted')}
      />
      <span className={done ? '' : 'text-muted'}>{label}</span>
      {done ? null : (
        <LoaderCircle aria-hidden className="ml-auto size-3.5 animate-spin text-muted" />
      )}
    </li>
  );
}

const FILES = [
  {
    name: 'reckon-provider.service',
    label: 'systemd',
    note: 'Then: systemctl daemon-reload && systemctl enable --now reckon-provider',
  },
  {
    name: 'compose.yaml',
    label: 'Compose',
    note: 'Then: docker compose up -d, or podman compose up -d',
  },
] as const;

function Commands({ origin, code }: { origin: string; code: string }) {
  const { local } = usePublicConfig();
  const place = { origin, code };
  const note = local
    ? 'On this computer, in the folder of this market. Another computer needs an address that it can reach instead of a local host.'
    : 'In a clone of the project, with Node 20.19 or later.';
  return (
    <Tabs
      label="Ways to start it"
      items={[
        {
          value: 'clone',
          label: 'From a clone',
          content: <Command command={pairCommand(place)} label="command" note={note} />,
        },
        ...FILES.flatMap(({ name, label, note: then }) => {
          const text = agentFile(name, place);
          if (text === undefined) return [];
          const content = <Command key={name} command={text} label={`file ${name}`} note={then} />;
          return [{ value: name, label, content }];
        }),
      ]}
    />
  );
}

interface CommandProps {
  command: string;
  label: string;
  note: string | undefined;
}

function Command({ command, label, note }: CommandProps) {
  return (
    <div className="flex flex-col gap-2">
      <CommandLine command={command} label={label} />
      {note ? <p className="text-muted text-xs">{note}</p> : null}
    </div>
  );
}
