import type { Work } from '../../lib/chain/deal-facts';
import { engineIdOf, OCI_ENGINE } from '../../lib/execution/engine-id';
import { FUEL_PER_SECOND } from '../../lib/execution/oci/oci-engine';
import { sameHex } from '../../lib/shared/address';
import { RunForecast, type RunSample } from './run-forecast';

const CONTAINERS = engineIdOf(OCI_ENGINE);

type Job = Pick<Work, 'engine' | 'moduleId'>;

/**
 * How long jobs take on this machine, by what runs them. Fuel in containers is the clock's, and a run is
 * charged its whole limit: what such a run used is the time that it took, and its speed says nothing of
 * WebAssembly's.
 */
export class MachineForecast {
  readonly #wasm: RunForecast;
  readonly #containers = new RunForecast(Number(FUEL_PER_SECOND));

  /** @param promised fuel per second of WebAssembly */
  constructor(promised: number) {
    this.#wasm = new RunForecast(promised);
  }

  /** Of WebAssembly, as measured. */
  get fuelPerSecond(): number {
    return this.#wasm.fuelPerSecond;
  }

  add({ engine, moduleId }: Job, sample: Omit<RunSample, 'moduleId'>): void {
    if (!sameHex(engine, CONTAINERS)) {
      this.#wasm.add({ ...sample, moduleId });
      return;
    }
    const fuelUsed = BigInt(Math.round(sample.seconds * Number(FUEL_PER_SECOND)));
    this.#containers.add({ ...sample, moduleId, fuelUsed });
  }

  /** Seconds that a run of this module within this limit is expected to take. */
  secondsFor({ engine, moduleId }: Job, fuelLimit: bigint): number {
    const forecast = sameHex(engine, CONTAINERS) ? this.#containers : this.#wasm;
    return forecast.secondsFor(moduleId, fuelLimit);
  }
}
