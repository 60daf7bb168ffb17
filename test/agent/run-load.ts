import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OUTCOME, STAGE } from '../../lib/chain/deal-facts';
import type { JobSubmission } from '../../lib/offers/match-item';
import { testSupervisor } from '../stack/processes';
import type { AgentMarket } from './agent-market';
import { countExecutedTwice, countOversold, readActivity } from './read-activity';

/** What a load run came to. Counted from the agent's own log and from the chain. */
export interface LoadReport {
  readonly deals: number;
  /** Settled as accepted, each posted and settled exactly once. */
  readonly settled: number;
  /** Executions begun after that deal's seal was posted (or only sealed). */
  readonly executedTwice: number;
  /** Moments with more reserved than there is, or more jobs running than there are cores for them. */
  readonly oversold: number;
  readonly kills: number;
  readonly seconds: number;
}

/** Where an agent is killed, in turn; `now` is wherever it happens to be. */
const MOMENTS = ['sealed', 'now', 'uploaded', 'sent-postResult', 'receipted'] as const;
const PATIENCE_MS = 600_000;

/**
 * One agent serves `deals` small deals back to back, as many at a time as its offer has lanes, and is
 * killed `kills` times meanwhile; whoever supervises it starts it again.
 */
export async function runLoad(
  market: AgentMarket,
  { deals, kills }: { deals: number; kills: number },
  onProgress: (text: string) => void = () => {},
): Promise<LoadReport> {
  const env = { ...market.agentEnv('load'), CPU_MILLI: '3000', STORAGE_MIB: '8' };
  const agent = testSupervisor().start({
    name: `agent-${market.chain.port}`,
    command: process.execPath,
    args: ['dist/provider.js'],
    cwd: process.cwd(),
    env,
  });
  try {
    const orders: JobSubmission[] = [];
    for (let i = 0; i < deals; i++) orders.push(await market.order());
    const began = Date.now();
    const until = began + PATIENCE_MS;
    let killed = 0;
    let armed: string | undefined;
    let settled = 0;
    let matched = 0;
    while (settled < deals) {
      if (Date.now() > until)
        throw new Error(`${settled} of ${deals} settled: ${agent.lastLine()}`);
      const { head } = await market.feed.poll();
      const known = [...market.feed.deals().values()];
      settled = known.filter(({ stage }) => stage === STAGE.Settled).length;
      const posted = known.filter(({ stage }) => stage === STAGE.Cleared);
      if (posted.length > 0) await market.accept(posted);
      const live = known.filter(({ stage }) => stage === STAGE.Matched);
      const taken = new Set(live.map(({ terms }) => terms.lane));
      const free = Array.from({ length: market.lanes }, (_, lane) => lane).filter(
        (lane) => !taken.has(lane),
      );
      const isFresh = (market.board.ticket()?.until ?? 0) > head.timestamp + 5;
      // A few at a time, so that there is always work in hand when it is killed.
      if (posted.length === 0 && isFresh && free.length > 0 && matched < deals) {
        const next = orders.slice(matched, matched + free.length);
        await market.match(next, free);
        matched += next.length;
      }
      const isDue = settled >= ((killed + 0.5) * deals) / kills - deals / 8;
      if (killed < kills && matched > 0 && isDue) {
        armed ??= arm(market, agent.pid(), MOMENTS[killed % MOMENTS.length] ?? 'now');
        if (!existsSync(armed)) {
          armed = undefined;
          killed += 1;
          onProgress(`${settled} settled, killed ${killed} times`);
        }
      }
      await sleep(100);
    }
    const seconds = Number(((Date.now() - began) / 1_000).toFixed(1));
    const all = [...market.feed.deals().values()];
    const once = all.filter(({ outcome, history }) => {
      const count = (name: string) => history.filter((moment) => moment.name === name).length;
      return (
        outcome === OUTCOME.Accepted && count('ResultPosted') === 1 && count('DealSettled') === 1
      );
    });
    const postedAt = new Map(all.map(({ dealId, postedAt: at }) => [dealId as string, at ?? 0]));
    const lines = readActivity(join(market.folder, 'load', 'activity.jsonl'));
    for (const { did, dealId, cause, detail } of lines) {
      if (did === 'refused') onProgress(`declined ${dealId}: ${cause}: ${detail}`);
    }
    return {
      deals,
      settled: once.length,
      executedTwice: countExecutedTwice(lines, postedAt),
      oversold: countOversold(lines),
      kills: killed,
      seconds,
    };
  } finally {
    await agent.stop();
  }
}

/**
 * Has the agent ended as by kill -9, at once or at its next such moment (workers/runtime/crash-point).
 * Answers the path of a file that is gone once that has happened.
 */
function arm(market: AgentMarket, pid: number | undefined, moment: string): string {
  const order = join(market.folder, 'crash', `agent.${moment}`);
  if (moment !== 'now') writeFileSync(order, '');
  else if (pid === undefined) throw new Error('The agent does not run');
  else process.kill(pid, 'SIGKILL');
  return order;
}
