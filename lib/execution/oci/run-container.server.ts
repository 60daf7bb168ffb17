import { randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { InfrastructureFault } from '../infrastructure-fault';
import { ArchiveTooLarge, entriesOf, packEntries, unpackFiles } from './archive.server';
import { hasGpus, type InspectedContainer, laxitiesOf } from './check-container';
import { type ContainerSpec, MIB } from './container-spec';
import { type Engine, EngineAnswer } from './engine.server';
import { HOLDER_PROGRAM } from './holder-image';
import { JOB_USER, PLACES } from './oci-engine';
import { createVolumes, removeAll } from './volumes.server';

/** A job as the engine needs it. */
export interface ContainerTask {
  /** Ids of images that the engine has. */
  readonly image: string;
  readonly holderImage: string;
  /** Where the job's image declares volumes. */
  readonly volumes: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly hostName: string;
  /** Paths below /inputs. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly memoryMiB: number;
  readonly storageMiB: number;
  readonly cpuMilli: number;
  readonly gpus: readonly string[];
  /** Who made it: what a killed agent left is found by this. */
  readonly owner: string;
  /** Milliseconds after which the job has used up its time. */
  readonly timeMs: number;
  /** Files below /outputs, at most. */
  readonly mostFiles: number;
}

/** How a container ended, with what it left. */
export interface ContainerEnd {
  readonly how: 'exited' | 'out-of-time' | 'out-of-storage' | 'not-startable';
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** By paths below /outputs; undefined where they are over a limit. */
  readonly outputs: ReadonlyMap<string, Uint8Array> | undefined;
}

export const OWNER_LABEL = 'network.reckon.owner';

/** Folders and files of a memory file system, beyond its files: the root of it. */
const EXTRA_NODES = 1;
const PAGE = 4_096;
/** Processes and threads of one job. */
export const PIDS = 512;
const HOLDER_MIB = 16;
const KILL_MS = 20_000;
/** 128 + SIGKILL, 128 + SIGTERM. */
const ENDED_FROM_OUTSIDE = [137, 143];
const STAYS_MS = 1_500;
const NOT_STARTABLE =
  /executable file not found|no such file|not found|permission denied|exec format/i;
const NO_GPU = /CDI|device driver|nvidia|gpu/i;

/**
 * Runs one job in a container of its own, and leaves nothing behind.
 *
 * The job's files are in two volumes that a second container holds: inputs on the engine's disk,
 * outputs in memory of a fixed size, which is gone with its last container. So nothing of the
 * machine's own file system is ever mounted, the engine may be on another machine, and what a job can
 * write is bounded by the kernel.
 *
 * @param stop aborted with an InfrastructureFault as its reason
 * @throws InfrastructureFault
 */
export async function runContainer(
  engine: Engine,
  task: ContainerTask,
  stop: AbortSignal,
): Promise<ContainerEnd> {
  const name = `reckon-${randomUUID()}`;
  const labels = { [OWNER_LABEL]: task.owner };
  try {
    stop.throwIfAborted();
    const volumes = await createVolumes(engine, name, labels, {
      // One more page than the job may use: a full disk is told from a just fitting one.
      blocks: Math.ceil((task.storageMiB * MIB) / PAGE) + 1,
      nodes: task.mostFiles + EXTRA_NODES + 1,
    });
    const holder = await hold(engine, name, labels, task, volumes);
    stop.throwIfAborted();
    const spec: ContainerSpec = {
      ...{ name, labels, image: task.image, args: task.args, env: task.env, pids: PIDS },
      ...{ hostName: task.hostName, user: JOB_USER, cpuMilli: task.cpuMilli, gpus: task.gpus },
      inputs: { volume: volumes.inputs, isWritable: false },
      outputs: volumes.outputs,
      // What is written to memory file systems counts as memory.
      memoryMiB: task.memoryMiB + task.storageMiB,
      scratchMiB: task.memoryMiB,
      volumes: task.volumes,
    };
    return await runSpec(engine, spec, task, holder, stop);
  } finally {
    await removeAll(engine, name);
  }
}

/** Starts the container that holds the volumes, with the inputs in it. */
async function hold(
  engine: Engine,
  name: string,
  labels: Readonly<Record<string, string>>,
  task: ContainerTask,
  volumes: { readonly inputs: string; readonly outputs: string },
): Promise<string> {
  const spec: ContainerSpec = {
    ...{ name: `${name}-holder`, labels, image: task.holderImage, env: {}, user: JOB_USER },
    ...{ args: [HOLDER_PROGRAM], hostName: task.hostName, gpus: [], pids: 8, cpuMilli: 100 },
    ...{ memoryMiB: HOLDER_MIB, scratchMiB: 1, volumes: [], outputs: volumes.outputs },
    inputs: { volume: volumes.inputs, isWritable: true },
  };
  const id = await engine.create(spec);
  const holder = engine.docker.getContainer(id);
  const tar = await packEntries(entriesOf(task.files));
  await engine.call('put', () => holder.putArchive(Readable.from([tar]), { path: PLACES.inputs }));
  await engine.call('start', () => holder.start());
  return id;
}

async function runSpec(
  engine: Engine,
  spec: ContainerSpec,
  task: ContainerTask,
  holder: string,
  stop: AbortSignal,
): Promise<ContainerEnd> {
  const container = engine.docker.getContainer(await engine.create(spec));
  const inspect = () =>
    engine.call('inspect', () => container.inspect()) as Promise<
      InspectedContainer & { readonly State: { Running: boolean; ExitCode: number } }
    >;
  const laxities = laxitiesOf(await inspect(), spec);
  if (laxities.length > 0) {
    throw new InfrastructureFault(`The engine did not set: ${laxities.join(', ')}`, {
      reason: 'engine-unfit',
    });
  }
  let how: ContainerEnd['how'] = 'exited';
  let killed: Promise<unknown> | undefined;
  const kill = () => {
    killed ??= engine.call('kill', () => container.kill(), KILL_MS).catch(() => undefined);
  };
  const end = (reason: ContainerEnd['how']) => {
    if (killed !== undefined) return;
    how = reason;
    kill();
  };
  let streams: Awaited<ReturnType<typeof attach>>;
  try {
    streams = await attach(engine, container, task.storageMiB * MIB, () => end('out-of-storage'));
    await engine.call('start', () => container.start());
  } catch (error) {
    return notStarted(error, spec);
  }
  const timer = setTimeout(() => end('out-of-time'), task.timeMs);
  stop.addEventListener('abort', kill, { once: true });
  try {
    if (stop.aborted) kill();
    if (spec.gpus.length > 0 && !hasGpus(await inspect(), spec)) {
      kill();
      throw new InfrastructureFault(
        'The engine gave the job other GPUs than those that it asked for',
        { reason: 'gpu-missing' },
      );
    }
    await Promise.race([streams.ended, aborted(stop)]);
    const state = await stopped(inspect, () => stop.throwIfAborted());
    stop.throwIfAborted();
    if (how === 'exited' && ENDED_FROM_OUTSIDE.includes(state.ExitCode)) {
      await confirmEngineStays(engine, stop);
    }
    const { stdout, stderr } = streams;
    const outputs = await outputsOf(engine, holder, task);
    return { how, exitCode: state.ExitCode, stdout: stdout(), stderr: stderr(), outputs };
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', kill);
    streams.close();
  }
}

/** An engine that is being stopped ends its jobs first: that is not their own end. */
async function confirmEngineStays(engine: Engine, stop: AbortSignal): Promise<void> {
  await Promise.race([new Promise((resolve) => setTimeout(resolve, STAYS_MS)), aborted(stop)]);
  await engine.call('ping', () => engine.docker.ping(), KILL_MS);
}

function notStarted(error: unknown, { gpus }: ContainerSpec): ContainerEnd {
  if (!(error instanceof EngineAnswer)) throw error;
  if (gpus.length > 0 && NO_GPU.test(error.message)) {
    const message = `The engine has not the GPUs ${gpus.join(', ')}: ${error.message}`;
    throw new InfrastructureFault(message, { reason: 'gpu-missing', cause: error });
  }
  if (!NOT_STARTABLE.test(error.message)) {
    const message = `The engine could not start the job: ${error.message}`;
    throw new InfrastructureFault(message, { reason: 'engine-unfit', cause: error });
  }
  const nothing = new Uint8Array(0);
  const outputs = new Map<string, Uint8Array>();
  return { how: 'not-startable', exitCode: 0, stdout: nothing, stderr: nothing, outputs };
}

/** Both streams of a container, kept up to `most` bytes together. */
async function attach(
  engine: Engine,
  container: ReturnType<Engine['docker']['getContainer']>,
  most: number,
  onTooMuch: () => void,
) {
  const stream = await engine.call('attach', () =>
    container.attach({ stream: true, stdout: true, stderr: true }),
  );
  let left = most;
  const keep = (kept: Buffer[]) => {
    const sink = new PassThrough();
    sink.on('data', (chunk: Buffer) => {
      if (left < chunk.length) onTooMuch();
      else kept.push(chunk);
      left = Math.max(0, left - chunk.length);
    });
    return sink;
  };
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  engine.docker.modem.demuxStream(stream, keep(out), keep(err));
  const ended = new Promise<void>((resolve) => {
    // Whether the engine or only the job has gone is what the next call to the engine tells.
    for (const event of ['end', 'close', 'error']) stream.once(event, () => resolve());
  });
  return {
    ended,
    stdout: () => new Uint8Array(Buffer.concat(out)),
    stderr: () => new Uint8Array(Buffer.concat(err)),
    close: () => (stream as unknown as { destroy?: () => void }).destroy?.(),
  };
}

async function stopped<T extends { readonly State: { readonly Running: boolean } }>(
  inspect: () => Promise<T>,
  check: () => void,
): Promise<T['State']> {
  const until = Date.now() + KILL_MS;
  for (;;) {
    check();
    const { State } = await inspect();
    if (!State.Running) return State;
    if (Date.now() > until) {
      const message = 'The job has closed its streams, or was killed, and does not end';
      throw new InfrastructureFault(message, { reason: 'engine-unfit' });
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function outputsOf(
  engine: Engine,
  holder: string,
  { storageMiB, mostFiles }: ContainerTask,
): Promise<ReadonlyMap<string, Uint8Array> | undefined> {
  const path = `${PLACES.outputs}/.`;
  const tar = await engine.call('get', () =>
    engine.docker.getContainer(holder).getArchive({ path }),
  );
  const bounds = { bytes: storageMiB * MIB, files: mostFiles };
  return engine.call('get', async () => {
    try {
      return await unpackFiles(tar as Readable, bounds);
    } catch (error) {
      if (error instanceof ArchiveTooLarge) return undefined;
      throw error;
    }
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
