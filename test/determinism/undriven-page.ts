import { faultyOpcodes } from '@/lib/execution/wasm/engine-probe';
import type { CaseLine } from './run-case';

/** What a page that nobody drives tells its server. */
export type Said =
  | { readonly kind: 'line'; readonly line: CaseLine }
  /** The last word: why it did not come to the end of its cases, where it did not. */
  | {
      readonly kind: 'end';
      /** Opcodes that the engine is known to work out wrongly where operands are constants. */
      readonly faulty: readonly number[];
      readonly trouble: string | null;
    };

/** What a worker gets to run, then it makes way for the next. */
const CASES_A_WORKER = 50;

const say = async (said: Said): Promise<void> => {
  await fetch('/said', { method: 'POST', body: JSON.stringify(said) });
};

function runInWorker(from: number, to: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(`/worker.js?from=${from}&to=${to}`, { type: 'module' });
    let said: Promise<void> = Promise.resolve();
    worker.onmessage = ({ data }: MessageEvent<CaseLine | null>) => {
      if (data !== null) {
        said = said.then(() => say({ kind: 'line', line: data }));
        return;
      }
      worker.terminate();
      said.then(resolve, reject);
    };
    worker.onerror = ({ message }) => reject(new Error(`the worker failed: ${message}`));
  });
}

async function runAll(count: number): Promise<void> {
  for (let from = 0; from < count; from += CASES_A_WORKER) {
    await runInWorker(from, Math.min(count, from + CASES_A_WORKER));
  }
}

const end = (trouble: string | null): Promise<void> =>
  say({ kind: 'end', faulty: [...faultyOpcodes()], trouble });

runAll(Number(new URL(location.href).searchParams.get('count'))).then(
  () => end(null),
  (error: unknown) => end(String(error)),
);
