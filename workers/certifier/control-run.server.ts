import { hexToBytes } from 'viem';
import type { CertifyOptions } from '../../lib/execution/certify/certify-module.server';
import { runOnStdin } from '../../lib/execution/certify/run-on-stdin.server';
import { WARM_UP_WASM } from '../../lib/execution/warm-up';

const LIMITS = { fuelLimit: 100_000_000n, memoryMiB: 16, storageMiB: 1 };
const PATIENCE_MS = 60_000;

/**
 * Runs a small program that is known to come to a result, whatever that is. Asked after a run without
 * one, it tells what a module did from what the machine lacks: its child, its sandbox, its memory.
 *
 * @throws InfrastructureFault or a system error: nothing runs here, so nobody's module is to blame.
 *   Nothing is thrown where the signal is aborted.
 */
export async function controlRun({
  runtimes,
  childPath,
  cache,
  signal,
}: Pick<CertifyOptions, 'runtimes' | 'childPath' | 'cache'> & {
  readonly signal: AbortSignal;
}): Promise<void> {
  const module = hexToBytes(WARM_UP_WASM);
  const program = { module, name: 'control', args: [], env: [], folders: [], limits: LIMITS };
  const [first] = runtimes;
  if (first === undefined) throw new Error('there is no runtime to certify with');
  const { runtime } = first;
  const options = { childPath, cache, runtime, wallLimitMs: PATIENCE_MS, signal };
  try {
    await runOnStdin(program, new Uint8Array(0), options);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
