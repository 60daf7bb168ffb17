import type { LentGpu } from '../../lib/execution/oci/gpu-pool';
import { gpuModelIdOf } from '../../lib/providers/device-classes';
import type { ProviderEnv } from './env';
import type { FoundGpu } from './machine/parse-gpus';
import type { JobGpu } from './refusal';

/**
 * The GPUs that jobs in containers may have: the names that the owner gave, with what the machine's
 * tools say of those devices; where no name was given, every whole NVIDIA device that they found.
 *
 * @param names as CDI has them, "nvidia.com/gpu=0": the number is the device's place in nvidia-smi
 */
export function jobGpusOf(
  names: readonly string[] | undefined,
  found: readonly FoundGpu[],
): readonly LentGpu[] {
  const nvidia = found.filter(({ vendor, isSplit }) => vendor === 'nvidia' && !isSplit);
  const named = names ?? nvidia.map(({ index }) => `nvidia.com/gpu=${index}`);
  return named.map((name) => {
    const device = deviceOf(name, found);
    if (device === undefined) return { name };
    return { name, memoryMiB: device.memoryMiB, model: gpuModelIdOf(device.model) };
  });
}

/** Those of the lent devices that are still there, as far as the machine's tools know of them at all. */
export function presentGpus(lent: readonly LentGpu[], found: readonly FoundGpu[]): LentGpu[] {
  return lent.filter(
    ({ name, memoryMiB }) => memoryMiB === undefined || deviceOf(name, found) !== undefined,
  );
}

/** A part of a card ("nvidia.com/gpu=0:1", "=MIG-..."): only its owner knows what it has. */
const IS_PART = /=(\d+:\d+|MIG-.*)$/;

/** The device of a name; one that is told by its serial is known only where all are alike. */
function deviceOf(name: string, found: readonly FoundGpu[]): FoundGpu | undefined {
  if (IS_PART.test(name)) return undefined;
  const vendor = /^(nvidia|amd)\.com\//.exec(name)?.[1];
  const own = found.filter((device) => device.vendor === vendor);
  const index = /=(\d+)$/.exec(name)?.[1];
  if (index !== undefined) return own.find((device) => device.index === Number(index));
  const [first] = own;
  const isLike = ({ model, memoryMiB }: FoundGpu) =>
    model === first?.model && memoryMiB === first.memoryMiB;
  return own.every(isLike) ? first : undefined;
}

/** The devices that offers and deals count: the owner's word goes before what was found. */
export function gpusForJobs(
  said: Pick<ProviderEnv, 'GPU_COUNT' | 'GPU_MEMORY_MIB' | 'GPU_MODEL'>,
  lent: readonly LentGpu[],
): readonly JobGpu[] {
  const own = { memoryMiB: said.GPU_MEMORY_MIB, model: said.GPU_MODEL };
  if (said.GPU_COUNT !== undefined) return Array.from({ length: said.GPU_COUNT }, () => own);
  // A device that shares its machine's memory has none of its own: the owner says how much it may have.
  return lent.map(({ memoryMiB, model = own.model }) => ({
    memoryMiB: memoryMiB || own.memoryMiB,
    model,
  }));
}
