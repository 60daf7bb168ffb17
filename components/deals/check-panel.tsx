'use client';

import { CircleCheck, CircleX, Equal, EqualNot } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Fingerprint } from '@/components/ui/fingerprint';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { usePublicConfig } from '@/lib/env/public-config.client';
import type { DealCheck } from '@/lib/execution/check-deal.client';
import { wasmEngineOf } from '@/lib/execution/engine-id';
import type { ExecutionProgress } from '@/lib/execution/execution';
import { VERIFICATION } from '@/lib/offers/offer-types';
import { isSignedOut } from '@/lib/shared/api-error';
import { cn } from '@/lib/shared/class-names';
import { formatCount } from '@/lib/shared/quantity.view';
import { describeProblem } from '@/lib/wallet/problem.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { adviceAfter } from './check-advice';
import type { Comparison } from './compare-check';
import { ComparedFacts } from './compared-facts';
import { useDealCheck } from './deal-check.client';
import { useDirectory } from './use-directory.client';

const PHASES: Record<ExecutionProgress['phase'], string> = {
  checking: 'Checking module and inputs',
  preparing: 'Metering the module',
  running: 'Running',
  hashing: 'Hashing the result',
};

/** Where the job can be run again here: it is, and the seal is compared with the one on chain. */
export function CheckPanel({ record }: { record: DealRecord }) {
  return wasmEngineOf(record.work.engine) === undefined ? (
    <NotInBrowsers verification={record.terms.verification} />
  ) : (
    <BrowserCheck record={record} />
  );
}

/** Why there is no check here of a run in a container, and who can check it instead. */
function NotInBrowsers({ verification }: Pick<DealRecord['terms'], 'verification'>) {
  return (
    <div className="flex flex-col gap-3 text-muted">
      <p className="max-w-[72ch]">
        This job ran in a container, which no browser can run.{' '}
        {verification === VERIFICATION.none
          ? 'It was bought unprotected: nobody checks it, there is no dispute and no panel.'
          : 'Mediators with an engine of containers can: dispute within the review window, and a panel runs it again.'}
      </p>
      {verification === VERIFICATION.none ? null : (
        <p className="max-w-[72ch]">
          In class B a provider that is overturned loses the price and the panel’s fees. Where no
          majority is found the deal is void: the price comes back, and where every seat committed
          you pay each the court’s least fee.
        </p>
      )}
    </div>
  );
}

function BrowserCheck({ record }: { record: DealRecord }) {
  const wallet = useWallet();
  const directory = useDirectory();
  const { rpcUrl, market } = usePublicConfig();
  const { state, start, stop } = useDealCheck();
  const { post } = record;
  if (!post) {
    return <p className="text-muted">There is nothing to check before a result is sealed.</p>;
  }

  const check = () => {
    if (!market) return;
    start(async (signal, onProgress) => {
      try {
        const [client, { runCheck }] = await Promise.all([
          directory.client(),
          import('./run-check.client'),
        ]);
        const place = { directory: client, rpcUrl, market };
        return { kind: 'done', ...(await runCheck({ record, ...place, signal, onProgress })) };
      } catch (error) {
        if (isSignedOut(error)) directory.forget();
        const problem = await describeProblem(error);
        const advice = problem.advice ?? adviceAfter(error);
        return { kind: 'failed', problem: { ...problem, advice } };
      }
    });
  };

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="max-w-[62ch] text-muted">
          Your browser runs the same module on the same inputs, computes the seal that an honest
          provider must have posted, and compares it with the one on chain, read through the chain’s
          own RPC.
        </p>
        {state.kind === 'running' ? (
          <Button variant="secondary" onClick={stop}>
            Stop
          </Button>
        ) : wallet.status === 'connected' ? (
          <Button variant={state.kind === 'done' ? 'secondary' : 'primary'} onClick={check}>
            {state.kind === 'done' ? 'Check again' : 'Check in my browser'}
          </Button>
        ) : (
          <Button variant="secondary" onClick={wallet.connect}>
            Connect a wallet to check
          </Button>
        )}
      </div>
      {state.kind === 'running' ? (
        <Running progress={state.progress} expected={post.fuelUsed} />
      ) : null}
      {state.kind === 'failed' ? (
        <Notice
          tone={state.problem.declined ? 'neutral' : 'attention'}
          alert
          title={state.problem.title}
        >
          {state.problem.advice}
        </Notice>
      ) : null}
      {state.kind === 'done' ? (
        <Compared record={record} check={state.check} comparison={state.comparison} />
      ) : null}
    </div>
  );
}

interface RunningProps {
  progress: ExecutionProgress | undefined;
  expected: bigint;
}

function Running({ progress, expected }: RunningProps) {
  const share =
    (progress?.phase === 'running' || progress?.items) && expected > 0n
      ? Number((progress.fuelUsed * 1000n) / expected) / 1000
      : undefined;
  const items = progress?.items;
  const text = items
    ? `Running item ${formatCount(items.ended + 1)} of ${formatCount(items.count)}`
    : progress
      ? PHASES[progress.phase]
      : 'Reading the seal, module and inputs';
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      <p className="flex justify-between gap-4">
        <span className="font-medium">{text}</span>
        {progress && progress.fuelUsed > 0n ? (
          <span className="tabular text-muted">
            {formatCount(progress.fuelUsed)} of {formatCount(expected)} fuel
          </span>
        ) : null}
      </p>
      <Progress label={text} {...(share === undefined ? {} : { value: share })} />
    </div>
  );
}

interface ComparedProps {
  record: DealRecord;
  check: DealCheck;
  comparison: Comparison | undefined;
}

function Compared({ record, check, comparison }: ComparedProps) {
  const { equal, posted, seal, execution } = check;
  const Sign = equal ? Equal : EqualNot;
  return (
    <div
      role="status"
      className={cn(
        'flex flex-col gap-4 rounded-md border px-4 py-4',
        equal ? 'border-safe/30 bg-safe-soft' : 'border-wrong/30 bg-wrong-soft',
      )}
    >
      <p
        className={cn(
          'flex items-center gap-2 font-semibold text-base',
          equal ? 'text-safe' : 'text-wrong',
        )}
      >
        {equal ? (
          <CircleCheck aria-hidden className="size-5" />
        ) : (
          <CircleX aria-hidden className="size-5" />
        )}
        {equal ? 'Equal: the provider was right' : 'Different: the provider was wrong'}
      </p>
      <div className="grid items-center gap-4 sm:grid-cols-[1fr_auto_1fr]">
        <Side title="On chain" seal={posted.seal} fuel={posted.fuelUsed} />
        <Sign
          aria-hidden
          className={cn('size-6 max-sm:hidden', equal ? 'text-safe' : 'text-wrong')}
        />
        <Side title="In your browser" seal={seal} fuel={execution.fuelUsed} />
      </div>
      {comparison ? <p className="max-w-[72ch] font-medium">{comparison.words}</p> : null}
      <ComparedFacts record={record} mine={execution} comparison={comparison} equal={equal} />
      {equal ? null : (
        <p className="text-text">
          Dispute while the review window is open: mediators run it again, and if they find what you
          found, you get everything back and a compensation.
        </p>
      )}
    </div>
  );
}

function Side({ title, seal, fuel }: { title: string; seal: string; fuel: bigint }) {
  return (
    <div className="flex min-w-0 items-center gap-3">
      <Fingerprint value={seal} className="size-14 rounded-md" />
      <div className="min-w-0">
        <p className="text-muted text-xs">{title}</p>
        <p className="break-all font-mono text-xs" title={seal}>
          {seal.slice(0, 34)}…
        </p>
        <p className="tabular text-muted text-xs">{formatCount(fuel)} fuel</p>
      </div>
    </div>
  );
}
