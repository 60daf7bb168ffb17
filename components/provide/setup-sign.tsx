'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Amount } from '@/components/ui/amount';
import { Button, buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { ProblemNotice } from '@/components/wallet/problem-notice';
import { useCall } from '@/components/wallet/use-call.client';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { coveredValue, mostAtRisk, type TermField as TermName } from '@/lib/offers/resource-terms';
import { parseAmount } from '@/lib/shared/amount.view';
import { greatest } from '@/lib/shared/integer';
import { formatDuration } from '@/lib/shared/time.view';
import { useBalances } from '@/lib/wallet/balances.client';
import type { ListingStage } from './list-machine.client';
import { modulesOf, notAllowed } from './offer-kind';
import type { StepProps } from './setup-wizard';
import { isOnMarket, withheldBecause } from './signed-offer';
import { TermField } from './term-field';
import { TERM_WORDS } from './term-words';
import { useOwnOffers } from './use-provider.client';

const STAGES: Record<ListingStage, string> = {
  operator: 'Allowing the agent’s key…',
  deposit: 'Depositing what is missing…',
  signature: 'Waiting for your signature…',
  posting: 'Handing the offer in…',
};

/** What stands behind results, all that is signed, and the one signature. */
export function SetupSign(props: StepProps) {
  const { setup, terms, problems, scope, machine } = props;
  const { device, kind } = scope;
  const modules = modulesOf(setup.modules, scope);
  const refused = notAllowed(modules, scope);
  const { deployment, tokenSymbol } = usePublicConfig();
  const { data: offers } = useOwnOffers();
  const client = useQueryClient();
  const { run, busy, problem } = useCall();
  const [stage, setStage] = useState<ListingStage>();
  const [signed, setSigned] = useState<`0x${string}`>();
  const agent = terms.operator;
  const courts = setup.courts ?? (deployment?.courts ?? []).map(({ id }) => id);
  const directories =
    setup.directories ?? (deployment?.directories ?? []).map(({ address }) => address);
  const wrong = Object.keys(problems) as TermName[];
  const missing = useMissing(terms.deposit);
  const isBlocked =
    wrong.length > 0 ||
    directories.length === 0 ||
    modules?.length === 0 ||
    refused.length > 0 ||
    missing > 0n;
  const list = async () => {
    await run('list', 'Signed. The agent takes it from here.', async (context) => {
      const { listMachine } = await import('./list-machine.client');
      const listing = {
        terms,
        device,
        kind,
        engines: machine?.engines,
        modules,
        courts,
        directories,
      };
      setSigned(await listMachine(context, listing, setStage));
    });
    setStage(undefined);
    await client.invalidateQueries({ queryKey: ['own-offers'] });
  };
  if (signed) {
    const isLive = isOnMarket(offers ?? [], signed);
    return <Listed agent={agent} isLive={isLive} why={withheldBecause(machine, signed)} />;
  }
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Panel title="What stands behind your results">
        <AtRisk {...props} />
      </Panel>
      <Panel title="What you sign" description="One EIP-712 message. Listing costs no gas.">
        <div className="flex flex-col gap-4">
          <KeyValueList
            items={[
              { key: 'Machine', value: <Hash value={agent} label="agent’s key" /> },
              {
                key: 'Each deal gets',
                value: `${terms.cpu} ${Number(terms.cpu) === 1 ? 'core' : 'cores'}, ${terms.memory} MiB`,
                note: device?.gpu
                  ? `and one ${device.gpu.model}`
                  : `${terms.storage} MiB of outputs`,
              },
              { key: 'Runs', value: kind === 'container' ? 'containers' : 'WebAssembly' },
              { key: 'Deals at once', value: terms.concurrent },
              {
                key: 'Price',
                value: `${terms.basePrice} ${tokenSymbol} a run`,
                note: `and ${terms.fuelPrice} ${tokenSymbol} for 1 G fuel`,
              },
              { key: 'Largest deal', value: `${terms.maxValue} ${tokenSymbol}` },
              {
                key: 'Runs and reviews',
                value: `from ${formatDuration(Number(terms.window))}, up to ${formatDuration(Number(terms.review))}`,
              },
              {
                key: 'Accepts',
                value: `${courts.length} ${courts.length === 1 ? 'court' : 'courts'}, ${directories.length} ${directories.length === 1 ? 'directory' : 'directories'}`,
                note: modules
                  ? `${modules.length} ${modules.length === 1 ? 'module' : 'modules'} that you chose`
                  : 'any module of class A',
              },
              { key: 'Ends', value: `in ${terms.days} days, or when you cancel it` },
            ]}
          />
          {isBlocked ? (
            <Notice tone="attention" title="Something has to be set right first">
              {wrong.length > 0 ? (
                wrong.map((field) => `${TERM_WORDS[field]}: ${problems[field]}`).join(' ')
              ) : missing > 0n ? (
                <>
                  <Amount value={missing} /> are missing for the deposit: ask for less, or{' '}
                  <Link href="/account" className="link">
                    see your money
                  </Link>
                  .
                </>
              ) : refused.length > 0 ? (
                'Its agent does not run each module that you chose: change that with the terms, or in its settings (MODULES, OCI_MODULES).'
              ) : (
                'A directory and, where you choose modules, at least one of them.'
              )}
            </Notice>
          ) : null}
          <ProblemNotice problem={problem} />
          <div className="flex flex-wrap items-center gap-3">
            <Button busy={busy === 'list'} disabled={isBlocked} onClick={() => void list()}>
              Sign and list this machine
            </Button>
            <span role="status" className="text-muted text-xs">
              {stage ? STAGES[stage] : ''}
            </span>
          </div>
        </div>
      </Panel>
    </div>
  );
}

/** What wallet and market together lack for a deposit; nothing while that is not known. */
function useMissing(deposit: string): bigint {
  const { data } = useBalances();
  const wanted = parseAmount(deposit) ?? 0n;
  return data ? greatest(wanted - data.available - data.wallet, 0n) : 0n;
}

function AtRisk(props: StepProps) {
  const { terms, market } = props;
  const { data: balances } = useBalances();
  const { tokenSymbol } = usePublicConfig();
  const deposit = parseAmount(terms.deposit) ?? 0n;
  const usual = market.usual ?? { theta: 40, n: 1 };
  const concurrent = Math.max(1, Number(terms.concurrent) || 1);
  const covered = coveredValue(deposit, { theta: usual.theta, n: usual.n, concurrent });
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-[72ch] text-muted">
        While a deal lives, part of your deposit is locked: the most the deal can cost, times the
        penalty rate (θ) and the seats of a panel (n) together. The buyer chooses both within your
        limits. It comes back with every honest result. A result that a panel overturns costs all of
        it.
      </p>
      <TermField
        {...props}
        name="deposit"
        label="Available in the market"
        unit={tokenSymbol}
        hint="What is missing is moved from your wallet. You can take back what is not locked at any time."
      />
      <KeyValueList
        items={[
          ...(balances
            ? [
                {
                  key: 'You have',
                  value: <Amount value={balances.available + balances.wallet} />,
                  note: (
                    <>
                      <Amount value={balances.available} /> available in the market,{' '}
                      <Amount value={balances.wallet} /> in your wallet
                    </>
                  ),
                },
              ]
            : []),
          {
            key: 'Covers deals of up to',
            value: <Amount value={covered} />,
            note: `each of ${concurrent}, at the usual penalty rate ${usual.theta} and ${usual.n === 1 ? 'one seat' : `${usual.n} seats`}`,
          },
          {
            key: 'Most that can be locked',
            value: <Amount value={props.problems.theta ? 0n : mostAtRisk(terms)} />,
            note: 'at your highest penalty rate and seats; what is not covered is not matched',
          },
        ]}
      />
    </div>
  );
}

interface ListedProps {
  agent: string;
  isLive: boolean;
  /** Why its agent keeps it off the market. */
  why: string | undefined;
}

function Listed({ agent, isLive, why }: ListedProps) {
  const open = (
    <Link href={`/provide/${agent}`} className={buttonClass(isLive ? 'primary' : 'secondary')}>
      Open its dashboard
    </Link>
  );
  if (!isLive && why) {
    return (
      <Notice
        tone="attention"
        alert
        title="Signed, and its agent keeps it off the market"
        action={open}
      >
        <span className="[overflow-wrap:anywhere]">{why}</span>
      </Notice>
    );
  }
  return (
    <Notice
      tone={isLive ? 'safe' : 'running'}
      title={isLive ? 'It is on the market' : 'Signed. Its agent signs a ticket for it now'}
      action={open}
    >
      {isLive
        ? 'The agent keeps the offer live. Deals come by themselves.'
        : 'The agent sees the offer within seconds. It stays off the market while a check fails.'}
    </Notice>
  );
}
