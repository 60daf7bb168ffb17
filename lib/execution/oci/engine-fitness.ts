import { holderProgramFor } from './holder-image';

/** The part of GET /info of Docker's API, which podman answers too, that tells what an engine can limit. */
export interface EngineInfo {
  readonly MemoryLimit?: boolean;
  readonly PidsLimit?: boolean;
  readonly CpuCfsQuota?: boolean;
  readonly OSType?: string;
  readonly Architecture?: string;
  readonly SecurityOptions?: readonly string[];
}

/** What a job is limited in, by Docker's field and by the controller's name in the kernel. */
const LIMITS = [
  ['MemoryLimit', 'memory'],
  ['PidsLimit', 'pids'],
  ['CpuCfsQuota', 'cpu'],
] as const;

/**
 * What an engine lacks to keep jobs within their limits: it would drop a limit that it cannot set
 * without a word. undefined where it lacks nothing.
 *
 * @param controllers of cgroups, as podman's own API lists them. What it answers to Docker's call is
 *   read from files that only the first version of cgroups has: on a machine with the second it denies
 *   that it can limit the processor. Without them, of Docker, the answer to that call counts.
 */
export function unfitnessOf(info: EngineInfo, controllers?: readonly string[]): string | undefined {
  const missing = LIMITS.filter(([field, name]) =>
    controllers === undefined ? info[field] !== true : !controllers.includes(name),
  ).map(([, name]) => name);
  if (missing.length > 0) {
    return `The container engine cannot limit what its machine has no cgroup controller for: ${missing.join(', ')}`;
  }
  if (info.OSType !== undefined && info.OSType !== 'linux')
    return 'The engine runs no Linux containers';
  if (!(info.SecurityOptions ?? []).some((option) => option.includes('seccomp'))) {
    return 'The container engine has no seccomp: its kernel or its configuration lacks it';
  }
  if (holderProgramFor(info.Architecture ?? '') === undefined) {
    return `The engine runs on ${info.Architecture}: only amd64 and arm64 are served`;
  }
  return undefined;
}
