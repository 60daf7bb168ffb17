import type { Execution, OnProgress } from './execution';
import { InfrastructureFault } from './infrastructure-fault';
import type { WorkerJob, WorkerMessage } from './job.worker';

export interface CheckJobOptions {
  readonly onProgress?: OnProgress;
  /** Ends the worker. */
  readonly signal?: AbortSignal;
  /** For pages whose bundler does not know `new Worker(new URL(...))`. */
  readonly createWorker?: () => Worker;
}

/**
 * Runs a job again in this browser, in a Web Worker of its own.
 *
 * @throws InfrastructureFault the browser failed (no memory, aborted); it says nothing of the job
 */
export function checkJob(job: WorkerJob, options: CheckJobOptions = {}): Promise<Execution> {
  const { onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new InfrastructureFault('aborted', { cause: signal.reason }));
      return;
    }
    const worker =
      options.createWorker?.() ??
      new Worker(new URL('./job.worker.ts', import.meta.url), { type: 'module' });
    const fail = (message: string, cause?: unknown): void => {
      end();
      reject(new InfrastructureFault(message, cause === undefined ? undefined : { cause }));
    };
    const onAbort = (): void => fail('aborted', signal?.reason);
    const end = (): void => {
      worker.terminate();
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>): void => {
      if (data.kind === 'progress') onProgress?.(data.progress);
      else if (data.kind === 'execution') {
        end();
        resolve(data.execution);
      } else fail(data.message);
    };
    worker.onerror = (event): void => fail(`the worker failed: ${event.message}`, event.error);
    worker.onmessageerror = (): void => fail('the worker sent what cannot be read');
    worker.postMessage(job);
  });
}
