import type { Engine } from './engine.server';

/** The two volumes of one job. */
export interface Volumes {
  readonly inputs: string;
  readonly outputs: string;
}

const volumesOf = (name: string): Volumes => ({ inputs: `${name}-in`, outputs: `${name}-out` });

/**
 * Makes a job's volumes: one on the engine's disk, and one in memory of a fixed size.
 *
 * @param size of the outputs: pages of 4 KiB and inodes; `size=` is a disk quota to podman
 */
export async function createVolumes(
  { docker, call }: Engine,
  name: string,
  labels: Readonly<Record<string, string>>,
  size: { readonly blocks: number; readonly nodes: number },
): Promise<Volumes> {
  const volumes = volumesOf(name);
  const options = [
    ...[`nr_blocks=${size.blocks}`, `nr_inodes=${size.nodes}`, 'mode=1777'],
    ...['nosuid', 'nodev'],
  ];
  const Labels = { ...labels };
  await call('volume', () =>
    docker.createVolume({ Name: volumes.inputs, Driver: 'local', Labels }),
  );
  const DriverOpts = { type: 'tmpfs', device: 'tmpfs', o: options.join(',') };
  await call('volume', () =>
    docker.createVolume({ Name: volumes.outputs, Driver: 'local', Labels, DriverOpts }),
  );
  return volumes;
}

/**
 * Takes away whatever a job has left; what cannot be is found again by its owner's next sweep.
 *
 * @param withinMs limit of each call; by default the engine's own
 */
export async function removeAll(
  { docker, call }: Engine,
  name: string,
  withinMs?: number,
): Promise<void> {
  const names = [name, `${name}-holder`];
  await Promise.all(names.map((container) => end({ docker, call }, container, withinMs)));
  for (const volume of Object.values(volumesOf(name))) {
    await call('remove', () => docker.getVolume(volume).remove(), withinMs).catch(() => undefined);
  }
}

/** With the volumes that nobody named. Killed first: podman would ask a container to end and wait ten seconds. */
async function end(
  { docker, call }: Pick<Engine, 'docker' | 'call'>,
  name: string,
  withinMs?: number,
): Promise<void> {
  const container = docker.getContainer(name);
  await call('kill', () => container.kill(), withinMs).catch(() => undefined);
  await call('remove', () => container.remove({ force: true, v: true }), withinMs).catch(
    () => undefined,
  );
}

/**
 * Takes away what an earlier process of this owner has left: it was killed, and its jobs run on.
 *
 * @returns how many containers there were
 */
export async function sweep({ docker, call }: Engine, label: string): Promise<number> {
  const filters = JSON.stringify({ label: [label] });
  const left = await call('sweep', () => docker.listContainers({ all: true, filters }));
  for (const { Id } of left) {
    await end({ docker, call }, Id);
  }
  const { Volumes: volumes } = await call('sweep', () => docker.listVolumes({ filters }));
  for (const { Name } of volumes ?? []) {
    await call('sweep', () => docker.getVolume(Name).remove()).catch(() => undefined);
  }
  return left.length;
}
