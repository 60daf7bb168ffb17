import { FUEL_SLICE } from '../wasm/cost-table';
import type { StopSignal } from './stop-signal';
import { FuelExhausted } from './stop-signal';

/** The two globals in which a transformed module keeps its fuel. */
export interface FuelGlobals {
  readonly fuel: WebAssembly.Global<'i64'>;
  /** Below it, the module tells of its progress. */
  readonly notice: WebAssembly.Global<'i64'>;
}

/** The host's hand on the module's fuel counter. */
export class FuelMeter {
  private readonly fuel: WebAssembly.Global<'i64'>;
  private readonly limit: bigint;
  private readonly unitFuel: number;

  /**
   * @param limit at most 2^63 - 1
   * @param unitFuel fuel of a unit of the host's work
   */
  constructor({ fuel, notice }: FuelGlobals, limit: bigint, unitFuel: number) {
    this.fuel = fuel;
    this.limit = limit;
    this.unitFuel = unitFuel;
    fuel.value = limit;
    notice.value = limit > FUEL_SLICE ? limit - FUEL_SLICE : 0n;
  }

  /** Fuel left; below zero when it is exhausted. */
  get left(): bigint {
    return this.fuel.value;
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
  charge(units: number): void {
    this.take(units * this.unitFuel);
  }

  /** @throws FuelExhausted */
  take(amount: number): void {
    const left = this.fuel.value - BigInt(amount);
    this.fuel.value = left;
    if (left < 0n) throw new FuelExhausted() satisfies StopSignal;
  }
}
