'use client';

import { Panel } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { SkeletonRows } from '@/components/ui/skeleton';
import { RelativeTime } from '@/components/ui/time';
import { BenchmarkPlot } from './benchmark-plot';
import { RecheckButton } from './recheck-button';
import { RecheckNote } from './recheck-note';
import { NotReported } from './setup-check';
import type { StepProps } from './setup-wizard';
import { usePeers } from './use-setup.client';

/** What the machine can do, beside what others can. */
export function SetupBenchmark({ machine, setup, scope, terms }: StepProps) {
  const benchmark = machine?.benchmark;
  const { data: peers } = usePeers(setup.agent, benchmark != null);
  if (!machine) return <NotReported />;
  if (!benchmark) {
    return (
      <Notice tone="running" title="It is being measured">
        The agent runs the engine, writes to memory and disk and tries its graphics cards for a few
        seconds. The figures come by themselves.
      </Notice>
    );
  }
  return (
    <Panel
      title="Benchmark"
      description={
        <>
          Measured <RelativeTime at={benchmark.at} />, beside machines of others that are on now
        </>
      }
      aside={<RecheckButton machine={machine} what="the benchmark" benchmark />}
    >
      {peers ? (
        <div className="flex max-w-3xl flex-col gap-5">
          <RecheckNote machine={machine} />
          <BenchmarkPlot peers={peers} hasGpu={machine.hardware.gpus.length > 0} />
          <p className="max-w-[72ch] text-muted">
            {scope.kind === 'container'
              ? 'A container is paid by the second, whatever is measured here: your offer will promise 1 G fuel a second, which is the clock.'
              : `The speed of the engine decides how much time a job gets on your machine. Your offer will promise ${terms.speed} G fuel a second, a fifth less than was measured: who is late pays. You can change it with the terms.`}
          </p>
        </div>
      ) : (
        <SkeletonRows rows={3} label="Reading what others reached" />
      )}
    </Panel>
  );
}
