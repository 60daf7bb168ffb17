import { toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { engineIdOf, WASM_ENGINES, type WasmEngine } from './engine-id';
import { executeJob } from './execute-job';
import { resultDigestOf } from './result-digest';
import { exampleJob } from './testing/example-job';

/** An example of the catalogue on a version of the engine, whichever its manifest names. */
async function runOn(engine: WasmEngine, name: string): Promise<string> {
  const job = exampleJob(name);
  const text = new TextDecoder().decode(job.moduleFiles.get('manifest.json'));
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
      'completed 1176100 0xf439c0d0d8489d548ff7fdb9d309d86e4acd28bd246a2b8dc74599672a710c30 0xee0f1ac1d424973cd0c1a27554604dabffdfa9f90f00d226a851452b2ed248b2',
    sqlite:
      'completed 2893930 0x3ea84f37015f256bf3f4cde7307e02ee7c8ed2b5b57b26a13b314389a65b2eab 0xb0e3047642845158bd862603f6deeba8d2ea6db5256c052a90c2dc8364c18827',
    upscale:
      'completed 8023650752 0x9b4c0d201791956d0dd0cac1f491f293af0eab10f38878a75b6678342796de8e 0x40aaed2bc84343f6bb89bac3dd4e0dae900621cfd7463a4ad0d839301a77c773',
  },
  'reckon-wasm@2.0.0': {
    cowsay:
      'completed 4861594 0x635ba1a74c19c90be5c7769cb3aa575f58c2e37e87f625ba6af32d829336fe54 0xee0f1ac1d424973cd0c1a27554604dabffdfa9f90f00d226a851452b2ed248b2',
    sqlite:
      'completed 17519258 0xfb1f4578e3453a2d7e5220c3098aebdb0d098ac324b7b79aaf5ea954ca8dc9b0 0xb0e3047642845158bd862603f6deeba8d2ea6db5256c052a90c2dc8364c18827',
    upscale:
      'completed 28717257780 0x5eac56807bcdf99cc6111e3e7646f03a21e68ec5d7698527f876007ca0fdce29 0x40aaed2bc84343f6bb89bac3dd4e0dae900621cfd7463a4ad0d839301a77c773',
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
