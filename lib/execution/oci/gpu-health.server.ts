import { randomUUID } from 'node:crypto';
import type { GpuHealth } from '../runner';
import { hasGpus, type InspectedContainer } from './check-container';
import type { ContainerSpec } from './container-spec';
import { type Engine, EngineAnswer } from './engine.server';
import { gpuFixFor } from './gpu-fix';
import { HOLDER_PROGRAM } from './holder-image';
import { HOST_NAME, JOB_USER } from './oci-engine';
import { OWNER_LABEL } from './run-container.server';
import { createVolumes, removeAll, sweep } from './volumes.server';

const PROBE_LABEL = 'network.reckon.gpu-probe';
/** Of each call of the clean-up. */
const REMOVE_MS = 5_000;

/**
 * Whether an engine hands out GPUs: a container that does nothing is given all of them and looked at.
 * Specifications on the disk would say less, and the engine may read others.
 *
 * @param options.gpus CDI names
 * @param options.image of the program that sleeps
 * @throws InfrastructureFault where the engine does not answer
 */
export async function gpuHealthOf(
  engine: Engine,
  { gpus, image, owner }: { gpus: readonly string[]; image: string; owner: string },
): Promise<GpuHealth> {
  const name = `reckon-gpus-${randomUUID()}`;
  const labels = { [OWNER_LABEL]: owner, [PROBE_LABEL]: owner };
  const failed = (why: string, fix = gpuFixFor(engine.kind, why, gpus)): GpuHealth => ({
    isReady: false,
    detail: `${engine.version} does not hand out ${gpus.join(', ')}: ${why}`,
    fix,
  });
  try {
    // What an earlier probe could not take away; there is one at a time of an owner.
    await sweep(engine, `${PROBE_LABEL}=${owner}`);
    const volumes = await createVolumes(engine, name, labels, { blocks: 1, nodes: 8 });
    const spec: ContainerSpec = {
      ...{ name, labels, image, gpus, env: {}, args: [HOLDER_PROGRAM], user: JOB_USER },
      ...{ hostName: HOST_NAME, memoryMiB: 32, scratchMiB: 1, pids: 8, cpuMilli: 100 },
      ...{ inputs: { volume: volumes.inputs, isWritable: false }, outputs: volumes.outputs },
      volumes: [],
    };
    const container = engine.docker.getContainer(await engine.create(spec));
    await engine.call('start', () => container.start());
    const made = await engine.call('inspect', () => container.inspect());
    if (!hasGpus(made as InspectedContainer, spec))
      return failed('its container has others or none', gpuFixFor(engine.kind, gpus.join(), gpus));
    return { isReady: true, detail: `${engine.version} hands out ${gpus.join(', ')}` };
  } catch (error) {
    if (!(error instanceof EngineAnswer)) throw error;
    return failed(error.message);
  } finally {
    await removeAll(engine, name, REMOVE_MS);
  }
}
