import { installPackages } from './apt.mjs';

/** A whole cluster on one machine; munge is how its daemons know each other, jwt how we know them. */
const PACKAGES = [
  'munge',
  'slurmctld',
  'slurmd',
  'slurm-client',
  'slurmrestd',
  'slurm-wlm-jwt-plugin',
];

/**
 * Installs Slurm. No daemon of it runs afterwards: the tests start their own clusters, each in a folder of
 * its own (lib/execution/slurm/testing/start-slurm.ts).
 *
 * @param {{ say: (line: string) => void }} options
 * @throws Error with a plain message
 */
export async function setupSlurm({ say }) {
  await installPackages(PACKAGES, { say });
}
