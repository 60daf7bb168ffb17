import { isWasmEngine } from '../../lib/execution/engine-id';
import { prepareJob } from '../../lib/execution/prepare-job';
import { exampleJob } from '../../lib/execution/testing/example-job';
import { costsOf } from '../../lib/execution/wasm/engine-versions';
import { transformModule } from '../../lib/execution/wasm/transform-module';
import { loadCatalogue } from '../../lib/modules/catalogue.server';
import { runWasm } from './run-kernel';
import { median, round } from './statistics';

/**
 * Billions of fuel a second of every wasm example of the catalogue, as whoever forecasts a job's time
 * from its fuel meets them: a median of runs after the first, which compiles.
 */

const FEWEST_RUNS = 5;
/** A short example runs again until all its runs took so long: one alone says little. */
const LEAST_MS = 100;
const MOST_RUNS = 200;

for (const { manifest } of await loadCatalogue()) {
  const { name, engine } = manifest;
  if (!isWasmEngine(engine)) continue;
  const job = exampleJob(name);
  const { module, readOnly } = prepareJob(job.moduleFiles, job.inputFiles);
  const compiled = new WebAssembly.Module(transformModule(new Uint8Array(module), engine));
  const { fuel } = runWasm(compiled, readOnly, costsOf(engine)); // compiles
  const times: number[] = [];
  const isEnough = (): boolean =>
    times.length === MOST_RUNS ||
    (times.length >= FEWEST_RUNS && times.reduce((sum, ms) => sum + ms, 0) >= LEAST_MS);
  while (!isEnough()) times.push(runWasm(compiled, readOnly, costsOf(engine)).ms);
  const ms = median(times);
  const row = {
    name,
    ms: round(ms, 1),
    gigafuel: round(fuel / 1e9, 4),
    gigafuelPerSecond: round(fuel / ms / 1e6),
  };
  process.stdout.write(`${JSON.stringify(row)}\n`);
}
