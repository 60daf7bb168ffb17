import { runOnStdin } from '../certify/run-on-stdin.server';
import type { WasmEngine } from '../engine-id';
import { readRefusal } from '../program/refusal';
import type { Program, RunProgramOptions } from '../program/run-program.server';
import { refuseLargeWasm, wasmRefused } from './check-wasm';

/** It is transformed, compiled and started; without fuel its first instruction is its last. */
const NOTHING: Program['limits'] = { fuelLimit: 0n, memoryMiB: 16, storageMiB: 1 };

/**
 * As checkWasm, in a sandboxed child that is killed at its wall limit: for a process that has others to
 * answer meanwhile.
 *
 * @throws PublicationRefused; InfrastructureFault where the child came to no answer
 */
export async function checkWasmInChild(
  module: Uint8Array,
  engine: WasmEngine,
  options: Omit<RunProgramOptions, 'input'>,
): Promise<void> {
  refuseLargeWasm(module);
  const program = {
    module,
    name: 'checked',
    args: [],
    env: [],
    folders: [],
    limits: NOTHING,
    engine,
  };
  const { status, outputs } = await runOnStdin(program, new Uint8Array(0), options);
  if (status !== 'bad-input') return;
  const stderr = outputs.find(({ path }) => path === 'stderr')?.bytes;
  const refusal = readRefusal(new TextDecoder().decode(stderr));
  throw wasmRefused(refusal ?? { reason: 'the engine refuses it', offset: undefined });
}
