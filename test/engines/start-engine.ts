import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';

/** A container engine of its own, with its own images, behind its own socket. */
export interface TestEngine {
  readonly name: 'podman' | 'docker';
  readonly socketPath: string;
  /** Ends the service as an operator would; its containers are the engine's business. */
  stopService(): Promise<void>;
  startService(): Promise<void>;
  stop(): Promise<void>;
}

export type StartedEngine = TestEngine | { readonly missing: string };

export interface EngineSettings {
  /** Registries on loopback that speak plain HTTP. */
  readonly insecure?: readonly string[];
}

/** Starts `podman system service` on a socket in a temporary folder. */
export function startPodman(settings: EngineSettings = {}): Promise<StartedEngine> {
  return start('podman', settings);
}

/** Starts `dockerd` likewise; it touches no network of the machine. */
export function startDocker(settings: EngineSettings = {}): Promise<StartedEngine> {
  return start('docker', settings);
}

/** Why an engine cannot be started here; undefined where it can. */
function whyMissing(name: TestEngine['name']): string | undefined {
  if (process.platform !== 'linux') return `${name} runs on Linux only`;
  const program = name === 'podman' ? 'podman' : 'dockerd';
  if (spawnSync(program, ['--version']).error) return `${program} is not installed`;
  if (process.getuid?.() !== 0) return `a ${program} of its own needs root`;
  if (!existsSync('/bin/busybox')) return 'busybox-static is not installed';
  return undefined;
}

async function start(
  name: TestEngine['name'],
  { insecure = [] }: EngineSettings,
): Promise<StartedEngine> {
  const missing = whyMissing(name);
  if (missing !== undefined) return { missing };
  const folder = mkdtempSync(join(tmpdir(), `reckon-${name}-`));
  const socketPath = join(folder, 'engine.sock');
  const command = name === 'podman' ? podman(folder, insecure) : docker(folder, insecure);
  let child: ChildProcess | undefined;
  let said = '';
  const startService = async () => {
    rmSync(socketPath, { force: true });
    child = spawn(command.program, command.args, {
      // Docker's helpers leave files where they are started.
      cwd: folder,
      env: { ...process.env, ...command.env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.on('data', (text) => {
      said = `${said}${text}`.slice(-4_000);
    });
    for (let tries = 0; tries < 300; tries++) {
      if (child.exitCode !== null) break;
      const answers = await new Docker({ socketPath }).ping().catch(() => undefined);
      if (answers !== undefined) return;
      await sleep(50);
    }
    throw new Error(`${command.program} did not start: ${said}`);
  };
  const stopService = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  // Where no test asks for it, nobody stops it.
  process.once('exit', () => child?.kill('SIGTERM'));
  try {
    await startService();
  } catch (error) {
    await stopService();
    return { missing: `it does not work here: ${String(error).slice(0, 1_000)}` };
  }
  return {
    name,
    socketPath,
    startService,
    stopService,
    stop: async () => {
      if (child?.exitCode === null) await removeContainers(socketPath);
      await stopService();
      unmountBelow(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

function podman(folder: string, insecure: readonly string[]): Command {
  const containers = join(folder, 'containers.conf');
  const registries = join(folder, 'registries.conf');
  // Neither systemd nor its journal need be there; runc where cgroups are hybrid.
  const runtime = existsSync('/sys/fs/cgroup/cgroup.controllers') ? [] : ['runtime = "runc"'];
  const engine = ['cgroup_manager = "cgroupfs"', 'events_logger = "file"', ...runtime];
  writeFileSync(containers, `[engine]\n${engine.join('\n')}\n`);
  const registry = (host: string) => `[[registry]]\nlocation = "${host}"\ninsecure = true\n`;
  writeFileSync(registries, insecure.map(registry).join('\n'));
  const root = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run')];
  const service = ['system', 'service', '--time=0', `unix://${join(folder, 'engine.sock')}`];
  const env = { CONTAINERS_CONF: containers, CONTAINERS_REGISTRIES_CONF: registries };
  return { program: 'podman', args: [...root, ...service], env };
}

function docker(folder: string, insecure: readonly string[]): Command {
  mkdirSync(join(folder, 'data'));
  const args = [
    ...['--host', `unix://${join(folder, 'engine.sock')}`],
    ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
    ...['--pidfile', join(folder, 'pid'), '--containerd-namespace', `reckon-${process.pid}`],
    ...['--bridge=none', '--iptables=false', '--ip6tables=false', '--log-level=error'],
    ...insecure.flatMap((host) => ['--insecure-registry', host]),
  ];
  return { program: 'dockerd', args, env: {} };
}

async function removeContainers(socketPath: string): Promise<void> {
  const engine = new Docker({ socketPath });
  const all = await engine.listContainers({ all: true }).catch(() => []);
  for (const { Id } of all) {
    await engine
      .getContainer(Id)
      .remove({ force: true })
      .catch(() => undefined);
  }
}

/** Engines leave mounts in their folders. */
function unmountBelow(folder: string): void {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`));
  for (const path of mounts.reverse()) spawnSync('umount', ['--lazy', path]);
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
