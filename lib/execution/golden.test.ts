import { toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { engineIdOf, WASM_ENGINES, type WasmEngine } from './engine-id';
import { executeJob } from './execute-job';
import { resultDigestOf } from './result-digest';
import { exampleJob } from './testing/example-job';

/** An example of the catalogue on a version of the engine, whichever its manifest names. */
async function runOn(engine: WasmEngine, name: string): Promise<string> {
  const job = exampleJob(name);
  // Version 1 takes no manifest with this keyword.
  const text = new TextDecoder()
    .decode(job.moduleFiles.get('manifest.json'))
    .replace(/,\s*"x-map": true/, '');
  const manifest = { ...(JSON.parse(text) as Record<string, unknown>), engine };
  const moduleFiles = new Map(job.moduleFiles);
  moduleFiles.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  const limits = { ...job.limits, fuelLimit: 1n << 50n };
  const execution = await executeJob({ ...job, moduleFiles, limits, engine });
  const digest = resultDigestOf(toHex(job.inputFiles.get('salt')!), execution, engineIdOf(engine));
  return [execution.status, execution.fuelUsed, digest, execution.stateDigest].join(' ');
}

/** Status, fuel, result digest, state digest: fixed for ever, other values are another version. */
const GOLDEN: Readonly<Record<WasmEngine, Readonly<Record<string, string>>>> = {
  'reckon-wasm@1.0.0': {
    cowsay:
      'completed 1177059 0xa95e9a7b7e03932024ddc29cb74ad330740a58abe9205dea76f78243e14b58a4 0x303137b2ab6ddc1e8ef1223ebab292787d3cc776be513ff035dda3a5ee631f5c',
    sqlite:
      'completed 2898125 0x0f5ec3b5dbb1bd14c82f60decddd58ae4fe00e362c3e30708c6f876e2fa2fe77 0xd35d7bba83fa47e52342f79de6e6a8683a83acc1d2376beddf50b0f28b10f90b',
    upscale:
      'completed 8023650737 0xb40c107e07de4549da5307e8f301aa394ee47b813ba74ebaef8f3a52cf89fdf6 0x75a1d6836831f71d591eed335499754cd894316c84de515dac89e3faf49d928a',
  },
  'reckon-wasm@2.0.0': {
    cowsay:
      'completed 4869638 0x678af308fc034793ba045e66bc64707cafff6642ae2537005a5b9979fdaf560c 0x303137b2ab6ddc1e8ef1223ebab292787d3cc776be513ff035dda3a5ee631f5c',
    sqlite:
      'completed 17547408 0x39a0d69119d0be36fffee5c04a014d2a277b34bdd5b8aa62acc907f13a71b584 0xd35d7bba83fa47e52342f79de6e6a8683a83acc1d2376beddf50b0f28b10f90b',
    upscale:
      'completed 28717259054 0x2835d598e6c8cd7449de45e82379133053cca1ad53fbb21e4c9ca3299009ef59 0x75a1d6836831f71d591eed335499754cd894316c84de515dac89e3faf49d928a',
  },
};

describe.each(WASM_ENGINES)('%s', (engine) => {
  it.each(Object.entries(GOLDEN[engine]))('runs %s as ever', async (name, expected) => {
    expect(await runOn(engine, name)).toBe(expected);
  });
});

describe('a job on another version than its deal names', () => {
  it('is bad input', async () => {
    const execution = await executeJob({ ...exampleJob('cowsay'), engine: 'reckon-wasm@1.0.0' });
    expect(execution.status).toBe('bad-input');
  });
});
