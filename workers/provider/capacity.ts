/**
 * What a machine has and what its jobs take of it. Pure accounting: nothing here can be reserved that
 * is not there.
 */

/** Amounts of everything that is accounted: thousandths of a core, MiB, whole devices. */
export type Units = {
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly storageMiB: number;
  readonly gpuCount: number;
};

const DIMENSIONS = ['cpuMilli', 'memoryMiB', 'storageMiB', 'gpuCount'] as const;

export const NO_UNITS: Units = { cpuMilli: 0, memoryMiB: 0, storageMiB: 0, gpuCount: 0 };

export type Dimension = (typeof DIMENSIONS)[number];

/** The dimensions in which `needed` is more than `there`. */
export function lacking(needed: Units, there: Units): Dimension[] {
  return DIMENSIONS.filter((dimension) => needed[dimension] > there[dimension]);
}

export function plus(a: Units, b: Units): Units {
  return combine(a, b, (x, y) => x + y);
}

export function minus(a: Units, b: Units): Units {
  return combine(a, b, (x, y) => x - y);
}

/** The larger of both in each dimension. */
export function most(a: Units, b: Units): Units {
  return combine(a, b, Math.max);
}

/** One machine's reservations, by the deal that they are for. */
export class Capacity {
  readonly #reserved = new Map<string, Units>();
  #sum: Units = NO_UNITS;
  #total: Units;

  constructor(total: Units) {
    this.#total = total;
  }

  get total(): Units {
    return this.#total;
  }

  get reserved(): Units {
    return this.#sum;
  }

  get free(): Units {
    return minus(this.#total, this.#sum);
  }

  /**
   * Takes in the disk that was freed since: where the machine would now have twice as much for its
   * jobs or more. Less than that would change what its offers promise again and again.
   */
  growStorage(storageMiB: number): void {
    if (storageMiB >= 2 * this.#total.storageMiB) this.#total = { ...this.#total, storageMiB };
  }

  has(id: string): boolean {
    return this.#reserved.has(id);
  }

  /** Reserves for `id` if there is room; once only, however often it is asked. */
  tryReserve(id: string, units: Units): boolean {
    if (this.#reserved.has(id)) return true;
    if (DIMENSIONS.some((dimension) => !isAmount(units[dimension]))) return false;
    if (lacking(units, this.free).length > 0) return false;
    this.#reserved.set(id, units);
    this.#sum = plus(this.#sum, units);
    return true;
  }

  /** Gives back what `id` holds; nothing where it holds nothing. */
  release(id: string): void {
    const units = this.#reserved.get(id);
    if (!units) return;
    this.#reserved.delete(id);
    this.#sum = minus(this.#sum, units);
  }
}

function isAmount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function combine(a: Units, b: Units, of: (x: number, y: number) => number): Units {
  return {
    cpuMilli: of(a.cpuMilli, b.cpuMilli),
    memoryMiB: of(a.memoryMiB, b.memoryMiB),
    storageMiB: of(a.storageMiB, b.storageMiB),
    gpuCount: of(a.gpuCount, b.gpuCount),
  };
}
