import type { Logger } from '../../lib/log/logger.server';
import { createAgentMetrics } from './agent-metrics.server';
import { AgentControl } from './agent-state';
import { DiskWatch } from './disk-watch.server';
import { startHealthServer } from './health-server.server';

const LOOK_MS = 2_000;

/**
 * Returns once something can be written to an agent's folder. Until then the agent cannot begin, as its
 * lock and its journal are there; it says so to who asks for its health, and has no deals.
 *
 * @param healthPort of /healthz and /metrics; none where it is undefined
 * @throws where that port is taken
 */
export async function waitForDisk(
  folder: string,
  healthPort: number | undefined,
  log: Logger,
): Promise<void> {
  const control = new AgentControl(() => Math.floor(Date.now() / 1_000));
  const disk = new DiskWatch(folder, control);
  if (await disk.takesWrites()) return;
  disk.full();
  log.error({ folder }, 'the disk is full: the agent starts when there is some space');
  const { registry } = createAgentMetrics(control);
  const health =
    healthPort === undefined
      ? undefined
      : await startHealthServer(healthPort, () => control.read(), registry);
  const parent = process.ppid;
  while (!(await disk.takesWrites())) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    // Whoever started it is gone, and nobody would end it.
    if (process.ppid !== parent) process.exit(0);
  }
  await health?.close();
  log.info({ folder }, 'there is space on the disk');
}
