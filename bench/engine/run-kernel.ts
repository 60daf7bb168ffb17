import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { HostFiles } from '../../lib/execution/wasi/create-host';
import { createHost } from '../../lib/execution/wasi/create-host';
import { FuelMeter } from '../../lib/execution/wasi/fuel-meter';
import { GuestMemory } from '../../lib/execution/wasi/guest-memory';
import { ProcessExit } from '../../lib/execution/wasi/stop-signal';
import type { CostTable } from '../../lib/execution/wasm/cost-table';

const FUEL = 1n << 50n;

/** What one run of a kernel took and said. */
export interface KernelRun {
  /** Milliseconds of CPU, compiling left out. */
  readonly ms: number;
  readonly fuel: number;
  readonly stdout: string;
}

const counter = () => new WebAssembly.Global({ value: 'i64', mutable: true }, 0n);

/** Runs a module, plain or transformed, once; an instance of its own, compiled before. */
export function runWasm(
  module: WebAssembly.Module,
  readOnly: HostFiles['readOnly'],
  costs: CostTable,
): KernelRun {
  const seed = new Uint8Array(32);
  const host = createHost({ programName: 'kernel', readOnly, storageBytes: 1 << 30, seed });
  const { exports } = new WebAssembly.Instance(module, {
    wasi_snapshot_preview1: host.imports,
    reckon: { tick: () => {} },
  });
  const global = (name: string) => exports[name] as WebAssembly.Global<'i64'> | undefined;
  const globals = {
    fuel: global('__reckon_fuel') ?? counter(),
    notice: global('__reckon_notice') ?? counter(),
  };
  const meter = new FuelMeter(globals, FUEL);
  const pageLimit = exports.__reckon_page_limit as WebAssembly.Global<'i32'> | undefined;
  if (pageLimit !== undefined) pageLimit.value = 32_768;
  host.attach(
    new GuestMemory((exports.__reckon_memory ?? exports.memory) as WebAssembly.Memory),
    meter,
    costs.host,
  );
  const before = process.cpuUsage();
  try {
    const pages =
      (exports.__reckon_memory as WebAssembly.Memory | undefined)?.buffer.byteLength ?? 0;
    meter.takeAtOnce((pages / 65_536) * costs.memoryPageFuel);
    ((exports.__reckon_entry ?? exports._start) as () => void)();
  } catch (error) {
    if (!(error instanceof ProcessExit) || error.code !== 0) throw error;
  }
  const { user, system } = process.cpuUsage(before);
  const stdout = host.outputs().find(({ path }) => path === 'stdout')!.bytes;
  return {
    ms: (user + system) / 1000,
    fuel: Number(meter.used),
    stdout: new TextDecoder().decode(stdout),
  };
}

/** Runs a native build in a file tree of its own; it tells its CPU time on descriptor 3. */
export function runNative(program: string, readOnly: HostFiles['readOnly']): KernelRun {
  const tree = mkdtempSync(join(tmpdir(), 'reckon-bench-'));
  try {
    mkdirSync(join(tree, 'out'));
    for (const [path, bytes] of readOnly) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), bytes);
    }
    const { status, output } = spawnSync(program, [], {
      env: { RECKON_TREE: tree } as unknown as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${program} ended with ${status}`);
    return { ms: Number(output[3]) / 1e6, fuel: 0, stdout: output[1]! };
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

export const readBytes = (path: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(path));
