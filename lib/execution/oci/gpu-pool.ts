import type { Hex } from 'viem';
import { sameHex, ZERO_BYTES32 } from '../../shared/address';

/** A GPU that jobs may have. */
export interface LentGpu {
  /** As CDI has it, "nvidia.com/gpu=0". */
  readonly name: string;
  /** MiB; undefined where it is not known: enough for any job then. */
  readonly memoryMiB?: number | undefined;
  /** The offers' word for the model; undefined where it is not known: right for any job then. */
  readonly model?: Hex | undefined;
}

/** What each of a job's GPUs must be. */
export interface GpuNeed {
  readonly memoryMiB: number;
  /** 0 = any. */
  readonly model: Hex;
}

export const ANY_GPU: GpuNeed = { memoryMiB: 0, model: ZERO_BYTES32 };

/** Which GPUs of a machine are free: each is lent to one job at a time. */
export class GpuPool {
  #free: readonly LentGpu[];
  readonly #all: readonly LentGpu[];
  readonly size: number;

  constructor(gpus: readonly LentGpu[]) {
    this.#free = gpus;
    this.#all = gpus;
    this.size = gpus.length;
  }

  /**
   * The smallest that do: larger ones stay free for jobs that need them.
   *
   * @returns undefined where too few are free
   */
  take(count: number, need: GpuNeed = ANY_GPU): readonly LentGpu[] | undefined {
    const fitting = this.#free.filter((gpu) => fits(gpu, need));
    if (fitting.length < count) return undefined;
    fitting.sort((a, b) => (a.memoryMiB ?? 0) - (b.memoryMiB ?? 0));
    const taken = fitting.slice(0, count);
    this.#free = this.#free.filter((gpu) => !taken.includes(gpu));
    return taken;
  }

  /** Whether so many that do are here at all, free or not. */
  has(count: number, need: GpuNeed = ANY_GPU): boolean {
    return this.#all.filter((gpu) => fits(gpu, need)).length >= count;
  }

  give(gpus: readonly LentGpu[]): void {
    this.#free = [...this.#free, ...gpus];
  }
}

function fits({ memoryMiB, model }: LentGpu, need: GpuNeed): boolean {
  const isModel =
    model === undefined || sameHex(need.model, ZERO_BYTES32) || sameHex(model, need.model);
  return isModel && (memoryMiB === undefined || memoryMiB >= need.memoryMiB);
}
