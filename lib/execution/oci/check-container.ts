import {
  bytesOf,
  type ContainerSpec,
  deviceIdsOf,
  memoryFoldersOf,
  quotaOf,
} from './container-spec';
import { PLACES } from './oci-engine';

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
    readonly Tmpfs?: Readonly<Record<string, string>> | null;
    readonly Devices?: readonly { readonly PathInContainer?: string }[] | null;
    readonly DeviceRequests?: readonly { readonly DeviceIDs?: readonly string[] | null }[] | null;
  };
  readonly Mounts?:
    | readonly {
        readonly Type?: string;
        readonly Name?: string;
        readonly Destination?: string;
        readonly RW?: boolean;
      }[]
    | null;
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
    ['volumes', mountsOf(made) === wantedMounts(spec)],
    ['memory folders', hasMemoryFolders(host.Tmpfs ?? {}, spec)],
    ['devices', spec.gpus.length > 0 || !hasDevices(host)],
    ['user', made.Config?.User === `${spec.user}:${spec.user}`],
  ];
  return checks.filter(([, holds]) => !holds).map(([name]) => name);
}

/** A mount that nobody asked for is a folder of the host, as large as its disk. */
function mountsOf({ Mounts }: InspectedContainer): string {
  const mounts = (Mounts ?? []).filter(({ Type }) => Type !== 'tmpfs');
  return mounts
    .map(({ Type, Name, Destination, RW }) => [Type, Name, Destination, RW].join(' '))
    .sort()
    .join();
}

function wantedMounts({ inputs, outputs }: ContainerSpec): string {
  return [
    `volume ${inputs.volume} ${PLACES.inputs} ${inputs.isWritable}`,
    `volume ${outputs} ${PLACES.outputs} true`,
  ]
    .sort()
    .join();
}

function hasMemoryFolders(made: Readonly<Record<string, string>>, spec: ContainerSpec): boolean {
  const wanted = memoryFoldersOf(spec);
  return (
    Object.keys(made).length === wanted.length &&
    wanted.every((path) => made[path]?.split(',').includes(`size=${spec.scratchMiB}m`))
  );
}

type Host = NonNullable<InspectedContainer['HostConfig']>;

const hasDevices = ({ Devices, DeviceRequests }: Host): boolean =>
  (Devices ?? []).length + (DeviceRequests ?? []).length > 0;

/**
 * Whether a started container has the GPUs that it should and no others: asked of the engine, not
 * assumed. Docker only repeats the request (it starts nothing whose devices it has not); podman lists
 * the device nodes that came of it, of which drivers add some that are no GPU.
 */
export function hasGpus(
  { HostConfig: host = {} }: InspectedContainer,
  { gpus }: Pick<ContainerSpec, 'gpus'>,
): boolean {
  if (gpus.length === 0) return !hasDevices(host);
  const requests = host.DeviceRequests ?? [];
  if (requests.length > 0) {
    const ids = requests.flatMap(({ DeviceIDs }) => DeviceIDs ?? []);
    return ids.sort().join() === deviceIdsOf({ gpus }).sort().join();
  }
  const nodes = new Set((host.Devices ?? []).flatMap(({ PathInContainer: path }) => path ?? []));
  const cards = [...nodes].filter((path) => GPU_NODE.test(path));
  return cards.length === cardsOf(gpus);
}

/** One for each GPU, by number: /dev/nvidia0 and not /dev/nvidiactl; AMD's and Intel's below /dev/dri. */
const GPU_NODE = /^\/dev\/(nvidia\d+|dri\/renderD\d+)$/;

/** A part of a card ("nvidia.com/gpu=0:1") has the node of its card. */
function cardsOf(gpus: readonly string[]): number {
  return new Set(gpus.map((name) => name.replace(/:\d+$/, ''))).size;
}
