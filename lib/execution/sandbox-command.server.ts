import { spawn, spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { seccompFilter } from './seccomp-filter';

const PRLIMIT = '/usr/bin/prlimit';
const SETPRIV = '/usr/bin/setpriv';
const BUBBLEWRAP = '/usr/bin/bwrap';
/** What a Node of the system may need; its own binary and the child are added. */
const SYSTEM_FOLDERS = ['/usr', '/lib', '/lib64', '/bin', '/etc/ld.so.cache', '/etc/alternatives'];
/** Where bubblewrap reads the filter of system calls. */
const FILTER_DESCRIPTOR = 4;
const PROBE_PATIENCE_MS = 5_000;
const OPEN_FILES = 256;
const DIES_WITH_PARENT = [SETPRIV, '--pdeathsig', 'KILL', '--'];

/** A Node in which a script runs, and how its V8 is told to compile. */
export interface NodeRuntime {
  /** Its binary; a real path. */
  readonly node: string;
  readonly flags: readonly string[];
  /** Its flag for the permission model, if it has one. */
  readonly permissionFlag: string | undefined;
}

export interface SandboxCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** To be written to FILTER_DESCRIPTOR of the started process, which is then to be closed. */
  readonly filter: Uint8Array | undefined;
  /** Whether the system ends it with this process, in whatever way that ends. */
  readonly diesWithParent: boolean;
}

/** What this system can put between a job child and itself. */
export interface SandboxLayers {
  /** Node's permission model: no files, children, workers, add-ons. */
  readonly permissions: boolean;
  /** prlimit: memory, open files, no written files, no core. */
  readonly limits: boolean;
  /** setpriv: killed with the process that started it, where no bubblewrap sees to that. */
  readonly parentDeath: boolean;
  /** bubblewrap: no network, no other processes, none of the user's files. */
  readonly namespaces: boolean;
  /** A filter of system calls (seccomp), by bubblewrap. */
  readonly systemCalls: boolean;
}

/**
 * The command that runs a script with as little as the system can grant it (see SandboxLayers).
 *
 * @param dataBytes private memory that the process may have
 * @param runtime by default this process' own Node, as it is
 */
export async function sandboxCommand(
  script: string,
  dataBytes: number,
  runtime: NodeRuntime = ownRuntime(),
  scriptArguments: readonly string[] = [],
): Promise<SandboxCommand> {
  return commandWithin(await sandboxLayers(), script, dataBytes, runtime, scriptArguments);
}

/** The same with these layers alone, whatever the system has. */
export function commandWithin(
  layers: SandboxLayers,
  script: string,
  dataBytes: number,
  runtime: NodeRuntime = ownRuntime(),
  scriptArguments: readonly string[] = [],
): SandboxCommand {
  const { node } = runtime;
  let command = [node, ...nodeFlags(script, runtime), script, ...scriptArguments];
  if (layers.limits) {
    const limits = [`--data=${dataBytes}`, `--nofile=${OPEN_FILES}`, '--core=0', '--fsize=0'];
    command = [PRLIMIT, ...limits, ...command];
  }
  if (layers.parentDeath && !layers.namespaces) {
    command = [...DIES_WITH_PARENT, ...command];
  }
  const filter = layers.systemCalls ? filterHere() : undefined;
  if (layers.namespaces) {
    command = [...bubblewrap([node, script], filter !== undefined), ...command];
  }
  const [first, ...args] = command;
  const diesWithParent = layers.parentDeath || layers.namespaces;
  return { command: first!, args, filter, diesWithParent };
}

/** The descriptors of a process that is started by a sandboxCommand. */
export function sandboxStdio(
  { filter }: SandboxCommand,
  input: number | undefined,
): ('pipe' | 'ignore' | number)[] {
  const behind = filter === undefined ? [] : (['pipe'] as const);
  if (input === undefined && behind.length === 0) return ['pipe', 'pipe', 'pipe'];
  return ['pipe', 'pipe', 'pipe', input ?? 'ignore', ...behind];
}

/** Hands the filter over, once the process is started. */
export function sendFilter(
  { filter }: SandboxCommand,
  stdio: readonly (unknown | null | undefined)[],
): void {
  const pipe = stdio[FILTER_DESCRIPTOR] as Writable | null | undefined;
  if (filter === undefined || !pipe) return;
  pipe.on('error', () => {}); // the process is gone; it tells why itself
  pipe.end(filter);
}

function filterHere(): Uint8Array | undefined {
  const { arch } = process;
  return arch === 'x64' || arch === 'arm64' ? seccompFilter(arch) : undefined;
}

/** The names of Node's flag for its permission model, newest first. */
export const PERMISSION_FLAGS: readonly string[] = ['--permission', '--experimental-permission'];

function permissionFlag(): string | undefined {
  const allowed = process.allowedNodeEnvironmentFlags;
  return PERMISSION_FLAGS.find((flag) => allowed.has(flag));
}

/** This process' own Node, as it is. */
export const ownRuntime = (): NodeRuntime => ({
  node: realpathSync(process.execPath),
  flags: [],
  permissionFlag: permissionFlag(),
});

/** V8's flags by which no WebAssembly is compiled by TurboFan, also where functions get hot. */
export const BASELINE_FLAGS: readonly string[] = ['--liftoff-only'];
/** Flags by which none is compiled by the baseline compiler. */
export const OPTIMISED_FLAGS: readonly string[] = ['--no-liftoff'];

/** The same Node, with V8's baseline compiler alone. */
export const baselineOnly = (runtime: NodeRuntime): NodeRuntime => ({
  ...runtime,
  flags: [...runtime.flags.filter((flag) => !OPTIMISED_FLAGS.includes(flag)), ...BASELINE_FLAGS],
});

function nodeFlags(script: string, { flags, permissionFlag: permission }: NodeRuntime): string[] {
  return [
    ...flags,
    ...(permission === undefined ? [] : [permission, `--allow-fs-read=${script}`]),
    '--no-warnings',
    '--disallow-code-generation-from-strings',
  ];
}

/** Up to the command that it runs. */
function bubblewrap(files: readonly string[], isFiltered: boolean): string[] {
  return [
    BUBBLEWRAP,
    ...['--unshare-all', '--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL'],
    ...SYSTEM_FOLDERS.flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...files.flatMap((path) => ['--ro-bind', path, path]),
    ...(isFiltered ? ['--seccomp', String(FILTER_DESCRIPTOR)] : []),
    ...['--remount-ro', '/', '--chdir', '/', '--'],
  ];
}

let found: Promise<SandboxLayers> | undefined;

/** Asked once, by running Node in them. */
export function sandboxLayers(): Promise<SandboxLayers> {
  found ??= findLayers();
  return found;
}

async function findLayers(): Promise<SandboxLayers> {
  const hasBubblewrap = existsSync(BUBBLEWRAP);
  const filter = filterHere();
  const systemCalls = hasBubblewrap && filter !== undefined && (await works(filter));
  return {
    permissions: permissionFlag() !== undefined,
    limits: existsSync(PRLIMIT),
    parentDeath: hasParentDeath(),
    namespaces: systemCalls || (hasBubblewrap && (await works(undefined))),
    systemCalls,
  };
}

/** Versions of it that do not know the option end with an error. */
function hasParentDeath(): boolean {
  if (!existsSync(SETPRIV)) return false;
  const [command, ...args] = [...DIES_WITH_PARENT, realpathSync(process.execPath), '--version'];
  return spawnSync(command!, args, { timeout: PROBE_PATIENCE_MS }).status === 0;
}

function works(filter: Uint8Array | undefined): Promise<boolean> {
  const node = realpathSync(process.execPath);
  const [command, ...args] = bubblewrap([node], filter !== undefined);
  const sandbox = {
    command: command!,
    args: [...args, node, '--version'],
    filter,
    diesWithParent: true,
  };
  return new Promise((resolve) => {
    const [, , , ...more] = sandboxStdio(sandbox, undefined);
    const child = spawn(sandbox.command, sandbox.args, {
      stdio: ['ignore', 'ignore', 'ignore', ...more],
      env: {} as NodeJS.ProcessEnv,
      timeout: PROBE_PATIENCE_MS,
    });
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
    sendFilter(sandbox, child.stdio);
  });
}
