import type { GpuHealth } from '../../../lib/execution/runner';
import { type Check, check, type Verdict } from './check';

/** What a way of running jobs said of itself. */
export type FoundEngine = {
  readonly name: string;
  readonly state: 'ready' | 'absent' | 'broken' | 'found';
  readonly detail: string;
  readonly fix: string | undefined;
  /** Undefined where it lends none. */
  readonly gpus?: GpuHealth | undefined;
};

/** What tells more of an engine that says nothing of how it is mended. */
const LOOK: Readonly<Record<string, string>> = {
  wasm: 'npm ci',
  oci: 'podman info; docker info',
  slurm: 'sinfo -R',
  bacalhau: 'bacalhau node list',
};

/** The engines that run jobs, and the GPUs that they lend. */
export function judgeEngines(engines: readonly FoundEngine[]): Check[] {
  const ready = engines.filter(({ state }) => state === 'ready');
  return [
    check(
      'engines',
      'Engines',
      ready.length > 0
        ? ['passed', `Ready: ${ready.map(({ name }) => name).join(', ')}.`]
        : [
            'failed',
            'No engine is ready: this machine can run no job.',
            // The engine of this clone needs nothing but its packages.
            engines.find(({ fix }) => fix !== undefined)?.fix ?? 'npm ci',
          ],
    ),
    ...engines.map(({ name, state, detail, fix }) => {
      const outcome = {
        ready: 'passed',
        absent: 'skipped',
        broken: 'warning',
        found: 'skipped',
      } as const;
      const look = state === 'broken' ? LOOK[name] : undefined;
      return check(`engine-${name}`, `Engine ${name}`, [outcome[state], detail, fix ?? look]);
    }),
    ...engines.flatMap(({ name, gpus }) =>
      gpus ? [check(`gpus-${name}`, `GPUs of ${name}`, gpuVerdict(gpus))] : [],
    ),
  ];
}

function gpuVerdict(gpus: GpuHealth): Verdict {
  if (gpus.isReady) return ['passed', `${gpus.detail}.`];
  const what = 'No GPU is offered until it does; OCI_GPUS names those that jobs may have, or none.';
  // What its engine says that is of no known kind, the driver's own tool may tell more of.
  return ['failed', `${gpus.detail}. ${what}`, gpus.fix ?? 'nvidia-smi -L && nvidia-ctk cdi list'];
}
