import { z } from 'zod';
import { path } from '../../lib/env/fields';
import { readEnv } from '../../lib/env/read-env.server';
import { clusterRunners } from '../../lib/execution/cluster-runners.server';
import type { LentGpu } from '../../lib/execution/oci/gpu-pool';
import { ociRunner } from '../../lib/execution/oci/oci-runner.server';
import { jobChildren } from '../../lib/execution/run-job.server';
import type { Runner } from '../../lib/execution/runner';
import { createTransformCache } from '../../lib/execution/transform-cache.server';
import { wasmRunner } from '../../lib/execution/wasm-runner.server';
import { NO_OCI } from './oci-socket.server';

/** Of transformed modules in memory. */
const CACHE_BYTES = 64 * 1024 * 1024;

const list = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''));

const runnersEnv = z.object({
  /** Socket of Docker or podman: with it jobs in containers are run. An agent's default: what it finds. */
  OCI_SOCKET: path.optional().transform((socket) => (socket === NO_OCI ? undefined : socket)),
  /** Registries that images may be pulled from, separated by commas; none by default. */
  OCI_REGISTRIES: list,
  /** CDI names of the GPUs that jobs may have, separated by commas; `none`; an agent's default: all that it finds. */
  OCI_GPUS: list
    .refine(
      (names) =>
        names.join() === 'none' ||
        names.every((name) => /^[a-z0-9.-]+\/[a-z0-9._-]+=[A-Za-z0-9._:-]+$/i.test(name)),
      'must be CDI names such as nvidia.com/gpu=0, or none',
    )
    .refine((names) => new Set(names).size === names.length, 'must name each device once'),
});

/**
 * Names of the GPUs that this process' environment gives to jobs; undefined where it says nothing.
 *
 * @throws EnvError
 */
export function namedGpus(): readonly string[] | undefined {
  const { OCI_SOCKET, OCI_GPUS: names } = readEnv(runnersEnv);
  if (OCI_SOCKET === undefined || names.join() === 'none') return [];
  return names.length > 0 ? names : undefined;
}

/**
 * Every way of running jobs that this process' environment names; the embedded engine always.
 *
 * @param options.owner a name that is this process' own on its machine, also after a restart
 * @param options.cacheFolder where transformed modules are kept from one start to the next
 * @param options.gpus what is known of the GPUs for jobs; without it those that the environment names
 * @throws EnvError
 */
export function openRunners(options: {
  readonly owner: string;
  readonly signal: AbortSignal;
  readonly cacheFolder?: string;
  readonly gpus?: readonly LentGpu[];
}): Runner[] {
  const {
    owner,
    signal,
    cacheFolder,
    gpus = (namedGpus() ?? []).map((name) => ({ name })),
  } = options;
  const env = readEnv(runnersEnv);
  const cache = createTransformCache({ capacity: CACHE_BYTES, folder: cacheFolder });
  const runners = [wasmRunner({ children: jobChildren(1, { signal }), cache })];
  // A cluster takes the jobs of its engines.
  const own = [...clusterRunners(), ...runners];
  if (env.OCI_SOCKET === undefined) return own;
  const { OCI_SOCKET: socketPath, OCI_REGISTRIES: registries } = env;
  return [...own, ociRunner({ socketPath, registries, gpus, owner })];
}
