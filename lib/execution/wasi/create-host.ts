import type { HostCosts } from '../wasm/cost-table';
import { descriptorCalls } from './descriptor-calls';
import type { Descriptor } from './descriptors';
import { DescriptorTable } from './descriptors';
import { directoryCalls } from './directory-calls';
import { WasiError } from './errno';
import type { DirectoryNode, FileNode } from './file-tree';
import { FileTree } from './file-tree';
import type { FuelMeter } from './fuel-meter';
import type { GuestMemory } from './guest-memory';
import type { HostContext } from './host-context';
import { HOST_FUNCTION_NAMES } from './host-signatures';
import { pathCalls } from './path-calls';
import { processCalls } from './process-calls';
import { NOTHING_LOST } from './rights';
import { SeededRandom } from './seeded-random';
import { socketCalls } from './socket-calls';
import { statCalls } from './stat-calls';
import { VirtualClock } from './virtual-clock';

/** What a module finds when it starts. */
export interface HostFiles {
  readonly programName: string;
  /** Relative paths, for instance `in/job.json`; read-only. */
  readonly readOnly: ReadonlyMap<string, Uint8Array>;
  /** Bytes that /out, stdout and stderr may hold together. */
  readonly storageBytes: number;
  /** Files and directories that it may make; by default what every run may. */
  readonly nodes?: number | undefined;
  /** 32 bytes from which all randomness comes. */
  readonly seed: Uint8Array;
  /** Nanoseconds at which the virtual clock begins; 0 for every job of a deal. */
  readonly clockStart?: bigint | undefined;
  /** What a program finds and a job does not. */
  readonly program?: ProgramFiles;
}

export interface ProgramFiles {
  /** After the name. */
  readonly args: readonly string[];
  /** `NAME=value` each. */
  readonly env: readonly string[];
  /** Preopened from descriptor 3 on, writable: instead of a job's `/`. */
  readonly folders: readonly GuestFolder[];
  /** Fills `target` from stdin; returns how many bytes, fewer than it holds only at the end. */
  readonly readInput: (target: Uint8Array) => number;
}

/** A folder that a program may change. Paths are relative to it. */
export interface GuestFolder {
  /** The name by which the program finds it. */
  readonly guest: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly directories: readonly string[];
}

/** An instance of the host for one run. */
export interface Host {
  readonly imports: Record<string, (...args: (number | bigint)[]) => number>;
  /** To be called between instantiation and start. */
  attach(memory: GuestMemory, meter: FuelMeter, costs: HostCosts): void;
  /** stdout, stderr and the files that are new or changed, by path, unsorted. */
  outputs(): HostOutput[];
  /** Paths of a job's inputs that the module has read, below in/; no part of any result. */
  inputsRead(): string[];
}

interface HostOutput {
  path: string;
  bytes: Uint8Array;
}

type LooseCall = (context: HostContext, ...args: (number | bigint)[]) => number;

/** Directories that are open from the start, and what they hold at the end. */
interface Layout {
  readonly preopens: readonly Descriptor[];
  readonly outputs: () => HostOutput[];
}

const NOTHING = new Uint8Array(0);
const encoder = new TextEncoder();

/** The deterministic WASI preview1 host: files in memory, virtual time, seeded randomness. */
export function createHost(files: HostFiles): Host {
  const { program } = files;
  const clock = new VirtualClock(files.clockStart);
  // A job's files have no times of their own making: they would be part of its digest.
  const now = program === undefined ? undefined : () => clock.read();
  const tree = new FileTree(files.storageBytes, now, files.nodes);
  const layout =
    program === undefined ? jobLayout(tree, files.readOnly) : folderLayout(tree, program.folders);
  const stdout = tree.newFile(NOTHING, true);
  const stderr = tree.newFile(NOTHING, true);
  const descriptors = new DescriptorTable(tree, [
    { kind: 'stdin', read: program?.readInput ?? (() => 0), lost: NOTHING_LOST },
    { kind: 'output', file: stdout, lost: NOTHING_LOST },
    { kind: 'output', file: stderr, lost: NOTHING_LOST },
    ...layout.preopens,
  ]);
  let context: HostContext | undefined;

  const calls = {
    ...descriptorCalls,
    ...statCalls,
    ...directoryCalls,
    ...pathCalls,
    ...processCalls,
    ...socketCalls,
  } as unknown as Record<string, LooseCall>;
  const imports: Host['imports'] = {};
  for (const name of HOST_FUNCTION_NAMES) {
    const call = calls[name]!;
    imports[name] = (...args) => {
      if (context === undefined) throw new Error('the host is not attached');
      const { memory, meter, costs } = context;
      memory.refresh();
      meter.open();
      try {
        meter.take(costs.call);
        return call(context, ...args);
      } catch (error) {
        if (error instanceof WasiError) return error.errno;
        throw error;
      } finally {
        meter.settle();
      }
    };
  }

  return {
    imports,
    attach: (memory, meter, costs) => {
      context = {
        args: [files.programName, ...(program?.args ?? [])].map((text) => encoder.encode(text)),
        env: (program?.env ?? []).map((text) => encoder.encode(text)),
        tree,
        descriptors,
        clock,
        random: new SeededRandom(files.seed),
        memory,
        meter,
        costs,
      };
    },
    outputs: () => [
      { path: 'stdout', bytes: stdout.bytes.subarray(0, stdout.size) },
      { path: 'stderr', bytes: stderr.bytes.subarray(0, stderr.size) },
      ...layout.outputs(),
    ],
    inputsRead: () =>
      [...filesBelow(tree.root, '')]
        .filter(([path, { wasRead }]) => wasRead && path.startsWith('in/'))
        .map(([path]) => path),
  };
}

/** What every job has: one directory `/` with its inputs, and /out for what it makes. */
function jobLayout(tree: FileTree, readOnly: HostFiles['readOnly']): Layout {
  tree.mountDirectory('in/files', false);
  tree.mountDirectory('module/data', false);
  for (const [path, bytes] of readOnly) tree.mount(path, bytes);
  const out = tree.mountDirectory('out', true);
  return {
    preopens: [preopen(tree.root, '/', false)],
    outputs: () => [...filesBelow(out, 'out')].map(outputOf),
  };
}

function folderLayout(tree: FileTree, folders: readonly GuestFolder[]): Layout {
  const mounted = folders.map((folder) => ({
    ...folder,
    directory: tree.mountFolder(folder.files, folder.directories),
  }));
  return {
    preopens: mounted.map(({ guest, directory }) => preopen(directory, guest, true)),
    outputs: () =>
      mounted.flatMap(({ guest, files, directory }) =>
        [...filesBelow(directory, '')]
          .map(outputOf)
          .filter(({ path, bytes }) => !isSame(bytes, files.get(path)))
          .map(({ path, bytes }) => ({ path: `${outputFolderOf(guest)}/${path}`, bytes })),
      ),
  };
}

function preopen(directory: DirectoryNode, name: string, isStrict: boolean): Descriptor {
  return {
    kind: 'directory',
    directory,
    preopen: name,
    isStrict,
    listed: undefined,
    lost: NOTHING_LOST,
  };
}

/** Where a guest folder's files stand among the outputs: `out` for `/out`, `.` for `/`. */
export function outputFolderOf(guest: string): string {
  return guest.replace(/^\/+|\/+$/g, '') || '.';
}

function* filesBelow(
  directory: DirectoryNode,
  prefix: string,
): Generator<readonly [path: string, file: FileNode]> {
  for (const [name, node] of directory.children) {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    if (node.kind === 'directory') yield* filesBelow(node, path);
    else yield [path, node];
  }
}

const outputOf = ([path, { bytes, size }]: readonly [string, FileNode]): HostOutput => ({
  path,
  bytes: bytes.subarray(0, size),
});

function isSame(bytes: Uint8Array, before: Uint8Array | undefined): boolean {
  if (before?.length !== bytes.length) return false;
  // As large as a folder is: `every` takes five times as long.
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== before[at]) return false;
  return true;
}
