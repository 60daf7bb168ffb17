import { expect, it } from 'vitest';
import { engineIdOf, OCI_ENGINE, WASM_ENGINE_IDS } from '../../lib/execution/engine-id';
import { testHash } from '../../test/builders/offers';
import { MachineForecast } from './machine-forecast';

const [WASM = testHash(0)] = WASM_ENGINE_IDS;
const wasm = { engine: WASM, moduleId: testHash(1) };
const container = { engine: engineIdOf(OCI_ENGINE), moduleId: testHash(2) };
const SECOND = 1_000_000_000n;

it('learns nothing of WebAssembly from containers, nor the other way round', () => {
  const forecast = new MachineForecast(16e9);
  forecast.add(wasm, { fuelUsed: 160n * SECOND, fuelLimit: 160n * SECOND, seconds: 10 });
  const before = forecast.secondsFor(wasm, 160n * SECOND);
  // Charged for an hour, ended after a second.
  for (let run = 0; run < 5; run++) {
    forecast.add(container, { fuelUsed: 3_600n * SECOND, fuelLimit: 3_600n * SECOND, seconds: 1 });
  }
  expect(forecast.secondsFor(wasm, 160n * SECOND)).toBe(before);
  expect(forecast.fuelPerSecond).toBe(16e9);
  expect(forecast.secondsFor(container, 3_600n * SECOND)).toBeLessThan(3);
});

it('expects of an unknown container half of the time that it may take', () => {
  const forecast = new MachineForecast(16e9);
  expect(forecast.secondsFor(container, 3_600n * SECOND)).toBeCloseTo(1_800.5);
});
