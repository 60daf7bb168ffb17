import { and, eq, gt, ne, sql } from 'drizzle-orm';
import type { Address } from 'viem';
import { machines } from '../../drizzle/schema/machines';
import type { Db } from '../db/database.server';
import { BENCHMARK_FIGURES, type MachinePeers } from './machine-api';
import { isInOffer } from './machines.query';

const FRESH_SECONDS = 300;

/**
 * A machine's figures among those of machines that are on. Only machines that a provider's signed
 * offer names are counted: keys cost nothing, and could be made to move the median.
 */
export async function readMachinePeers(
  db: Db,
  agent: Address,
  now: number,
): Promise<MachinePeers | undefined> {
  const [own] = await db
    .select({ report: machines.report })
    .from(machines)
    .where(eq(machines.agent, agent));
  if (!own) return undefined;
  const entries = BENCHMARK_FIGURES.map(async (figure) => {
    const value = sql`(${machines.report} #>> ${`{benchmark,${figure}}`}::text[])::float8`;
    const [row] = await db
      .select({
        count: sql<number>`count(${value})::int`,
        spread: sql<
          number[] | null
        >`percentile_cont(array[0.1, 0.5, 0.9]) within group (order by ${value})`,
      })
      .from(machines)
      .where(
        and(
          ne(machines.agent, agent),
          gt(machines.pulseHeardAt, BigInt(now - FRESH_SECONDS)),
          isInOffer,
        ),
      );
    const [p10, median, p90] = row?.spread ?? [];
    const isKnown = p10 !== undefined && median !== undefined && p90 !== undefined;
    return [
      figure,
      {
        own: own.report.benchmark?.[figure] ?? null,
        spread: isKnown && row?.count ? { p10, median, p90 } : null,
        count: row?.count ?? 0,
      },
    ] as const;
  });
  const figures = Object.fromEntries(await Promise.all(entries));
  return { figures: figures as MachinePeers['figures'] };
}
