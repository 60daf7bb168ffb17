import type { Hex } from 'viem';
import type { ExecutionStatus } from '../../shared/execution-status';
import type { OutputFile } from '../execution';
import { ZERO_DIGEST } from '../execution';
import { InfrastructureFault } from '../infrastructure-fault';
import { stateDigestOf } from '../state-digest';
import type { HostFiles } from '../wasi/create-host';
import { createHost } from '../wasi/create-host';
import { FuelMeter } from '../wasi/fuel-meter';
import { GuestMemory } from '../wasi/guest-memory';
import { FuelExhausted, OutputExceeded, ProcessExit } from '../wasi/stop-signal';
import type { CostTable } from './cost-table';
import { STOP } from './engine-functions';
import { ENGINE_NAMES } from './transform-module';

export interface RunRequest {
  /** Those that it was transformed with. */
  readonly costs: CostTable;
  /** From compileTransformed; each run makes an instance of its own. */
  readonly module: WebAssembly.Module;
  readonly files: HostFiles;
  /** At most 2^63 - 1. */
  readonly fuelLimit: bigint;
  /** Pages of 64 KiB that the memory may have. */
  readonly pageLimit: number;
  readonly onPhase?: (phase: 'running' | 'hashing', fuelUsed: bigint, end?: RunEnd) => void;
}

/** What is seen of a run once the module has stopped, beside its result. */
export interface RunEnd {
  readonly memoryBytes: number;
  readonly inputsRead: readonly string[];
}

export interface ModuleRun {
  readonly status: ExecutionStatus;
  readonly exitCode: number;
  readonly fuelUsed: bigint;
  readonly stateDigest: Hex;
  readonly outputs: OutputFile[];
}

interface EngineExports {
  readonly memory: WebAssembly.Memory;
  readonly entry: () => void;
  readonly start: (() => void) | undefined;
  readonly fuel: WebAssembly.Global<'i64'>;
  readonly notice: WebAssembly.Global<'i64'>;
  readonly depth: WebAssembly.Global<'i64'>;
  readonly pageLimit: WebAssembly.Global<'i32'>;
  readonly outcome: WebAssembly.Global<'i32'>;
  readonly bits: readonly (() => bigint)[];
}

/**
 * Runs a compiled module to its end. How it ended is read from the engine's own
 * globals and signals, never from an engine's message.
 *
 * @throws InfrastructureFault the machine failed: no memory, no stack
 */
export async function runModule(request: RunRequest): Promise<ModuleRun> {
  const { module, fuelLimit, pageLimit } = request;
  if (leastPagesOf(module) > pageLimit) {
    return {
      status: 'memory-exceeded',
      exitCode: 0,
      fuelUsed: 0n,
      stateDigest: ZERO_DIGEST,
      outputs: createHost(request.files).outputs(),
    };
  }
  const host = createHost(request.files);
  let onTick: () => void = () => {};
  const engine = await instantiate(module, {
    wasi_snapshot_preview1: host.imports,
    [ENGINE_NAMES.importModule]: { [ENGINE_NAMES.tick]: () => onTick() },
  });
  const meter = new FuelMeter(engine, fuelLimit);
  engine.pageLimit.value = pageLimit;
  host.attach(new GuestMemory(engine.memory), meter, request.costs.host);
  if (request.onPhase !== undefined) {
    const { onPhase } = request;
    onTick = () => onPhase('running', meter.used);
    onTick();
  }

  let end = runToEnd(engine, meter, request.costs);
  if (meter.isExhausted) end = { status: 'fuel-exhausted', exitCode: 0 };
  request.onPhase?.('hashing', meter.used, {
    memoryBytes: engine.memory.buffer.byteLength,
    inputsRead: host.inputsRead(),
  });
  // After a trap the memory is not compared: a store across its end may be half done on some
  // processors.
  const stateDigest =
    end.status === 'trapped'
      ? ZERO_DIGEST
      : await stateDigestOf(
          engine.memory.buffer as ArrayBuffer,
          engine.bits.map((read) => read()),
        );
  return { ...end, fuelUsed: meter.used, stateDigest, outputs: host.outputs() };
}

function runToEnd(
  engine: EngineExports,
  meter: FuelMeter,
  costs: CostTable,
): { status: ExecutionStatus; exitCode: number } {
  try {
    meter.takeAtOnce((engine.memory.buffer.byteLength / 65_536) * costs.memoryPageFuel);
    engine.start?.();
    engine.entry();
    return { status: 'completed', exitCode: 0 };
  } catch (error) {
    if (error instanceof ProcessExit) return { status: 'completed', exitCode: error.code };
    if (error instanceof FuelExhausted) return { status: 'fuel-exhausted', exitCode: 0 };
    if (error instanceof OutputExceeded) return { status: 'output-exceeded', exitCode: 0 };
    if (isStackOverflow(error)) {
      throw new InfrastructureFault("the engine's own stack was too small for the module", {
        reason: 'stack-overflow',
        cause: error,
      });
    }
    if (!(error instanceof WebAssembly.RuntimeError)) {
      throw new InfrastructureFault('the WebAssembly engine gave up', { cause: error });
    }
    if (engine.outcome.value === STOP.hostRefusedMemory) {
      throw new InfrastructureFault('the host has no memory for the module', { cause: error });
    }
    if (engine.outcome.value === STOP.memoryExceeded) {
      return { status: 'memory-exceeded', exitCode: 0 };
    }
    return { status: 'trapped', exitCode: 0 };
  }
}

/** Which fault it was, by the engine's words; that it was one, and no result, is sure without them. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && /call stack|recursion/.test(error.message);
}

/**
 * @param bytes from transformModule
 * @throws InfrastructureFault the machine failed
 */
export async function compileTransformed(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw new InfrastructureFault('a valid module did not compile', { cause: error });
  }
}

function leastPagesOf(module: WebAssembly.Module): number {
  const [section] = WebAssembly.Module.customSections(module, ENGINE_NAMES.section);
  return Number(new TextDecoder().decode(section));
}

async function instantiate(
  module: WebAssembly.Module,
  imports: WebAssembly.Imports,
): Promise<EngineExports> {
  let instance: WebAssembly.Instance;
  try {
    instance = await WebAssembly.instantiate(module, imports);
  } catch (error) {
    throw new InfrastructureFault('the host has no room for the module', { cause: error });
  }
  const { exports } = instance;
  const bits: (() => bigint)[] = [];
  for (;;) {
    const read = exports[`${ENGINE_NAMES.globalBits}${bits.length}`];
    if (read === undefined) break;
    bits.push(read as () => bigint);
  }
  return {
    memory: exports[ENGINE_NAMES.memory] as WebAssembly.Memory,
    entry: exports[ENGINE_NAMES.entry] as () => void,
    start: exports[ENGINE_NAMES.start] as (() => void) | undefined,
    fuel: exports[ENGINE_NAMES.fuel] as WebAssembly.Global<'i64'>,
    notice: exports[ENGINE_NAMES.notice] as WebAssembly.Global<'i64'>,
    depth: exports[ENGINE_NAMES.depth] as WebAssembly.Global<'i64'>,
    pageLimit: exports[ENGINE_NAMES.pageLimit] as WebAssembly.Global<'i32'>,
    outcome: exports[ENGINE_NAMES.outcome] as WebAssembly.Global<'i32'>,
    bits,
  };
}
