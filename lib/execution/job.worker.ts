import type { WasmEngine } from './engine-id';
import { executeJob } from './execute-job';
import type { Execution, ExecutionProgress, JobLimits, OtherStart } from './execution';
import { missingFeatures } from './wasm/engine-probe';

/** What the page sends, once. */
export interface WorkerJob {
  readonly moduleFiles: ReadonlyMap<string, Uint8Array>;
  readonly inputFiles: ReadonlyMap<string, Uint8Array>;
  readonly limits: JobLimits;
  readonly engine?: WasmEngine | undefined;
  readonly otherStart?: OtherStart | undefined;
}

/** What the worker answers: any number of progress messages, then one of the others. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly progress: ExecutionProgress }
  | { readonly kind: 'execution'; readonly execution: Execution }
  | { readonly kind: 'fault'; readonly message: string };

const PROGRESS_EVERY_MS = 100;

declare const self: DedicatedWorkerGlobalScope;

const say = (message: WorkerMessage): void => self.postMessage(message);

self.onmessage = ({ data }: MessageEvent<WorkerJob>): void => {
  const missing = missingFeatures();
  if (missing.length > 0) {
    // A module that uses them would seem bad, and the provider that ran it wrong.
    say({
      kind: 'fault',
      message: `This browser cannot run jobs: it lacks ${missing.join(', ')}.`,
    });
    return;
  }
  let saidAt = 0;
  const onProgress = (progress: ExecutionProgress): void => {
    const now = performance.now();
    if (progress.phase === 'running' && now - saidAt < PROGRESS_EVERY_MS) return;
    saidAt = now;
    say({ kind: 'progress', progress });
  };
  executeJob({ ...data, onProgress }).then(
    (execution) => say({ kind: 'execution', execution }),
    (error: unknown) =>
      say({ kind: 'fault', message: error instanceof Error ? error.message : String(error) }),
  );
};
