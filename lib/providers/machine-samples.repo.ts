import { and, eq, lt, sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { machineSamples } from '../../drizzle/schema/machine-samples';
import type { Db } from '../db/database.server';
import type { MachinePulse } from './machine-report';

/** Spans in which pulses are summed, and how long each is kept, in seconds. */
export const SAMPLE_SPANS = [
  { step: 300, keep: 86_400 },
  { step: 3_600, keep: 30 * 86_400 },
] as const;

/** Adds a pulse to its spans; at a span's first one, drops those that are too old to be shown. */
export async function addSample(tx: Db, pulse: MachinePulse, now: number): Promise<void> {
  const agent = pulse.agent.toLowerCase() as Hex;
  const s = machineSamples;
  const [cpu, memory, gpu] = [pulse.cpu, pulse.memory, pulse.gpu];
  for (const { step, keep } of SAMPLE_SPANS) {
    const rows = await tx
      .insert(s)
      .values({
        agent,
        step,
        at: BigInt(now - (now % step)),
        pulses: 1,
        cpu: cpu ?? 0,
        cpuCount: cpu === null ? 0 : 1,
        memory: memory ?? 0,
        memoryCount: memory === null ? 0 : 1,
        gpu: gpu ?? 0,
        gpuCount: gpu === null ? 0 : 1,
        running: pulse.running,
        queued: pulse.queued,
      })
      .onConflictDoUpdate({
        target: [s.agent, s.step, s.at],
        set: {
          pulses: sql`${s.pulses} + 1`,
          cpu: sql`${s.cpu} + excluded.cpu`,
          cpuCount: sql`${s.cpuCount} + excluded.cpu_count`,
          memory: sql`${s.memory} + excluded.memory`,
          memoryCount: sql`${s.memoryCount} + excluded.memory_count`,
          gpu: sql`${s.gpu} + excluded.gpu`,
          gpuCount: sql`${s.gpuCount} + excluded.gpu_count`,
          running: sql`${s.running} + excluded.running`,
          queued: sql`${s.queued} + excluded.queued`,
        },
      })
      .returning({ pulses: s.pulses });
    if (rows[0]?.pulses !== 1) continue;
    const oldest = BigInt(now - keep - step);
    await tx.delete(s).where(and(eq(s.agent, agent), eq(s.step, step), lt(s.at, oldest)));
  }
}
