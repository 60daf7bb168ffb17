import type { Hex } from 'viem';
import { engineIdOf } from './engine-id';
import type { Execution, JobLimits, OnProgress } from './execution';

/** What any runner is asked: one job, whole. */
export interface RunnerJob {
  readonly moduleFiles: ReadonlyMap<string, Uint8Array>;
  readonly inputFiles: ReadonlyMap<string, Uint8Array>;
  readonly limits: JobLimits;
  /** Name and exact version of the engine that the deal names; one of the runner's. */
  readonly engine: string;
  /** What the deal grants beside its limits; without it what the module's manifest asks for. */
  readonly grants?:
    | {
        readonly cpuMilli: number;
        readonly gpuCount: number;
        /** What each of the GPUs must be; without it any will do. */
        readonly gpu?: { readonly memoryMiB: number; readonly model: Hex } | undefined;
      }
    | undefined;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  /** Real milliseconds after which the run is ended: an infrastructure fault. */
  readonly wallLimitMs?: number;
}

/** Whether a runner's engine gives jobs the GPUs that they may have. */
export type GpuHealth =
  | { readonly isReady: true; readonly detail: string }
  | {
      readonly isReady: false;
      readonly detail: string;
      /** A command that mends it, where one does. */
      readonly fix: string | undefined;
    };

/** Whether a runner can take jobs on this machine, in words that a provider can act on. */
export type RunnerHealth =
  | {
      readonly isReady: true;
      readonly version: string;
      readonly detail: string;
      /** Absent where it lends none. */
      readonly gpus?: GpuHealth;
    }
  | {
      readonly isReady: false;
      /** `absent`: not installed or not set up; `broken`: there, but not fit to run jobs. */
      readonly why: 'absent' | 'broken';
      readonly detail: string;
      /** A command that mends it, where one does. */
      readonly fix?: string;
    };

/**
 * One way of running jobs: in this process' own sandbox, in containers, on a cluster. The same job
 * gives the same result, whichever runs it.
 */
export interface Runner {
  readonly name: 'wasm' | 'oci' | 'slurm' | 'bacalhau';
  /** Names and exact versions of the engines whose jobs it runs. */
  readonly engines: readonly string[];
  /**
   * @throws InfrastructureFault whenever there is no execution (killed, lost, too slow, aborted); it
   *   is never a result
   */
  run(job: RunnerJob, options?: RunOptions): Promise<Execution>;
  check(signal?: AbortSignal): Promise<RunnerHealth>;
}

/** The first runner that has the engine with this id on chain, and the engine's name. */
export function runnerFor<R extends Pick<Runner, 'engines'>>(
  runners: readonly R[],
  engineId: string,
): { readonly runner: R; readonly engine: string } | undefined {
  const id = engineId.toLowerCase();
  for (const runner of runners) {
    const engine = runner.engines.find((name) => engineIdOf(name) === id);
    if (engine !== undefined) return { runner, engine };
  }
  return undefined;
}
