import { fileURLToPath } from 'node:url';
import type { Execution } from '../execution';
import { InfrastructureFault } from '../infrastructure-fault';
import type { Runner, RunnerHealth, RunnerJob, RunOptions } from '../runner';
import { enginesOf, innerRunnerOf, jobScriptOf, nodeShareOf } from './inner-runners';
import { jobSpool, type NodeBundles } from './job-spool.server';
import { JobWatch } from './job-watch.server';
import { type SlurmClient, SlurmUnreachable, slurmClient } from './slurm-client.server';
import type { SlurmEnv } from './slurm-env';
import { isSystemError, SPOOL } from './spool-files.server';

const MIB = 1024 * 1024;
const DEFAULT_WALL_LIMIT_MS = 15 * 60_000;

export interface SlurmRunnerOptions {
  /** By default those that the build put beside the running bundle. */
  readonly bundles?: NodeBundles;
}

/**
 * Runs jobs on a Slurm cluster: the sandboxed engine of this software on a node, started by slurmrestd. A job
 * outlives the controller, a lost node (Slurm runs it again) and this process: the next run of an
 * equal job takes it over.
 */
export function slurmRunner(env: SlurmEnv, options: SlurmRunnerOptions = {}): Runner {
  const client = slurmClient(env);
  const spool = jobSpool(env.SLURM_SPOOL, env.SLURM_USER);
  const { bundles = defaultBundles() } = options;
  const engines = enginesOf(env.SLURM_RUNS);
  let command: Promise<string> | undefined;

  async function commandPath(): Promise<string> {
    command ??= spool.installBundles(bundles);
    try {
      return await command;
    } catch (error) {
      command = undefined;
      throw error;
    }
  }

  async function run(job: RunnerJob, more: RunOptions = {}): Promise<Execution> {
    const runner = innerRunnerOf(job.engine, env.SLURM_RUNS);
    if (runner === undefined) {
      throw new InfrastructureFault(`${job.engine} is no engine of slurm`, {
        reason: 'engine-unfit',
      });
    }
    const wallLimitMs = more.wallLimitMs ?? DEFAULT_WALL_LIMIT_MS;
    const { memoryMiB, cpus, gpus } = nodeShareOf(job, env.SLURM_MEMORY_OVERHEAD_MIB);
    try {
      const path = await commandPath();
      const place = await spool.open({ runner, job, wallLimitMs });
      return await new JobWatch(client, place, {
        ...more,
        wallLimitMs,
        resultBytes: (job.limits.storageMiB + 32) * MIB,
        submission: {
          name: place.name,
          script: jobScriptOf([
            ...[env.SLURM_NODE_BINARY, '--no-warnings', path, place.folder],
            ...[env.SLURM_OCI_SOCKET, env.SLURM_OCI_REGISTRIES.join()],
          ]),
          folder: place.folder,
          log: `${place.folder}/${SPOOL.log}`,
          partition: env.SLURM_PARTITION,
          account: env.SLURM_ACCOUNT,
          cpus: runner === 'wasm' ? 1 : cpus,
          memoryMiB,
          minutes: Math.ceil(wallLimitMs / 60_000) + 1,
          gres: gpus === 0 ? undefined : `${env.SLURM_GPU_GRES}:${gpus}`,
        },
      }).run();
    } catch (error) {
      throw spoolFault(error);
    }
  }

  return {
    name: 'slurm',
    engines,
    run,
    check: (signal) => check(env, client, commandPath, signal),
  };
}

async function check(
  env: SlurmEnv,
  client: SlurmClient,
  commandPath: () => Promise<string>,
  signal: AbortSignal | undefined,
): Promise<RunnerHealth> {
  const broken = (detail: string, fix?: string): RunnerHealth => ({
    isReady: false,
    why: 'broken',
    detail,
    ...(fix === undefined ? {} : { fix }),
  });
  try {
    const { version, isUp, hasPartition } = await client.describe(env.SLURM_PARTITION, signal);
    if (!isUp) return broken('slurmctld does not answer slurmrestd', 'systemctl restart slurmctld');
    if (!hasPartition) return broken(`there is no partition ${env.SLURM_PARTITION}`, 'sinfo');
    await commandPath();
    return { isReady: true, version, detail: `slurmrestd at ${env.SLURM_URL}` };
  } catch (error) {
    const cause = spoolFault(error);
    const isAway = cause instanceof SlurmUnreachable;
    return broken(
      cause instanceof Error ? cause.message : String(cause),
      isAway ? 'systemctl restart slurmrestd' : undefined,
    );
  }
}

function spoolFault(error: unknown): unknown {
  if (!isSystemError(error)) return error;
  return new InfrastructureFault(`SLURM_SPOOL cannot be used: ${error.message}`, {
    cause: error,
    reason: 'engine-unfit',
  });
}

function defaultBundles(): NodeBundles {
  const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  return { jobPath: beside('slurm-job.js'), childPath: beside('job-child.js') };
}
