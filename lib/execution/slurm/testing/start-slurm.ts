import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@/scripts/start/ports.mjs';
import type { ProcessHandle } from '@/scripts/start/processes.mjs';
import { testSupervisor } from '@/test/stack/processes';
import { type MachineNetwork, startNetworks, type TestNetworks } from './node-networks';
import { CGROUP_CONF, gresConf, slurmConf, type TestClusterConfig } from './slurm-config';

const run = promisify(execFile);
const PROGRAMS = ['munged', 'slurmctld', 'slurmd', 'slurmrestd', 'scontrol'];
const CGROUPS = '/sys/fs/cgroup';
const PATIENCE_MS = 20_000;
/** Owns nothing; jobs and slurmrestd, which refuses root, run as it. */
export const TEST_USER = 'nobody';

export interface TestSlurm {
  /** Where slurmrestd answers. */
  readonly url: string;
  readonly folder: string;
  /** HS256 key that tokens are signed with. */
  readonly keyFile: string;
  /** A folder that every node sees. */
  readonly spool: string;
  readonly nodeNames: readonly string[];
  readonly hasCgroups: boolean;
  /** Runs scontrol on the controller's machine. */
  scontrol(...args: string[]): Promise<string>;
  /** Ends the controller at once; `startController` starts another on the same state. */
  killController(): Promise<void>;
  startController(): Promise<void>;
  killNode(node: number): Promise<void>;
  startNode(node: number): Promise<void>;
  /** Only of a cluster with networks of its own. */
  setConnected(node: number, isConnected: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Why no cluster can be started here, in a sentence; undefined where one can. */
export function slurmMissing(): string | undefined {
  if (process.getuid?.() !== 0) return 'a Slurm of the tests is started by root only';
  const missing = PROGRAMS.filter(
    (name) => !existsSync(`/usr/sbin/${name}`) && !existsSync(`/usr/bin/${name}`),
  );
  return missing.length > 0 ? `${missing.join(', ')} not installed` : undefined;
}

/**
 * Starts munge, slurmctld, slurmrestd and one slurmd a node, in a folder of their own, and waits until
 * every node is idle.
 *
 * @param networks whether each node has a network namespace of its own
 */
export async function startSlurm(
  options: { nodes?: number; networks?: boolean; minJobAge?: number; nodeTimeout?: number } = {},
): Promise<TestSlurm> {
  const count = options.nodes ?? 1;
  const folder = mkdtempSync(join(tmpdir(), 'reckon-slurm-'));
  chmodSync(folder, 0o755);
  for (const name of ['state', 'run', 'log', 'spool'])
    mkdirSync(join(folder, name), { mode: 0o755 });
  const keyFile = join(folder, 'jwt.key');
  writeFileSync(keyFile, randomBytes(32), { mode: 0o600 });
  writeFileSync(join(folder, 'munge.key'), randomBytes(1024), { mode: 0o400 });
  const nets = options.networks ? await startNetworks(count) : undefined;
  const here: MachineNetwork = { address: '127.0.0.1', prefix: [] };
  const controller = nets?.controller ?? here;
  const nodeNetworks = nets?.nodes ?? Array.from({ length: count }, () => here);
  const config: TestClusterConfig = {
    folder,
    hostname: hostname().split('.')[0]!,
    controllerAddress: controller.address,
    controllerPort: await freePort(),
    nodes: await Promise.all(
      nodeNetworks.map(async ({ address }, index) => ({
        // Control groups are named after nodes: two clusters on one machine must not share them.
        name: `rk${process.pid}n${index}`,
        address,
        port: await freePort(),
      })),
    ),
    gpuFiles: makeGpuFiles(folder),
    minJobAge: options.minJobAge ?? 300,
    hasCgroups: existsSync(join(CGROUPS, 'memory')) && existsSync(join(CGROUPS, 'freezer')),
    nodeTimeout: options.nodeTimeout ?? 10,
  };
  writeFileSync(join(folder, 'slurm.conf'), slurmConf(config));
  writeFileSync(join(folder, 'gres.conf'), gresConf(config));
  if (config.hasCgroups) writeFileSync(join(folder, 'cgroup.conf'), CGROUP_CONF);
  return new Cluster(config, controller, nodeNetworks, nets, await freePort()).start();
}

/** Two character devices; what they are is nobody's concern here. */
function makeGpuFiles(folder: string): string[] {
  const files = ['gpu0', 'gpu1'].map((name) => join(folder, name));
  for (const file of files) execFileSync('mknod', [file, 'c', '1', '3']);
  return files;
}

class Cluster implements TestSlurm {
  readonly folder: string;
  readonly keyFile: string;
  readonly spool: string;
  readonly url: string;
  readonly nodeNames: readonly string[];
  readonly hasCgroups: boolean;
  private readonly controller: MachineNetwork;
  private readonly networks: readonly MachineNetwork[];
  private readonly nets: TestNetworks | undefined;
  private readonly restPort: number;
  private readonly processes = new Map<string, ProcessHandle>();

  constructor(
    config: TestClusterConfig,
    controller: MachineNetwork,
    networks: readonly MachineNetwork[],
    nets: TestNetworks | undefined,
    restPort: number,
  ) {
    this.controller = controller;
    this.networks = networks;
    this.nets = nets;
    this.restPort = restPort;
    this.folder = config.folder;
    this.keyFile = join(config.folder, 'jwt.key');
    this.spool = join(config.folder, 'spool');
    this.url = `http://${controller.address}:${restPort}`;
    this.nodeNames = config.nodes.map(({ name }) => name);
    this.hasCgroups = config.hasCgroups;
  }

  async start(): Promise<this> {
    try {
      const { folder } = this;
      this.launch('munged', { address: '', prefix: [] }, 'munged', [
        '--foreground',
        `--key-file=${folder}/munge.key`,
        `--socket=${folder}/run/munge.sock`,
        `--pid-file=${folder}/run/munged.pid`,
        `--log-file=${folder}/log/munged.log`,
        `--seed-file=${folder}/run/munge.seed`,
      ]);
      await until('munge', async () => existsSync(`${folder}/run/munge.sock`));
      await this.startController();
      for (const index of this.networks.keys()) await this.startNode(index);
      this.launch(
        'slurmrestd',
        this.controller,
        'slurmrestd',
        [
          '-a',
          'rest_auth/jwt',
          '-s',
          'openapi/v0.0.38',
          `${this.controller.address}:${this.restPort}`,
        ],
        // Else it would want munge to speak to the controller.
        { SLURM_JWT: 'daemon' },
        ['setpriv', `--reuid=${TEST_USER}`, '--regid=nogroup', '--clear-groups', '--'],
      );
      await until('slurmrestd', () =>
        fetch(this.url).then(
          () => true,
          () => false,
        ),
      );
      await until('every node', async () => {
        const states = await this.scontrol('show', 'nodes', '-o');
        return (
          states.split('\n').filter((line) => /State=IDLE /.test(line)).length ===
          this.networks.length
        );
      });
      return this;
    } catch (error) {
      const logs = this.logs();
      await this.stop();
      throw new Error(`Slurm did not start: ${logs}`, { cause: error });
    }
  }

  async scontrol(...args: string[]): Promise<string> {
    const [command, ...rest] = [...this.controller.prefix, 'scontrol', ...args];
    return (await run(command!, rest, { env: this.env() })).stdout;
  }

  async startController(): Promise<void> {
    this.launch('slurmctld', this.controller, 'slurmctld', ['-D']);
    await until('slurmctld', async () => (await this.scontrol('ping')).includes('is UP'));
  }

  async killController(): Promise<void> {
    await this.kill('slurmctld');
  }

  async startNode(node: number): Promise<void> {
    const name = this.nodeNames[node]!;
    this.launch(`slurmd-${node}`, this.networks[node]!, 'slurmd', ['-D', '-N', name]);
  }

  async killNode(node: number): Promise<void> {
    await this.kill(`slurmd-${node}`);
  }

  async setConnected(node: number, isConnected: boolean): Promise<void> {
    if (this.nets === undefined) throw new Error('a cluster without networks of its own');
    await this.nets.setConnected(node, isConnected);
  }

  async stop(): Promise<void> {
    await this.scontrol('show', 'jobs', '-o')
      .then((jobs) => {
        const ids = [...jobs.matchAll(/JobId=(\d+) .*?JobState=(RUNNING|PENDING)/g)].map(
          ([, id]) => id!,
        );
        return Promise.all(
          ids.map((id) => run('scancel', ['-s', 'KILL', id], { env: this.env() }).catch(() => {})),
        );
      })
      .catch(() => {}); // a controller that is down knows no jobs
    for (const handle of [...this.processes.values()].reverse()) await handle.stop();
    for (const pid of this.stepDaemons()) process.kill(pid, 'SIGKILL');
    await this.nets?.stop();
    removeCgroups(this.nodeNames);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private launch(
    name: string,
    network: MachineNetwork,
    program: string,
    args: readonly string[],
    env: Record<string, string> = {},
    as: readonly string[] = [],
  ): void {
    const [command, ...rest] = [...network.prefix, ...as, program, ...args];
    const handle = testSupervisor().start({
      name: `slurm-${process.pid}-${name}`,
      isLeft: true,
      stopLimitMs: 3_000,
      command: command!,
      args: rest,
      env: { ...this.env(), ...env },
    });
    this.processes.set(name, handle);
  }

  private async kill(name: string): Promise<void> {
    const handle = this.processes.get(name);
    const pid = handle?.pid();
    if (handle === undefined || pid === undefined) throw new Error(`${name} does not run`);
    process.kill(pid, 'SIGKILL');
    await handle.ended();
  }

  private env(): NodeJS.ProcessEnv {
    const SLURM_CONF = join(this.folder, 'slurm.conf');
    return { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', SLURM_CONF, NODE_ENV: 'test' };
  }

  /** slurmstepd outlives a slurmd that was killed; ours have this cluster's nodes in their spool. */
  private stepDaemons(): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => {
        try {
          const started = readFileSync(`/proc/${pid}/environ`, 'utf8');
          const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
          return command.startsWith('slurmstepd') && started.includes(this.folder);
        } catch {
          return false;
        }
      });
  }

  private logs(): string {
    const ends = [...this.processes].map(([name, handle]) => `${name}: ${handle.lastLine()}`);
    const folder = join(this.folder, 'log');
    const files = readdirSync(folder).map(
      (name) => `${name}: ${readFileSync(join(folder, name), 'utf8').slice(-1_500)}`,
    );
    return [...ends, ...files].join('\n');
  }
}

function removeCgroups(nodeNames: readonly string[]): void {
  if (!existsSync(CGROUPS)) return;
  for (const controller of readdirSync(CGROUPS)) {
    for (const node of nodeNames) {
      const top = join(CGROUPS, controller, `slurm_${node}`);
      if (!existsSync(top)) continue;
      const below = readdirSync(top, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort((one, other) => other.length - one.length);
      for (const path of [...below, top]) {
        try {
          rmdirSync(path);
        } catch {
          // A process is still leaving it; the kernel keeps an empty group, nothing more.
        }
      }
    }
  }
}

async function until(what: string, isDone: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isDone().catch(() => false))) {
    if (performance.now() > end) throw new Error(`${what} is not up after ${PATIENCE_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
