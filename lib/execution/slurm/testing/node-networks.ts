import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { testSupervisor } from '@/test/stack/processes';

const run = promisify(execFile);

/** The network of one machine: a namespace that lasts as long as the process that holds it. */
export interface MachineNetwork {
  readonly address: string;
  /** What is put before a command so that it runs there. */
  readonly prefix: readonly string[];
}

export interface TestNetworks {
  readonly controller: MachineNetwork;
  readonly nodes: readonly MachineNetwork[];
  /** Takes a node off the net, or puts it back. */
  setConnected(node: number, isConnected: boolean): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Networks of a controller and its nodes, joined by a bridge in a namespace of the controller's. This
 * process reaches the controller alone, over one link. Nothing outlives the holders: the kernel
 * takes links away with their namespaces.
 *
 * @throws Error without the right to make networks (root)
 */
export async function startNetworks(count: number): Promise<TestNetworks> {
  const id = process.pid % 100_000;
  const base = `10.${180 + (process.pid % 60)}.${process.pid % 250}`;
  const holders = await Promise.all(
    Array.from({ length: count + 1 }, (_, index) => startHolder(`net-${id}-${index}`)),
  );
  const hub = holders[0]!;
  const ip = (pid: number, ...args: string[]) => run('nsenter', [...inside(pid), 'ip', ...args]);
  const near = `rk${id}`;
  await run('ip', [
    'link',
    'add',
    near,
    'type',
    'veth',
    'peer',
    'name',
    'outside',
    'netns',
    `${hub.pid}`,
  ]);
  await run('ip', ['address', 'add', `${base}.254/24`, 'dev', near]);
  await run('ip', ['link', 'set', near, 'up']);
  await ip(hub.pid, 'link', 'set', 'lo', 'up');
  await ip(hub.pid, 'link', 'add', 'bridge', 'type', 'bridge');
  await ip(hub.pid, 'address', 'add', `${base}.1/24`, 'dev', 'bridge');
  await ip(hub.pid, 'link', 'set', 'bridge', 'up');
  await ip(hub.pid, 'link', 'set', 'outside', 'master', 'bridge');
  await ip(hub.pid, 'link', 'set', 'outside', 'up');
  for (const [index, { pid }] of holders.slice(1).entries()) {
    const link = `node${index}`;
    const peer = ['peer', 'name', 'eth0', 'netns', `${pid}`];
    await ip(hub.pid, 'link', 'add', link, 'type', 'veth', ...peer);
    await ip(hub.pid, 'link', 'set', link, 'master', 'bridge');
    await ip(hub.pid, 'link', 'set', link, 'up');
    await ip(pid, 'link', 'set', 'lo', 'up');
    await ip(pid, 'address', 'add', `${base}.${10 + index}/24`, 'dev', 'eth0');
    await ip(pid, 'link', 'set', 'eth0', 'up');
  }
  const networkOf = (pid: number, last: number): MachineNetwork => ({
    address: `${base}.${last}`,
    prefix: ['nsenter', ...inside(pid)],
  });
  return {
    controller: networkOf(hub.pid, 1),
    nodes: holders.slice(1).map(({ pid }, index) => networkOf(pid, 10 + index)),
    setConnected: async (node, isConnected) => {
      await ip(hub.pid, 'link', 'set', `node${node}`, isConnected ? 'up' : 'down');
    },
    stop: async () => {
      await Promise.all(holders.map(({ stop }) => stop()));
    },
  };
}

const inside = (pid: number): string[] => [`--net=/proc/${pid}/ns/net`, '--'];

async function startHolder(name: string): Promise<{ pid: number; stop: () => Promise<void> }> {
  const holder = testSupervisor().start({
    name,
    isLeft: true,
    command: 'unshare',
    // It execs: the process id is that of the namespace's holder.
    args: ['--net', '--', 'sleep', '86400'],
  });
  const pid = holder.pid();
  if (pid === undefined) throw new Error(`no network of its own: ${holder.lastLine()}`);
  const own = (await run('readlink', ['/proc/self/ns/net'])).stdout;
  for (let tries = 0; tries < 100; tries++) {
    const its = await run('readlink', [`/proc/${pid}/ns/net`]).catch(() => ({ stdout: own }));
    if (its.stdout !== own) return { pid, stop: () => holder.stop() };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no network of its own: ${holder.lastLine()}`);
}
