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
  readonly scratchMiB: number;
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

const bytesOf = ({ memoryMiB }: ContainerSpec): number => memoryMiB * MIB;
const quotaOf = ({ cpuMilli }: ContainerSpec): number => Math.max(1_000, cpuMilli * 100);
const scratchOf = ({ scratchMiB }: ContainerSpec): string[] => [
  ...['rw', `size=${scratchMiB}m`, 'mode=1777'],
  ...['nosuid', 'nodev'],
];
const inputsMode = ({ inputs }: ContainerSpec): string => (inputs.isWritable ? 'rw' : 'ro');

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
    Env: Object.entries(spec.env).map(([key, value]) => `${key}=${value}`),
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
      Tmpfs: { [PLACES.scratch]: scratchOf(spec).join(',') },
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
                // "nvidia.com/gpu=0" is "0" to Docker.
                DeviceIDs: gpus.map((name) => name.slice(name.indexOf('=') + 1)),
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
    env: { ...spec.env },
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
    mounts: [
      { Destination: PLACES.scratch, Type: 'tmpfs', Source: 'tmpfs', Options: scratchOf(spec) },
    ],
    volumes: [
      { Name: inputs.volume, Dest: PLACES.inputs, Options: [inputsMode(spec), 'nocopy'] },
      { Name: outputs, Dest: PLACES.outputs, Options: ['rw', 'nocopy'] },
    ],
    devices: gpus.map((name) => ({ path: name })),
    restart_policy: 'no',
  };
}

/** The part of both engines' GET /containers/{id}/json that tells whether limits hold. */
export interface InspectedContainer {
  readonly Config?: { readonly User?: string };
  readonly HostConfig?: {
    readonly NetworkMode?: string;
    readonly ReadonlyRootfs?: boolean;
    readonly Privileged?: boolean;
    readonly CapAdd?: readonly string[] | null;
    readonly CapDrop?: readonly string[] | null;
    readonly SecurityOpt?: readonly string[] | null;
    readonly Memory?: number;
    readonly MemorySwap?: number;
    readonly PidsLimit?: number | null;
    readonly CpuQuota?: number;
    readonly Devices?: readonly unknown[] | null;
    readonly DeviceRequests?: readonly unknown[] | null;
  };
}

/** What Docker and podman give a container that drops nothing; each must be in podman's CapDrop. */
const DEFAULT_CAPABILITIES = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
] as const;

/**
 * Where a container that an engine made is laxer than what was asked of it: engines drop what they
 * cannot set without a word. Empty when it holds.
 */
export function laxitiesOf(made: InspectedContainer, spec: ContainerSpec): string[] {
  const host = made.HostConfig ?? {};
  const dropped = new Set((host.CapDrop ?? []).map((name) => name.replace(/^CAP_/, '')));
  const dropsAll = dropped.has('ALL') || DEFAULT_CAPABILITIES.every((name) => dropped.has(name));
  const options = host.SecurityOpt ?? [];
  const checks: [string, boolean][] = [
    ['network', host.NetworkMode === 'none'],
    ['read-only root', host.ReadonlyRootfs === true],
    ['unprivileged', host.Privileged !== true],
    ['capabilities', dropsAll && (host.CapAdd ?? []).length === 0],
    ['no-new-privileges', options.some((option) => option.startsWith('no-new-privileges'))],
    ['seccomp', !options.some((option) => /seccomp[=:]unconfined/.test(option))],
    ['memory', host.Memory === bytesOf(spec)],
    ['swap', host.MemorySwap === bytesOf(spec)],
    ['processes', host.PidsLimit === spec.pids],
    ['processor', host.CpuQuota === quotaOf(spec)],
    ['user', made.Config?.User === `${spec.user}:${spec.user}`],
  ];
  return checks.filter(([, holds]) => !holds).map(([name]) => name);
}

/** Whether a container that was made has the GPUs that it should: asked of the engine, not assumed. */
export function hasGpus(
  { HostConfig: host = {} }: InspectedContainer,
  { gpus }: Pick<ContainerSpec, 'gpus'>,
): boolean {
  const devices = (host.Devices ?? []).length;
  const requests = (host.DeviceRequests ?? []).length;
  return gpus.length === 0 || devices >= gpus.length || requests > 0;
}
