import { sha256, stringToBytes, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { engineIdOf, WASM_ENGINES, type WasmEngine } from './engine-id';
import type { JobRequest } from './execute-job';
import { executeJob } from './execute-job';
import { resultDigestOf } from './result-digest';
import { exampleJob } from './testing/example-job';
import { GOLDEN_NAMES, goldenJob } from './testing/golden-jobs';
import { GOLDEN_RESULTS } from './testing/golden-results';
import { HOST_CAPS } from './wasi/host-caps';
import { DEPTH_BUDGET, FRAME_DEPTH, LEAF_FRAME_DEPTH } from './wasm/cost-table';
import { acceptedBy, costsOf } from './wasm/engine-versions';
import { MODULE_CAPS } from './wasm/module-caps';
import { roomOf } from './wasm/source-room';

/** An example of the catalogue on a version of the engine, whichever its manifest names. */
function exampleOn(engine: WasmEngine, name: string): JobRequest {
  const job = exampleJob(name);
  // Version 1 takes no manifest with this keyword.
  const text = new TextDecoder()
    .decode(job.moduleFiles.get('manifest.json'))
    .replace(/,\s*"x-map": true/, '');
  const manifest = { ...(JSON.parse(text) as Record<string, unknown>), engine };
  const moduleFiles = new Map(job.moduleFiles);
  moduleFiles.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  return { ...job, moduleFiles, limits: { ...job.limits, fuelLimit: 1n << 50n }, engine };
}

async function runOn(engine: WasmEngine, job: JobRequest): Promise<string> {
  const execution = await executeJob(job);
  const digest = resultDigestOf(toHex(job.inputFiles.get('salt')!), execution, engineIdOf(engine));
  return [execution.status, execution.fuelUsed, digest, execution.stateDigest].join(' ');
}

/** Everything by which a version decides, beside its code. */
const tablesOf = (engine: WasmEngine) => {
  const { opcodes, ...costs } = costsOf(engine);
  const { immediateOf, ...accepted } = acceptedBy(engine);
  const bytes = [opcodes, immediateOf, ...(accepted.sizeBound === 'source' ? [roomOf] : [])];
  const caps = [HOST_CAPS, MODULE_CAPS, DEPTH_BUDGET, FRAME_DEPTH, LEAF_FRAME_DEPTH];
  return sha256(
    stringToBytes(JSON.stringify([bytes.map((each) => [...each]), costs, accepted, caps])),
  );
};

const TABLES: Readonly<Record<WasmEngine, string>> = {
  'reckon-wasm@1.0.0': '0x461bed19b5f0f677572fdd724f6807b4fb6b87a7d64c7138b80a3fdb88e1195b',
  'reckon-wasm@2.0.0': '0xe454436d3043bc368ff98683f61f64d4c51ae6bbc23c5976f8a5cd64f3d5f374',
  'reckon-wasm@3.0.0': '0xc901e87d03de396a3f9544945e95a6692cf91c2dd646acb109a92be03345d460',
};

describe.each(WASM_ENGINES)('%s', (engine) => {
  it.each(Object.entries(GOLDEN_RESULTS[engine]))('runs %s as ever', async (name, expected) => {
    const isExample = !GOLDEN_NAMES.includes(name);
    expect(await runOn(engine, isExample ? exampleOn(engine, name) : goldenJob(name, engine))).toBe(
      expected,
    );
  });

  it('has the tables and caps that it had', () => {
    expect(tablesOf(engine)).toBe(TABLES[engine]);
  });
});

describe('a job on another version than its deal names', () => {
  it('is bad input', async () => {
    const execution = await executeJob({ ...exampleJob('cowsay'), engine: 'reckon-wasm@1.0.0' });
    expect(execution.status).toBe('bad-input');
  });
});
