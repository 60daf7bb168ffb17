import { HOST_CALL_FUEL } from '../wasm/cost-table';
import { descriptorCalls } from './descriptor-calls';
import { DescriptorTable } from './descriptors';
import { WasiError } from './errno';
import { FileTree } from './file-tree';
import type { FuelMeter } from './fuel-meter';
import type { GuestMemory } from './guest-memory';
import type { HostContext } from './host-context';
import { HOST_FUNCTION_NAMES } from './host-signatures';
import { pathCalls } from './path-calls';
import { processCalls } from './process-calls';
import { SeededRandom } from './seeded-random';
import { VirtualClock } from './virtual-clock';

/** What a module finds when it starts. */
export interface HostFiles {
  readonly programName: string;
  /** Relative paths, for instance `in/job.json`; read-only. */
  readonly readOnly: ReadonlyMap<string, Uint8Array>;
  /** Bytes that /out, stdout and stderr may hold together. */
  readonly storageBytes: number;
  /** 32 bytes from which all randomness comes. */
  readonly seed: Uint8Array;
}

/** An instance of the host for one run. */
export interface Host {
  readonly imports: Record<string, (...args: (number | bigint)[]) => number>;
  /** To be called between instantiation and start. */
  attach(memory: GuestMemory, meter: FuelMeter): void;
  /** stdout, stderr and the files below out/, by path, unsorted. */
  outputs(): { path: string; bytes: Uint8Array }[];
}

type LooseCall = (context: HostContext, ...args: (number | bigint)[]) => number;

/** The deterministic WASI preview1 host: files in memory, virtual time, seeded randomness. */
export function createHost(files: HostFiles): Host {
  const tree = new FileTree(files.storageBytes);
  tree.mountDirectory('in/files', false);
  tree.mountDirectory('module/data', false);
  for (const [path, bytes] of files.readOnly) tree.mount(path, bytes);
  const out = tree.mountDirectory('out', true);
  const stdout = tree.newFile(new Uint8Array(0), true);
  const stderr = tree.newFile(new Uint8Array(0), true);
  const descriptors = new DescriptorTable(tree, [
    { kind: 'stdin' },
    { kind: 'output', file: stdout },
    { kind: 'output', file: stderr },
    { kind: 'directory', directory: tree.root, preopen: '/' },
  ]);
  let context: HostContext | undefined;

  const calls = { ...descriptorCalls, ...pathCalls, ...processCalls } as unknown as Record<
    string,
    LooseCall
  >;
  const imports: Host['imports'] = {};
  for (const name of HOST_FUNCTION_NAMES) {
    const call = calls[name]!;
    imports[name] = (...args) => {
      if (context === undefined) throw new Error('the host is not attached');
      context.meter.charge(HOST_CALL_FUEL);
      try {
        return call(context, ...args);
      } catch (error) {
        if (error instanceof WasiError) return error.errno;
        throw error;
      }
    };
  }

  return {
    imports,
    attach: (memory, meter) => {
      context = {
        args: [new TextEncoder().encode(files.programName)],
        tree,
        descriptors,
        clock: new VirtualClock(),
        random: new SeededRandom(files.seed),
        memory,
        meter,
      };
    },
    outputs: () => {
      const found = [
        { path: 'stdout', bytes: stdout.bytes.subarray(0, stdout.size) },
        { path: 'stderr', bytes: stderr.bytes.subarray(0, stderr.size) },
      ];
      const walk = (directory: typeof out, prefix: string): void => {
        for (const [name, node] of directory.children) {
          const path = `${prefix}/${name}`;
          if (node.kind === 'directory') walk(node, path);
          else found.push({ path, bytes: node.bytes.subarray(0, node.size) });
        }
      };
      walk(out, 'out');
      return found;
    },
  };
}
