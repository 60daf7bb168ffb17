'use client';

import { useQuery } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { describedBy, Field } from '@/components/ui/field';
import { Hash } from '@/components/ui/hash';
import { Input } from '@/components/ui/input';
import { ProblemNotice } from '@/components/wallet/problem-notice';
import { useCall } from '@/components/wallet/use-call.client';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { readOperators } from '@/lib/wallet/read-operators.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/** Hot keys that may post, decline and commit for the account, and never move its money. */
export function OperatorSection() {
  const config = usePublicConfig();
  const { address } = useWallet();
  const { run, busy, problem } = useCall();
  const form = useForm<{ operator: string }>({ defaultValues: { operator: '' } });
  const error = form.formState.errors.operator?.message;
  const { market, rpcUrl, deployment } = config;
  const operators = useQuery({
    queryKey: ['operators', market, address],
    enabled: address !== undefined && market !== undefined,
    queryFn: () =>
      readOperators({
        rpcUrl,
        market: market as `0x${string}`,
        fromBlock: BigInt(deployment?.block ?? 0),
        principal: address as `0x${string}`,
      }),
  });
  const set = (operator: string, allowed: boolean) =>
    run(operator, allowed ? 'Allowed.' : 'Forbidden.', (context) =>
      context.market('setOperator', [operator, allowed]),
    );
  const submit = form.handleSubmit(async ({ operator }) => {
    if (await set(operator, true)) form.reset();
  });
  const hint = 'Your agent’s own key: it posts, declines and commits for you.';
  return (
    <Panel
      title="Operators"
      description="Hot keys that act for you. They can never withdraw or sign offers."
    >
      <div className="flex flex-col gap-4">
        <ProblemNotice problem={problem} />
        {operators.data && operators.data.length > 0 ? (
          <ul className="divide-y divide-border rounded-md border border-border">
            {operators.data.map((operator) => (
              <li key={operator} className="flex items-center justify-between gap-3 px-3 py-2">
                <Hash value={operator} label="operator" />
                <Button
                  size="sm"
                  variant="danger"
                  busy={busy === operator}
                  onClick={() => void set(operator, false)}
                >
                  Forbid
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
        <form
          noValidate
          onSubmit={(event) => void submit(event)}
          className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_auto]"
        >
          <Field id="operator" label="Address" hint={hint} error={error}>
            <Input
              {...describedBy('operator', hint, error)}
              {...form.register('operator', {
                validate: (text) => ADDRESS.test(text) || 'An address has 0x and 40 hex digits.',
              })}
              placeholder="0x…"
              spellCheck={false}
              className="font-mono sm:text-[0.8125rem]"
            />
          </Field>
          <Button
            type="submit"
            variant="secondary"
            busy={busy === form.getValues('operator')}
            className="sm:mt-[1.625rem]"
          >
            Allow it
          </Button>
        </form>
      </div>
    </Panel>
  );
}
