import { FUEL_SLICE } from '../wasm/cost-table';
import type { StopSignal } from './stop-signal';
import { FuelExhausted } from './stop-signal';

/** The two globals in which a transformed module keeps its fuel. */
export interface FuelGlobals {
  readonly fuel: WebAssembly.Global<'i64'>;
  /** Below it, the module tells of its progress. */
  readonly notice: WebAssembly.Global<'i64'>;
}

/** Numbers are exact up to here. */
const LARGEST_BUDGET = 1n << 52n;

/**
 * The host's hand on the module's fuel counter. Within a host call it counts in numbers and writes
 * the counter once, at the end: a call may charge a thousand times.
 */
export class FuelMeter {
  private readonly fuel: WebAssembly.Global<'i64'>;
  private readonly limit: bigint;
  /** Taken and not yet written, and how much of it the counter allows. */
  private spent = 0;
  private budget = 0;

  /** @param limit at most 2^63 - 1 */
  constructor({ fuel, notice }: FuelGlobals, limit: bigint) {
    this.fuel = fuel;
    this.limit = limit;
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

  /** Begins a host call: reads the counter, which the module has written. `settle` ends it. */
  open(): void {
    const { left } = this;
    this.budget = Number(left < LARGEST_BUDGET ? left : LARGEST_BUDGET);
    this.spent = 0;
  }

  /**
   * Takes fuel for what the host does, between `open` and `settle`.
   *
   * @throws FuelExhausted
   */
  take(amount: number): void {
    if (amount <= this.budget - this.spent) this.spent += amount;
    else this.takeLarge(amount);
  }

  /** More than is left, or than numbers say exactly. */
  private takeLarge(amount: number): void {
    this.settle();
    this.fuel.value = this.left - BigInt(amount);
    this.open();
    if (this.isExhausted) throw new FuelExhausted() satisfies StopSignal;
  }

  /** Writes the counter, whichever way the call ended. */
  settle(): void {
    this.fuel.value = this.left - BigInt(this.spent);
  }

  /**
   * Takes fuel outside of host calls.
   *
   * @throws FuelExhausted
   */
  takeAtOnce(amount: number): void {
    this.open();
    try {
      this.take(amount);
    } finally {
      this.settle();
    }
  }
}
