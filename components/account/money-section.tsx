'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Amount } from '@/components/ui/amount';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { StatStrip } from '@/components/ui/stat';
import { ProblemNotice } from '@/components/wallet/problem-notice';
import { useCall } from '@/components/wallet/use-call.client';
import { NoLensError } from '@/lib/chain/no-lens-error';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { formatSignificant } from '@/lib/shared/quantity.view';
import { useBalances } from '@/lib/wallet/balances.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { AmountForm } from './amount-form';

function UnreadNotice({ error }: { error: Error }) {
  if (error instanceof NoLensError) {
    return (
      <Notice tone="attention" title="This market has no lens">
        {error.message} Whoever keeps the file adds one: docs/deploying.md.
      </Notice>
    );
  }
  return (
    <Notice tone="attention" title="The chain does not answer">
      Balances are read from the chain itself. They appear as soon as its RPC answers.
    </Notice>
  );
}

/** Balances, deposit, withdrawal and, on the development chain, the faucet. */
export function MoneySection() {
  const { local, tokenSymbol, gasSymbol } = usePublicConfig();
  const wallet = useWallet();
  const client = useQueryClient();
  const { data, error } = useBalances();
  const { run, busy, problem } = useCall();
  const value = (amount: bigint | undefined) =>
    amount === undefined ? '–' : <Amount value={amount} />;
  return (
    <div className="flex flex-col gap-4">
      {error ? <UnreadNotice error={error} /> : null}
      <StatStrip
        label="Your money"
        items={[
          { label: 'Available', value: value(data?.available), note: 'in the market, free to use' },
          { label: 'Locked', value: value(data?.locked), note: 'behind your open deals' },
          { label: 'In your wallet', value: value(data?.wallet), note: 'not deposited' },
          {
            label: 'For gas',
            value: data ? `${formatSignificant(Number(data.gas) / 1e18, 4)} ${gasSymbol}` : '–',
            note: 'buying needs none',
          },
        ]}
      />
      <ProblemNotice problem={problem} />
      <div className="grid gap-4 md:grid-cols-2">
        <Panel
          title="Deposit"
          description="One signature and one transaction"
          aside={
            local ? (
              <Button
                size="sm"
                variant="secondary"
                busy={busy === 'faucet'}
                onClick={() =>
                  void run('faucet', 'The faucet has filled your wallet.', async ({ address }) => {
                    const { askFaucet } = await import('@/lib/wallet/faucet.client');
                    await askFaucet(address);
                    await client.invalidateQueries({ queryKey: ['balances'] });
                  })
                }
              >
                Get test {tokenSymbol}
              </Button>
            ) : null
          }
        >
          <AmountForm
            id="deposit"
            label="Amount"
            most={data?.wallet}
            mostWords="in your wallet"
            action="Sign and deposit"
            busy={busy === 'deposit'}
            onSubmit={(amount) =>
              run('deposit', 'Deposited.', async ({ actions, config, address }) => {
                const { deposit } = await import('@/lib/wallet/deposit.client');
                await deposit(actions, config, address, amount);
              })
            }
          />
        </Panel>
        <Panel title="Withdraw" description="Only what is available, at any time">
          <AmountForm
            id="withdraw"
            label="Amount"
            most={data?.available}
            mostWords="available"
            action="Withdraw to my wallet"
            busy={busy === 'withdraw'}
            onSubmit={(amount) =>
              run('withdraw', 'Withdrawn to your wallet.', ({ market, address }) =>
                market('withdraw', [amount, address]),
              )
            }
          />
        </Panel>
      </div>
      {wallet.development ? (
        <Notice tone="attention" title="This is the development wallet">
          Its key lies in this browser’s storage and it signs without asking. Never send it anything
          of value.
        </Notice>
      ) : null}
    </div>
  );
}
