import { OCI_ENGINE } from '../engine-id';
import type { Execution, JobLimits } from '../execution';
import { InfrastructureFault } from '../infrastructure-fault';
import { BadInput } from '../prepare-inputs';
import { badInput } from '../run-prepared';
import type { Runner, RunnerHealth, RunnerJob, RunOptions } from '../runner';
import { HOST_CAPS } from '../wasi/host-caps';
import { type Engine, openEngine } from './engine.server';
import { executionOf } from './execution-of';
import { gpuHealthOf } from './gpu-health.server';
import { ANY_GPU, type GpuNeed, GpuPool, type LentGpu } from './gpu-pool';
import { ImageShelf } from './image-shelf.server';
import { holderImageOf, imageOf } from './images.server';
import { environmentOf, HOST_NAME, LEAST_CPU_MILLI, timeLimitOf } from './oci-engine';
import { type PreparedOciJob, prepareOciJob } from './prepare-oci-job';
import { OWNER_LABEL, runContainer } from './run-container.server';
import { sharedCheck } from './shared-check';
import { sweep } from './volumes.server';

/** What a timer can hold. */
const LONGEST_MS = 2 ** 31 - 1;
const STALLED: RunnerHealth = {
  isReady: false,
  why: 'absent',
  detail: 'The container engine did not answer in time: it is stalled or very busy',
};

export interface OciOptions {
  /** Of Docker or podman. */
  readonly socketPath: string;
  /** Hosts that images may be pulled from; none: only images that are there or come with the module. */
  readonly registries?: readonly string[];
  readonly gpus?: readonly LentGpu[];
  /** Tells this process' containers from another's on the same engine, also after it was killed. */
  readonly owner: string;
  /** Whose images they are that it brings; the owner unless processes come and go. */
  readonly shelf?: string;
}

/** Jobs in containers of Docker or podman (docs/containers.md). */
export function ociRunner(options: OciOptions): Runner {
  const pool = new GpuPool(options.gpus ?? []);
  const shelf = new ImageShelf(options.shelf ?? options.owner);
  let isSwept = false;

  /** Connects anew for each job: an engine may be updated, restarted or gone. */
  async function open(): Promise<Engine> {
    const engine = await openEngine(options.socketPath);
    if (!isSwept) {
      isSwept = true;
      await sweep(engine, `${OWNER_LABEL}=${options.owner}`);
    }
    return engine;
  }

  async function runPrepared(
    prepared: PreparedOciJob,
    limits: JobLimits,
    { cpuMilli, gpu }: { readonly cpuMilli: number; readonly gpu: GpuNeed },
    { signal, wallLimitMs, onProgress }: RunOptions,
  ): Promise<Execution> {
    const { manifest, archive, files, seed } = prepared;
    const gpus = takeGpus(manifest.resources.gpuCount, gpu, pool);
    const stop = stopSignal(signal, wallLimitMs);
    let giveBack = () => {};
    try {
      onProgress?.({ phase: 'preparing', fuelUsed: 0n });
      const engine = await open();
      const image = await imageOf(engine, manifest, archive, options.registries ?? [], shelf);
      giveBack = shelf.lend(image.id);
      await shelf.tidy(engine);
      const holderImage = await holderImageOf(engine);
      onProgress?.({ phase: 'running', fuelUsed: 0n });
      const end = await runContainer(
        engine,
        {
          ...{ image: image.id, volumes: image.volumes, holderImage, files, args: manifest.args },
          owner: options.owner,
          gpus: gpus.map(({ name }) => name),
          ...{ env: environmentOf(seed), hostName: HOST_NAME, timeMs: timeLimitOf(limits) },
          ...{ memoryMiB: limits.memoryMiB, storageMiB: limits.storageMiB },
          cpuMilli: Math.max(LEAST_CPU_MILLI, cpuMilli),
          mostFiles: HOST_CAPS.nodes,
        },
        stop.signal,
      );
      return executionOf(end, manifest, limits);
    } catch (error) {
      // Not every cause of an end that we asked for says that we asked for it.
      if (stop.signal.aborted) throw stop.signal.reason;
      throw asFault(error);
    } finally {
      stop.clear();
      giveBack();
      pool.give(gpus);
    }
  }

  return {
    name: 'oci',
    engines: [OCI_ENGINE],
    run: async ({ moduleFiles, inputFiles, limits, engine, grants }: RunnerJob, more = {}) => {
      if (engine !== OCI_ENGINE) throw new InfrastructureFault(`${engine} is no engine of oci`);
      more.onProgress?.({ phase: 'checking', fuelUsed: 0n });
      try {
        const prepared = prepareOciJob(moduleFiles, inputFiles, grants);
        const cpuMilli = grants?.cpuMilli ?? prepared.manifest.resources.cpuMilli;
        const gpu = grants?.gpu ?? ANY_GPU;
        return await runPrepared(prepared, limits, { cpuMilli, gpu }, more);
      } catch (error) {
        if (error instanceof BadInput) return badInput(error.message);
        throw error;
      }
    },
    check: sharedCheck(() => checkEngine(open, shelf, options), STALLED),
  };
}

async function checkEngine(
  open: () => Promise<Engine>,
  shelf: ImageShelf,
  { gpus: lent = [], owner }: OciOptions,
): Promise<RunnerHealth> {
  try {
    const engine = await open();
    await shelf.tidy(engine);
    const image = await holderImageOf(engine);
    const detail = `${engine.version} on ${engine.architecture}, ${lent.length} GPUs`;
    const ready = { isReady: true, version: engine.version, detail } as const;
    if (lent.length === 0) return ready;
    const gpus = lent.map(({ name }) => name);
    return { ...ready, gpus: await gpuHealthOf(engine, { gpus, image, owner }) };
  } catch (error) {
    const isAbsent = error instanceof InfrastructureFault && error.reason === 'engine-unreachable';
    return {
      isReady: false,
      why: isAbsent ? 'absent' : 'broken',
      detail: error instanceof Error ? error.message : String(error),
      ...(isAbsent ? { fix: 'systemctl enable --now podman.socket' } : {}),
    };
  }
}

function takeGpus(count: number, need: GpuNeed, pool: GpuPool): readonly LentGpu[] {
  const taken = pool.take(count, need);
  if (taken !== undefined) return taken;
  if (pool.has(count, need)) {
    const message = `The job needs ${count} GPUs, and those of their kind are lent to other jobs`;
    throw new InfrastructureFault(message, { reason: 'gpu-busy' });
  }
  const message = `The job needs ${count} GPUs; this machine has ${pool.size}, and too few of their kind`;
  throw new InfrastructureFault(message, { reason: 'gpu-missing' });
}

function stopSignal(signal: AbortSignal | undefined, wallLimitMs: number | undefined) {
  const controller = new AbortController();
  const onAbort = () =>
    controller.abort(new InfrastructureFault('The run was aborted', { reason: 'aborted' }));
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const onLate = () =>
    controller.abort(
      new InfrastructureFault(`The run took longer than ${wallLimitMs} ms`, { reason: 'time-out' }),
    );
  const timer =
    wallLimitMs === undefined ? undefined : setTimeout(onLate, Math.min(wallLimitMs, LONGEST_MS));
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

/** Whatever the engine refuses that it should not have is the machine's failure. */
function asFault(error: unknown): unknown {
  if (error instanceof InfrastructureFault) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new InfrastructureFault(`The container engine failed: ${message}`, {
    reason: 'bad-answer',
    cause: error,
  });
}
