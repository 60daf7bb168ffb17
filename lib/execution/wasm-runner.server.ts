import { isWasmEngine, WASM_ENGINES } from './engine-id';
import { InfrastructureFault } from './infrastructure-fault';
import { type RunJobOptions, runJob } from './run-job.server';
import type { Runner } from './runner';

/** The embedded engine: jobs run in sandboxed children of this process. */
export function wasmRunner(
  options: Pick<RunJobOptions, 'children' | 'childPath' | 'cache'> = {},
): Runner {
  return {
    name: 'wasm',
    engines: WASM_ENGINES,
    run: ({ engine, grants: _, ...job }, more) => {
      if (!isWasmEngine(engine)) throw new InfrastructureFault(`${engine} is no engine of wasm`);
      return runJob({ ...job, engine }, { ...options, ...more });
    },
    check: async () => ({ isReady: true, version: WASM_ENGINES.at(-1)!, detail: 'built in' }),
  };
}
