import { readEnv } from '../env/read-env.server';
import { bacalhauEnv } from './bacalhau/bacalhau-env';
import { bacalhauRunner } from './bacalhau/bacalhau-runner.server';
import type { Runner } from './runner';
import { slurmEnv } from './slurm/slurm-env';
import { slurmRunner } from './slurm/slurm-runner.server';

/**
 * Runners of the clusters that the environment names by SLURM_URL and BACALHAU_URL; none where it names
 * none. Put before this machine's own they take the jobs of their engines (docs/clusters.md).
 *
 * @throws EnvError a cluster is named, but its other settings are missing or wrong
 */
export function clusterRunners(env: Record<string, string | undefined> = process.env): Runner[] {
  const runners: Runner[] = [];
  if (env.SLURM_URL) runners.push(slurmRunner(readEnv(slurmEnv, env)));
  if (env.BACALHAU_URL) runners.push(bacalhauRunner(readEnv(bacalhauEnv, env)));
  return runners;
}
