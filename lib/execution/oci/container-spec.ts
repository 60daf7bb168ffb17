import { PLACES } from './oci-engine';

export const MIB = 1024 * 1024;

/** A container of one job: everything that differs from job to job. What is the same is below. */
export interface ContainerSpec {
  readonly name: string;
  /** The id of an image that the engine has. */
  readonly image: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly hostName: string;
  readonly user: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Names of volumes. */
  readonly inputs: { readonly volume: string; readonly isWritable: boolean };
  readonly outputs: string;
  /** Of processes, of what they write to memory file systems, and of the outputs. */
  readonly memoryMiB: number;
  readonly cpuMilli: number;
  readonly pids: number;
  /** Size of /tmp, and of each of `volumes`. */
  readonly scratchMiB: number;
  /** Where the image declares a VOLUME, sorted: memory file systems like /tmp. */
  readonly volumes: readonly string[];
  /** CDI names such as "nvidia.com/gpu=0"; none: no GPU. */
  readonly gpus: readonly string[];
}

const CPU_PERIOD = 100_000;
/** Well below what an engine without CAP_SYS_RESOURCE may set; processes are bounded by cgroup. */
const LIMITS = [
  { name: 'nofile', most: 1_024 },
  { name: 'nproc', most: 16_384 },
  { name: 'core', most: 0 },
] as const;

export const bytesOf = ({ memoryMiB }: ContainerSpec): number => memoryMiB * MIB;
export const quotaOf = ({ cpuMilli }: ContainerSpec): number => Math.max(1_000, cpuMilli * 100);
const scratchOf = ({ scratchMiB }: ContainerSpec): string[] => [
  ...['rw', `size=${scratchMiB}m`, 'mode=1777'],
  ...['nosuid', 'nodev'],
];
export const memoryFoldersOf = ({ volumes }: ContainerSpec): string[] => [
  PLACES.scratch,
  ...volumes,
];
/** "nvidia.com/gpu=0" is "0" to Docker. */
export const deviceIdsOf = ({ gpus }: Pick<ContainerSpec, 'gpus'>): string[] =>
  gpus.map((name) => name.slice(name.indexOf('=') + 1));
const inputsMode = ({ inputs }: ContainerSpec): string => (inputs.isWritable ? 'rw' : 'ro');

/**
 * Images made for GPUs ask NVIDIA's runtime for all of them in their environment, where it is the
 * default one; what a job gets is not theirs to say. CDI needs no such runtime.
 */
const visible = (ids: string) => ({ NVIDIA_VISIBLE_DEVICES: ids || 'void' });

/**
 * Body of Docker's POST /containers/create.
 *
 * @see https://docs.docker.com/reference/api/engine/ (v1.41 on)
 */
export function dockerBodyOf(spec: ContainerSpec) {
  const { inputs, outputs, user, gpus } = spec;
  return {
    name: spec.name,
    Image: spec.image,
    Cmd: [...spec.args],
    Env: Object.entries({ ...spec.env, ...visible(deviceIdsOf(spec).join()) }).map(
      ([key, value]) => `${key}=${value}`,
    ),
    Hostname: spec.hostName,
    User: `${user}:${user}`,
    Labels: { ...spec.labels },
    AttachStdin: false,
    NetworkDisabled: true,
    HostConfig: {
      NetworkMode: 'none',
      IpcMode: 'private',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      LogConfig: { Type: 'none', Config: {} },
      Memory: bytesOf(spec),
      MemorySwap: bytesOf(spec),
      CpuPeriod: CPU_PERIOD,
      CpuQuota: quotaOf(spec),
      PidsLimit: spec.pids,
      Ulimits: LIMITS.map(({ name, most }) => ({ Name: name, Soft: most, Hard: most })),
      Tmpfs: Object.fromEntries(
        memoryFoldersOf(spec).map((path) => [path, scratchOf(spec).join(',')]),
      ),
      Binds: [
        `${inputs.volume}:${PLACES.inputs}:${inputsMode(spec)},nocopy`,
        `${outputs}:${PLACES.outputs}:rw,nocopy`,
      ],
      RestartPolicy: { Name: 'no' },
      ...(gpus.length === 0
        ? {}
        : {
            DeviceRequests: [
              {
                Driver: 'nvidia',
                DeviceIDs: deviceIdsOf(spec),
                Capabilities: [['gpu']],
              },
            ],
          }),
    },
  };
}

/**
 * Body of podman's own POST /libpod/containers/create: its Docker-compatible call ignores GPUs
 * without a word.
 *
 * @see https://docs.podman.io/en/latest/_static/api.html (SpecGenerator, v4.0.0 on)
 */
export function libpodBodyOf(spec: ContainerSpec) {
  const { inputs, outputs, user, gpus } = spec;
  const memory = { limit: bytesOf(spec), swap: bytesOf(spec) };
  return {
    name: spec.name,
    image: spec.image,
    command: [...spec.args],
    env: { ...spec.env, ...visible('') },
    hostname: spec.hostName,
    user: `${user}:${user}`,
    labels: { ...spec.labels },
    netns: { nsmode: 'none' },
    ipcns: { nsmode: 'private' },
    read_only_filesystem: true,
    read_write_tmpfs: false,
    cap_drop: ['ALL'],
    no_new_privileges: true,
    log_configuration: { driver: 'none' },
    resource_limits: {
      memory,
      pids: { limit: spec.pids },
      cpu: { period: CPU_PERIOD, quota: quotaOf(spec) },
    },
    r_limits: LIMITS.map(({ name, most }) => ({ type: name, soft: most, hard: most })),
    mounts: memoryFoldersOf(spec).map((path) => ({
      ...{ Destination: path, Type: 'tmpfs', Source: 'tmpfs' },
      // Docker copies nothing of the image into them either.
      Options: [...scratchOf(spec), 'notmpcopyup'],
    })),
    // Podman would make a folder of its disk of each VOLUME that nothing covers.
    image_volume_mode: 'ignore',
    volumes: [
      { Name: inputs.volume, Dest: PLACES.inputs, Options: [inputsMode(spec), 'nocopy'] },
      { Name: outputs, Dest: PLACES.outputs, Options: ['rw', 'nocopy'] },
    ],
    devices: gpus.map((name) => ({ path: name })),
    restart_policy: 'no',
  };
}
