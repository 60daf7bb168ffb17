import { FUEL_SLICE } from '../wasm/cost-table';
import type { StopSignal } from './stop-signal';
import { FuelExhausted } from './stop-signal';

/** The two globals in which a transformed module keeps its fuel. */
export interface FuelGlobals {
  readonly fuel: WebAssembly.Global<'i64'>;
  readonly reserve: WebAssembly.Global<'i64'>;
}

/** The host's hand on the module's fuel counter. */
export class FuelMeter {
  private readonly globals: FuelGlobals;
  private readonly limit: bigint;

  /** @param limit at most 2^63 - 1 */
  constructor(globals: FuelGlobals, limit: bigint) {
    this.globals = globals;
    this.limit = limit;
    this.share(limit);
  }

  private share(total: bigint): void {
    const slice = total < FUEL_SLICE ? total : FUEL_SLICE;
    this.globals.fuel.value = slice;
    this.globals.reserve.value = total - slice;
  }

  /** Fuel left; below zero when it is exhausted. */
  get left(): bigint {
    return this.globals.fuel.value + this.globals.reserve.value;
  }

  get used(): bigint {
    const { left } = this;
    return left < 0n ? this.limit : this.limit - left;
  }

  get isExhausted(): boolean {
    return this.left < 0n;
  }

  /**
   * Takes fuel for what the host does.
   *
   * @throws FuelExhausted
   */
  charge(amount: number): void {
    const { fuel } = this.globals;
    const left = fuel.value - BigInt(amount);
    fuel.value = left;
    if (left >= 0n) return;
    const total = this.left;
    if (total < 0n) throw new FuelExhausted() satisfies StopSignal;
    this.share(total);
  }
}
