'use client';

import { Play, X } from 'lucide-react';
import { resultFilesOf } from '@/components/deals/result-files';
import { ResultView } from '@/components/deals/result-view';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { FileDrop } from '@/components/ui/file-drop';
import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import { Notice } from '@/components/ui/notice';
import { inferInputs } from '@/lib/modules/draft/infer-inputs';
import { inferOutputs } from '@/lib/modules/draft/infer-outputs';
import {
  jobOf,
  type ModuleDraft,
  programFilesOf,
  trialManifestOf,
} from '@/lib/modules/draft/module-draft';
import { inputFilesOf } from '@/lib/modules/job-inputs';
import { formatBytes, formatCount, formatFuel } from '@/lib/shared/quantity.view';
import { CodeEditor } from './code-editor';
import { runHere, type Trial, useWork } from './use-trial.client';

interface TryStepProps {
  draft: ModuleDraft;
  trial: Trial | undefined;
  change: (change: Partial<ModuleDraft>) => void;
  onTrial: (trial: Trial | undefined) => void;
}

/** Sample inputs, and a run of the program on them in this browser. */
export function TryStep({ draft, trial, change, onTrial }: TryStepProps) {
  const work = useWork<Trial>();
  const run = async () => {
    onTrial(undefined);
    const done = await work.run(async (say, signal) => {
      const { WASM_ENGINE } = await import('@/lib/execution/engine-id');
      const manifest = trialManifestOf(draft, WASM_ENGINE);
      const files = new Map(draft.files.map(({ name, bytes }) => [name, bytes]));
      const salt = new Uint8Array(32);
      return runHere(
        {
          moduleFiles: programFilesOf(draft, manifest),
          inputFiles: inputFilesOf(manifest.inputs, jobOf(draft), files, salt),
          limits: {
            fuelLimit: BigInt(manifest.fuelLimit),
            memoryMiB: manifest.resources.memoryMiB,
            storageMiB: manifest.resources.storageMiB,
          },
        },
        ({ phase, fuelUsed }) => say(phase === 'running' ? formatFuel(fuelUsed) : ''),
        signal,
      );
    });
    if (!done) return;
    onTrial(done);
    const { status, exitCode, outputs } = done.execution;
    if (status !== 'completed' || exitCode !== 0) return;
    change({
      ...(draft.outputs.length === 0 ? { outputs: inferOutputs(outputs) } : {}),
      ...(draft.inputs.trim() === ''
        ? { inputs: JSON.stringify(inferInputs(jobOf(draft)), null, 2) }
        : {}),
    });
  };
  const addFile = (chosen: readonly File[]) => {
    const [file] = chosen;
    if (!file) return;
    void file.arrayBuffer().then((buffer) => {
      const others = draft.files.filter(({ name }) => name !== file.name);
      change({ files: [...others, { name: file.name, bytes: new Uint8Array(buffer) }] });
    });
  };
  return (
    <>
      <Panel
        title="Sample inputs"
        description="They become the example that every buyer can fill in"
      >
        <div className="flex flex-col gap-4">
          <CodeEditor
            label="Sample inputs as JSON"
            language="json"
            value={draft.job}
            minLines={6}
            onChange={(job) => change({ job })}
          />
          <div className="flex flex-col gap-2">
            <Field id="example-file" label="Files of the sample" aside="optional">
              <FileDrop
                id="example-file"
                files={[]}
                onChange={addFile}
                isMapped={false}
                accept={[]}
              />
            </Field>
            {draft.files.map(({ name, bytes }) => (
              <p key={name} className="flex items-center gap-2 text-sm">
                <span className="min-w-0 truncate font-mono text-xs">files/{name}</span>
                <span className="tabular text-muted text-xs">{formatBytes(bytes.length)}</span>
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={`Remove ${name}`}
                  className="size-7"
                  onClick={() =>
                    change({ files: draft.files.filter((file) => file.name !== name) })
                  }
                >
                  <X aria-hidden className="size-4" />
                </Button>
              </p>
            ))}
            <p className="text-muted text-xs">
              A value names its file: {'{"picture": "files/cat.png"}'}. The program finds it at
              /in/files/cat.png, and the values in /in/job.json.
            </p>
          </div>
          <div className="flex flex-wrap items-center gap-3">
            <Button
              icon={<Play aria-hidden className="size-4" />}
              busy={work.busy}
              disabled={!draft.wasm}
              onClick={() => void run()}
            >
              Run it here
            </Button>
            {work.busy ? (
              <>
                <span className="tabular text-muted text-xs" role="status">
                  Running {work.note}
                </span>
                <Button variant="ghost" size="sm" onClick={work.stop}>
                  Stop
                </Button>
              </>
            ) : null}
          </div>
          {work.problem ? (
            <Notice tone="wrong" alert title={work.problem.title}>
              {work.problem.advice}
            </Notice>
          ) : null}
        </div>
      </Panel>
      {trial ? <TrialResult trial={trial} draft={draft} /> : null}
    </>
  );
}

/** How a run ended, what it took and what it made. */
function TrialResult({ trial, draft }: { trial: Trial; draft: ModuleDraft }) {
  const { execution, memoryBytes, digest, seconds } = trial;
  const { status, exitCode, fuelUsed, outputs } = execution;
  const isGood = status === 'completed' && exitCode === 0;
  const files = new Map(outputs.map(({ path, bytes }) => [path, bytes]));
  return (
    <Panel title="What the run gave">
      <div className="flex flex-col gap-5">
        <Notice
          tone={isGood ? 'safe' : 'wrong'}
          title={
            isGood
              ? 'It completed'
              : status === 'completed'
                ? `It ended with exit code ${exitCode}`
                : `It did not complete: ${status}`
          }
        >
          {isGood
            ? 'Anybody who runs it again gets the same bytes, fuel and digest.'
            : 'Look at its messages, correct the program or the inputs, and run it again.'}
        </Notice>
        <KeyValueList
          items={[
            { key: 'Fuel', value: formatFuel(fuelUsed), note: `${formatCount(fuelUsed)} units` },
            { key: 'Memory', value: formatBytes(memoryBytes) },
            { key: 'Time here', value: `${seconds.toFixed(2)} s` },
            { key: 'Result digest', value: <Hash value={digest} label="result digest" /> },
          ]}
        />
        <ResultView files={resultFilesOf(files, draft.outputs)} />
      </div>
    </Panel>
  );
}
