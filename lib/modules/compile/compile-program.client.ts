import type { Compiled, CompileMessage, CompileProgress, CompileRequest } from './compile-request';

/** The compiler failed, not the program: what happened, and what to do. */
export class CompilerFault extends Error {
  override name = 'CompilerFault';
}

let worker: Worker | undefined;
let lastId = 0;

/**
 * Compiles a program in a Web Worker that is kept, so that the compiler is loaded once.
 *
 * @throws CompilerFault
 */
export function compileProgram(
  request: Omit<CompileRequest, 'id'>,
  onProgress: (progress: CompileProgress) => void,
  signal?: AbortSignal,
): Promise<Compiled> {
  worker ??= new Worker(new URL('./compile.worker.ts', import.meta.url), { type: 'module' });
  const own = worker;
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    const end = (): void => {
      own.removeEventListener('message', onMessage);
      own.removeEventListener('error', onError);
      signal?.removeEventListener('abort', onAbort);
    };
    /** A worker that failed or was stopped in the middle is of no more use. */
    const drop = (message: string): void => {
      end();
      own.terminate();
      if (worker === own) worker = undefined;
      reject(new CompilerFault(message));
    };
    const onMessage = ({ data }: MessageEvent<CompileMessage>): void => {
      if (data.id !== id) return;
      if (data.kind === 'progress') onProgress(data.progress);
      else if (data.kind === 'compiled') {
        end();
        resolve(data.compiled);
      } else drop(data.message);
    };
    const onError = (event: ErrorEvent): void =>
      drop(event.message || 'The compiler ended: it may be short of memory. Close other tabs.');
    const onAbort = (): void => drop('Stopped.');
    own.addEventListener('message', onMessage);
    own.addEventListener('error', onError);
    signal?.addEventListener('abort', onAbort, { once: true });
    own.postMessage({ ...request, id });
  });
}
