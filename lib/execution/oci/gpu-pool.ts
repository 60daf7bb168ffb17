/** Which GPUs of a machine are free: each is lent to one job at a time. */
export class GpuPool {
  readonly #free: string[];
  readonly size: number;

  /** @param names as CDI has them, "nvidia.com/gpu=0" */
  constructor(names: readonly string[]) {
    this.#free = [...names];
    this.size = names.length;
  }

  /** @returns undefined where too few are free */
  take(count: number): readonly string[] | undefined {
    return this.#free.length < count ? undefined : this.#free.splice(0, count);
  }

  give(names: readonly string[]): void {
    this.#free.push(...names);
  }
}
