import { and, eq, gte } from 'drizzle-orm';
import type { Address } from 'viem';
import { machineSamples } from '../../drizzle/schema/machine-samples';
import { machines } from '../../drizzle/schema/machines';
import type { Db } from '../db/database.server';
import { PULSE_SECONDS } from './admit-pulse';
import type { HistoryPoint, HistoryRange, MachineHistory } from './machine-api';

const SPANS: Record<HistoryRange, { readonly step: number; readonly length: number }> = {
  '24h': { step: 300, length: 86_400 },
  '7d': { step: 3_600, length: 7 * 86_400 },
  '30d': { step: 3_600, length: 30 * 86_400 },
};

type Sample = typeof machineSamples.$inferSelect;

/** How busy a machine was; undefined where none has reported under that key. */
export async function readMachineHistory(
  db: Db,
  agent: Address,
  range: HistoryRange,
  now: number,
): Promise<MachineHistory | undefined> {
  const { step, length } = SPANS[range];
  const [machine] = await db
    .select({ since: machines.firstHeardAt })
    .from(machines)
    .where(eq(machines.agent, agent));
  if (!machine) return undefined;
  const last = now - (now % step);
  const first = last - length + step;
  const { agent: of, step: by, at } = machineSamples;
  const rows = await db
    .select()
    .from(machineSamples)
    .where(and(eq(of, agent), eq(by, step), gte(at, BigInt(first))));
  const found = new Map(rows.map((row) => [Number(row.at), row]));
  const items = Array.from({ length: length / step }, (_, index) => {
    const begin = first + index * step;
    return pointOf(begin, found.get(begin), step, Number(machine.since), now);
  });
  return { range, step, items };
}

function pointOf(
  at: number,
  sample: Sample | undefined,
  step: number,
  since: number,
  now: number,
): HistoryPoint {
  // Of the span in which it came, and of the one that goes on, only a part can be covered.
  const seconds = Math.min(at + step, now) - Math.max(at, since);
  const expected = Math.max(PULSE_SECONDS, seconds);
  const covered = Math.min(1, ((sample?.pulses ?? 0) * PULSE_SECONDS) / expected);
  const mean = (sum = 0, count = 0) => (count === 0 ? null : sum / count);
  return {
    at,
    up: at + step <= since ? null : covered,
    cpu: mean(sample?.cpu, sample?.cpuCount),
    memory: mean(sample?.memory, sample?.memoryCount),
    gpu: mean(sample?.gpu, sample?.gpuCount),
    running: mean(sample?.running, sample?.pulses),
    queued: mean(sample?.queued, sample?.pulses),
  };
}
