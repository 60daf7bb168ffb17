'use client';

import { ShieldCheck } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { CommandLine } from '@/components/ui/command-line';
import { Hash } from '@/components/ui/hash';
import { Notice } from '@/components/ui/notice';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { TrialJob } from '@/lib/execution/publish/try-module';
import { dependenceWords } from '@/lib/modules/dependence.view';
import { type ModuleDraft, moduleFilesOf } from '@/lib/modules/draft/module-draft';
import { formatBytes, formatFuel } from '@/lib/shared/quantity.view';
import { runHere, type Trial, useWork } from './use-trial.client';

/** Runs of the example that must agree. */
const REPEATS = 3;

export interface Certified {
  runs: readonly Trial[];
  reasons: readonly string[];
}

interface CertifyStepProps {
  draft: ModuleDraft;
  certified: Certified | undefined;
  onCertified: (certified: Certified | undefined) => void;
}

/** What the market asks of a module, asked here first; and the example again and again. */
export function CertifyStep({ draft, certified, onCertified }: CertifyStepProps) {
  const work = useWork<Certified>();
  const check = async () => {
    onCertified(undefined);
    const done = await work.run((say, signal) => certify(draft, say, signal));
    onCertified(done);
  };
  return (
    <Panel
      title="Certify"
      description="The same checks that the market makes when you publish, made in this browser"
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <Button
            icon={<ShieldCheck aria-hidden className="size-4" />}
            busy={work.busy}
            onClick={() => void check()}
          >
            Check and run {REPEATS} times
          </Button>
          {work.busy ? (
            <span className="text-muted text-xs" role="status">
              {work.note}
            </span>
          ) : null}
        </div>
        {work.problem ? (
          <Notice tone="wrong" alert title={work.problem.title}>
            {work.problem.advice}
          </Notice>
        ) : null}
        {certified ? <Findings {...certified} /> : null}
        <div className="flex flex-col gap-1.5">
          <p className="text-muted text-xs">
            A full certificate compares several compilers, which one browser has not. Once the
            module is published, this market’s certifier makes one and shows it on the module’s
            page. To make one yourself, with the module in a folder:
          </p>
          <CommandLine label="Copy the command" command="npm run -s job -- certify FOLDER" />
        </div>
      </div>
    </Panel>
  );
}

async function certify(
  draft: ModuleDraft,
  say: (note: string) => void,
  signal: AbortSignal,
): Promise<Certified> {
  const [{ tryModule }, { checkWasm }, { lintModule }, { reasonsOf }, { dependenceOf }] =
    await Promise.all([
      import('@/lib/execution/publish/try-module'),
      import('@/lib/execution/publish/check-wasm'),
      import('@/lib/execution/certify/lint-module'),
      import('@/lib/execution/certify/reasons'),
      import('@/lib/execution/certify/dependence'),
    ]);
  const { WASM_ENGINE } = await import('@/lib/execution/engine-id');
  const files = moduleFilesOf(draft, WASM_ENGINE);
  const runs: Trial[] = [];
  const jobs: TrialJob[] = [];
  say(`Run 1 of ${REPEATS}`);
  await tryModule(files, {
    checkWasm,
    runTrial: async (job, onProgress) => {
      const trial = await runHere(job, onProgress, signal);
      if (jobs.push(job) === 1) runs.push(trial);
      return trial.execution;
    },
  });
  const example = jobs[0]!;
  for (let repeat = 2; repeat <= REPEATS; repeat++) {
    say(`Run ${repeat} of ${REPEATS}`);
    runs.push(await runHere(example, undefined, signal));
  }
  const [one, ...others] = runs;
  const differs = others.some(
    ({ digest, execution }) =>
      digest !== one?.digest || execution.fuelUsed !== one.execution.fuelUsed,
  );
  if (differs)
    throw new Error('Runs of the example differ. Please report this: it must not happen.');
  const lint = lintModule(new Uint8Array(files.get('module.wasm') ?? []));
  const reasons = reasonsOf(lint);
  if (one === undefined) return { runs, reasons };
  const dependence = await dependenceOf(lint, one.execution, async (otherStart) => {
    say('The example with another clock or other random numbers');
    return (await runHere({ ...example, otherStart }, undefined, signal)).execution;
  });
  // What it does not ask for, the reasons say already.
  const isAsked = dependence.clock.runs + dependence.random.runs > 0;
  return { runs, reasons: isAsked ? [...reasons, ...dependenceWords({ dependence })] : reasons };
}

function Findings({ runs, reasons }: Certified) {
  return (
    <>
      <Notice tone="safe" title="Every check passed, and all runs are equal">
        Class A: a provider that makes a result up can be proved wrong and loses its whole lock.
      </Notice>
      <Table
        caption="Runs of the example"
        head={
          <>
            <Th>Run</Th>
            <Th numeric>Fuel</Th>
            <Th numeric>Memory</Th>
            <Th numeric>Time</Th>
            <Th>Result digest</Th>
          </>
        }
      >
        {runs.map((run, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: runs are told apart by their place only
          <Tr key={index}>
            <Td>{index + 1}</Td>
            <Td numeric>{formatFuel(run.execution.fuelUsed)}</Td>
            <Td numeric>{formatBytes(run.memoryBytes)}</Td>
            <Td numeric>{run.seconds.toFixed(2)} s</Td>
            <Td>
              <Hash value={run.digest} label="result digest" />
            </Td>
          </Tr>
        ))}
      </Table>
      <ul className="flex list-disc flex-col gap-1 pl-5 text-muted">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </>
  );
}
