'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Circle, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { Panel } from '@/components/ui/card';
import { CommandLine } from '@/components/ui/command-line';
import { NeedsWallet } from '@/components/wallet/needs-wallet';
import { ProblemNotice } from '@/components/wallet/problem-notice';
import { useCall } from '@/components/wallet/use-call.client';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { cn } from '@/lib/shared/class-names';
import { MachineForm } from './machine-form';
import { useOwnOffers } from './use-provider.client';

interface AddMachineProps {
  /** The agent's key that the link from its terminal carries. */
  operator: string | undefined;
  /** Of this site, as the browser asked for it. */
  origin: string;
}

/** One command on the machine, one form here, and a check-list that ticks by itself. */
export function AddMachine({ operator, origin }: AddMachineProps) {
  const { data: offers } = useOwnOffers();
  const { run, busy, problem } = useCall();
  const client = useQueryClient();
  const [listed, setListed] = useState<string>();
  const key = (listed ?? operator)?.toLowerCase();
  const own = offers?.find(({ offer }) => offer.ticketKey.toLowerCase() === key);
  const on = own?.state === 'live' || own?.state === 'busy';
  return (
    <Panel title="Add a machine">
      <ol className="flex flex-col gap-8">
        <Step number={1} title="Start its agent" done={operator !== undefined || own !== undefined}>
          <StartAgent origin={origin} />
        </Step>
        <Step number={2} title="Sign what it offers" done={own !== undefined}>
          <NeedsWallet to="sign an offer">
            <div className="flex flex-col gap-4">
              <p className="max-w-[72ch] text-muted">
                Your wallet signs once, for a month. The agent’s key can post results for you and
                keep the offer live; it can never move your money.
              </p>
              <ProblemNotice problem={problem} />
              <MachineForm
                key={operator}
                operator={operator ?? ''}
                busy={busy === 'list'}
                onSubmit={async (values) => {
                  const done = await run(
                    'list',
                    'Signed. The agent takes it from here.',
                    async (context) => {
                      const { listMachine } = await import('./list-machine.client');
                      await listMachine(context, values);
                    },
                  );
                  if (done) {
                    setListed(values.operator.trim());
                    await client.invalidateQueries({ queryKey: ['own-offers'] });
                  }
                }}
              />
            </div>
          </NeedsWallet>
        </Step>
        <Step number={3} title="It is on the market" done={on}>
          <p className="max-w-[72ch] text-muted">
            {on
              ? 'The agent keeps the offer live. Deals come by themselves.'
              : 'The agent sees the offer within seconds and starts to sign tickets for it.'}
          </p>
        </Step>
      </ol>
    </Panel>
  );
}

interface StepProps {
  number: number;
  title: string;
  done: boolean;
  children: React.ReactNode;
}

function Step({ number, title, done, children }: StepProps) {
  const Icon = done ? CircleCheck : Circle;
  return (
    <li className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-3 gap-y-3">
      <Icon
        aria-label={done ? 'Done:' : 'To do:'}
        className={cn('mt-px size-5', done ? 'text-safe' : 'text-muted')}
      />
      <h3 className="text-sm">
        {number}. {title}
      </h3>
      <div className="col-start-2 min-w-0">{children}</div>
    </li>
  );
}

function StartAgent({ origin }: { origin: string }) {
  const { rpcUrl, local } = usePublicConfig();
  return (
    <div className="flex max-w-[72ch] flex-col gap-3">
      <CommandLine command="npm run provider" label="command" />
      <p className="text-muted">
        {local
          ? 'In the folder of this market. It makes its own key, and prints its address and a link that leads back here.'
          : 'It makes its own key, and prints its address and a link that leads back here.'}
      </p>
      <details>
        <summary className="link w-fit">On another machine</summary>
        <div className="mt-2 flex flex-col gap-2">
          <CommandLine
            label="commands for another machine"
            command={`curl -s ${origin}/api/v1/status | node -p "JSON.stringify(JSON.parse(fs.readFileSync(0)).deployment)" > deployment.json\nAPI_URL=${origin} RPC_URL=${rpcUrl} DEPLOYMENT_FILE=deployment.json npm run provider`}
          />
          <p className="text-muted text-xs">
            With addresses that the machine can reach instead of a local host.
          </p>
        </div>
      </details>
    </div>
  );
}
