'use client';

import { CircleCheck, CircleX, Equal, EqualNot } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Fingerprint } from '@/components/ui/fingerprint';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import type { DealRecord } from '@/lib/chain/deal-fold';
import type { DirectoryClient } from '@/lib/directory/directory.client';
import { usePublicConfig } from '@/lib/env/public-config.client';
import type { DealCheck } from '@/lib/execution/check-deal.client';
import { wasmEngineOf } from '@/lib/execution/engine-id';
import type { ExecutionProgress } from '@/lib/execution/execution';
import type { Difference } from '@/lib/execution/first-difference';
import { VERIFICATION } from '@/lib/offers/offer-types';
import { sameHex } from '@/lib/shared/address';
import { isSignedOut } from '@/lib/shared/api-error';
import { cn } from '@/lib/shared/class-names';
import type { Problem } from '@/lib/shared/problem.view';
import { formatCount } from '@/lib/shared/quantity.view';
import { describeProblem } from '@/lib/wallet/problem.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { useDirectory } from './use-directory.client';

type State =
  | { kind: 'idle' }
  | { kind: 'running'; progress: ExecutionProgress | undefined }
  | { kind: 'done'; check: DealCheck; difference: Difference | undefined }
  | { kind: 'failed'; problem: Problem };

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
  const [state, setState] = useState<State>({ kind: 'idle' });
  const abort = useRef<AbortController>(undefined);
  const { post } = record;
  if (!post) {
    return <p className="text-muted">There is nothing to check before a result is sealed.</p>;
  }

  const check = async () => {
    if (!market) return;
    abort.current = new AbortController();
    setState({ kind: 'running', progress: undefined });
    try {
      const [client, { checkDeal }] = await Promise.all([
        directory.client(),
        import('@/lib/execution/check-deal.client'),
      ]);
      const result = await checkDeal({
        record,
        directory: client,
        rpcUrl,
        market,
        signal: abort.current.signal,
        onProgress: (progress) => setState({ kind: 'running', progress }),
      });
      const difference = result.equal
        ? undefined
        : await differenceFrom(client, record, result).catch(() => undefined);
      setState({ kind: 'done', check: result, difference });
    } catch (error) {
      const aborted = abort.current.signal.aborted;
      if (isSignedOut(error)) directory.forget();
      setState(
        aborted ? { kind: 'idle' } : { kind: 'failed', problem: await describeProblem(error) },
      );
    }
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
          <Button variant="secondary" onClick={() => abort.current?.abort()}>
            Stop
          </Button>
        ) : wallet.status === 'connected' ? (
          <Button
            variant={state.kind === 'done' ? 'secondary' : 'primary'}
            onClick={() => void check()}
          >
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
          {state.problem.advice ??
            'This says nothing about the result: the check itself did not work. Only the buyer can read the inputs.'}
        </Notice>
      ) : null}
      {state.kind === 'done' ? (
        <Comparison check={state.check} difference={state.difference} />
      ) : null}
    </div>
  );
}

function differenceWords(difference: Difference): string {
  const { path } = difference;
  if (difference.kind === 'missing') return `The provider’s result lacks ${path}.`;
  if (difference.kind === 'extra') return `Only the provider’s result has ${path}.`;
  const { from, to, sizes } = difference;
  const lengths =
    sizes[0] === sizes[1]
      ? `of ${formatCount(sizes[0])}`
      : `; theirs has ${formatCount(sizes[0])} bytes, yours ${formatCount(sizes[1])}`;
  return `The first difference is in ${path}, bytes ${formatCount(from)} to ${formatCount(to - 1)} ${lengths}.`;
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

/** Where the provider's released result parts from this browser's; undefined where it cannot be had. */
async function differenceFrom(
  client: DirectoryClient,
  { dealId, terms }: DealRecord,
  { execution }: DealCheck,
): Promise<Difference | undefined> {
  const released = await client.listResults(dealId);
  const theirs = released.find(({ party }) => sameHex(party, terms.provider));
  if (!theirs) return undefined;
  const [{ files }, { readResultFiles }, { firstDifference }] = await Promise.all([
    client.getContent(theirs.cid),
    import('@/lib/execution/result-files'),
    import('@/lib/execution/first-difference'),
  ]);
  return firstDifference(readResultFiles(files).execution.outputs, execution.outputs);
}

interface ComparisonProps {
  check: DealCheck;
  difference: Difference | undefined;
}

function Comparison({ check, difference }: ComparisonProps) {
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
      {difference ? <p className="font-medium">{differenceWords(difference)}</p> : null}
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
