import { expect, it } from 'vitest';
import { RunForecast } from './run-forecast';

const run = (fuelUsed: bigint, seconds: number) => ({
  ...{ moduleId: 'm', fuelUsed, fuelLimit: 100n, seconds },
});

it('believes the promise until a run was long enough to tell, then what it measures', () => {
  const forecast = new RunForecast(10);
  expect(forecast.secondsFor('m', 100n)).toBeCloseTo(5.5);
  forecast.add({ ...run(1n, 0.1), moduleId: 'tiny' });
  expect(forecast.fuelPerSecond).toBe(10);
  for (let i = 0; i < 30; i++) forecast.add(run(100n, 20));
  expect(forecast.fuelPerSecond).toBeCloseTo(5, 1);
  expect(forecast.secondsFor('m', 100n)).toBeCloseTo(20.5, 0);
  // The promise holds for modules that nobody has run here: half of their limit at that speed.
  expect(forecast.secondsFor('new', 100n)).toBeCloseTo(5.5);
});

it('expects of a module what it used before and a quarter more, never more than its limit', () => {
  const forecast = new RunForecast(10);
  forecast.add(run(40n, 0.1));
  expect(forecast.secondsFor('m', 100n)).toBeCloseTo(0.5 + 5);
  forecast.add(run(100n, 0.1));
  expect(forecast.secondsFor('m', 100n)).toBeCloseTo(10.5);
  // It is forgotten slowly: one small run does not make the next one small.
  forecast.add(run(0n, 0.1));
  expect(forecast.secondsFor('m', 100n)).toBeGreaterThan(9);
});
