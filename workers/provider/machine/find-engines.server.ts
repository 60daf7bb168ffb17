import type { GpuHealth, Runner } from '../../../lib/execution/runner';
import { type MachineReport, oneLine } from '../../../lib/providers/machine-report';
import { within } from '../../../lib/shared/in-time';
import { findInstalled, unusedEngines } from './installed-engines.server';

type FoundEngine = MachineReport['engines'][number];
const PATIENCE_MS = 15_000;

/** What a runner says of itself, the command that mends it, and of the GPUs that it lends. */
export type EngineFinding = {
  readonly engine: FoundEngine;
  readonly fix: string | undefined;
  readonly gpus: GpuHealth | undefined;
};

/** Every engine of a machine: those that its agent uses, and those that are there without being lent. */
export async function findEngines(runners: readonly Runner[]): Promise<readonly EngineFinding[]> {
  const [used, installed] = await Promise.all([askRunners(runners), findInstalled()]);
  const engines = used.map(({ engine }) => engine);
  return [...used, ...unusedEngines(installed, engines)];
}

/** What each runner says of itself. A runner that does not answer is broken. */
function askRunners(runners: readonly Runner[]): Promise<readonly EngineFinding[]> {
  return Promise.all(
    runners.map(async (runner) => {
      const { name, engines } = runner;
      const health = await runner.check(within(PATIENCE_MS)).catch((error: unknown) => ({
        isReady: false as const,
        why: 'broken' as const,
        detail: error instanceof Error ? error.message : String(error),
        fix: undefined,
      }));
      const engine: FoundEngine = {
        name,
        state: health.isReady ? 'ready' : health.why,
        version: health.isReady ? oneLine(health.version, 200) : '',
        detail: oneLine(health.detail, 1_000),
        engines: engines.slice(0, 50).map((one) => oneLine(one, 100)),
      };
      return health.isReady
        ? { engine, fix: undefined, gpus: health.gpus }
        : { engine, fix: health.fix, gpus: undefined };
    }),
  );
}
