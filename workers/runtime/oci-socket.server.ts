import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openEngine } from '../../lib/execution/oci/engine.server';

/** Where Docker and podman listen unless they are told otherwise. */
export const PODMAN_SOCKET = '/run/podman/podman.sock';
export const DOCKER_SOCKET = '/var/run/docker.sock';
/** Value of OCI_SOCKET for an agent that is to run no containers. */
export const NO_OCI = 'none';

type Env = Readonly<Record<string, string | undefined>>;

/** The usual sockets of this user, the system's first. */
export function usualSockets({ XDG_RUNTIME_DIR: own }: Env): readonly string[] {
  return [
    ...[PODMAN_SOCKET, DOCKER_SOCKET],
    ...(own ? [join(own, 'podman/podman.sock'), join(own, 'docker.sock')] : []),
  ];
}

/** What there is at a path where an engine may listen. */
export type SocketState =
  | { readonly path: string; readonly is: 'usable'; readonly version: string }
  | { readonly path: string; readonly is: 'closed' | 'unfit'; readonly why: string };

/** Looks at one path; undefined where no socket is there. Never throws. */
export async function lookAtSocket(path: string): Promise<SocketState | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isSocket()) return undefined;
  const isOpen = await access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!isOpen) return { path, is: 'closed', why: 'this user may not use its socket' };
  try {
    const { version, isRootless } = await openEngine(path);
    return isRootless
      ? { path, is: 'unfit', why: `${version} runs without root: outputs need one that has it` }
      : { path, is: 'usable', version };
  } catch (error) {
    return { path, is: 'unfit', why: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The socket whose engine runs an agent's containers: the one that OCI_SOCKET names, else the first of
 * the usual ones that keeps jobs within their limits. To use it is no consent to run anything: only a
 * deal of an offer for containers does, which its provider has signed.
 *
 * @returns `none` where there is no such engine
 */
export async function ociSocketOf(env: Env, paths = usualSockets(env)): Promise<string> {
  if (env.OCI_SOCKET) return env.OCI_SOCKET;
  for (const path of paths) {
    const state = await lookAtSocket(path);
    if (state?.is === 'usable') return path;
  }
  return NO_OCI;
}
