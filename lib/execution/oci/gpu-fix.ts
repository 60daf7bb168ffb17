import type { Engine } from './engine.server';

/** What lets an engine hand out the GPUs of NVIDIA's driver. */
const FIXES: Readonly<Record<Engine['kind'], string>> = {
  podman: 'nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml',
  docker: 'nvidia-ctk runtime configure --runtime=docker && systemctl restart docker',
};

/** The engine speaks of devices, not of its disk ("no space left on device") or its database. */
const OF_DEVICES = /\bcdi\b|nvidia|device driver|runtime name/i;

/**
 * The command that lets an engine hand out GPUs; undefined where its answer is about something else.
 *
 * @param gpus CDI names
 */
export function gpuFixFor(
  kind: Engine['kind'],
  answer: string,
  gpus: readonly string[],
): string | undefined {
  const isOfDevices = OF_DEVICES.test(answer) || gpus.some((name) => answer.includes(name));
  return isOfDevices ? FIXES[kind] : undefined;
}
