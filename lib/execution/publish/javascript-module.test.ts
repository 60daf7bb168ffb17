import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inferInputs } from '@/lib/modules/draft/infer-inputs';
import {
  jobOf,
  type ModuleDraft,
  moduleFilesOf,
  programFilesOf,
  trialManifestOf,
} from '@/lib/modules/draft/module-draft';
import { STARTER_DRAFT } from '@/lib/modules/draft/starter-draft';
import { inputFilesOf } from '@/lib/modules/job-inputs';
import { WASM_ENGINE } from '../engine-id';
import { executeJob } from '../execute-job';
import { checkWasm } from './check-wasm';
import { tryModule } from './try-module';

const quickjs = readFileSync(new URL('../../../modules/run-js/module.wasm', import.meta.url));
const draft: ModuleDraft = {
  ...STARTER_DRAFT,
  source: 'javascript',
  title: 'Lines',
  name: 'lines',
  summary: 'Repeats a text.',
  author: 'me',
  wasm: { name: 'QuickJS and main.js', bytes: new Uint8Array(quickjs) },
  inputs: JSON.stringify(inferInputs(jobOf(STARTER_DRAFT))),
  outputs: [
    { path: 'stdout', kind: 'text', mediaType: 'text/plain', title: 'Lines' },
    { path: 'out/table.csv', kind: 'table', mediaType: 'text/csv', title: 'Table' },
  ],
};

const tried = (javascript: string) =>
  tryModule(moduleFilesOf({ ...draft, texts: { ...draft.texts, javascript } }, WASM_ENGINE), {
    checkWasm,
    runTrial: (job, onProgress) => executeJob({ ...job, onProgress }),
  });

describe('a module written in JavaScript', () => {
  it('runs its own script over the inputs that it describes', async () => {
    const { run } = await tried(draft.texts.javascript);
    const texts = run.outputs.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]);
    expect(Object.fromEntries(texts)).toMatchObject({
      stdout: expect.stringContaining('3: Hello from my own module.\n'),
      'out/table.csv': expect.stringContaining('3,"Hello from my own module."\n'),
    });
  });

  it('is tried with its script before it is described', async () => {
    const undescribed = { ...draft, inputs: '', outputs: [], title: '', name: '', summary: '' };
    const manifest = trialManifestOf(undescribed, WASM_ENGINE);
    const salt = new Uint8Array(32);
    const run = await executeJob({
      moduleFiles: programFilesOf(undescribed, manifest),
      inputFiles: inputFilesOf(manifest.inputs, jobOf(undescribed), new Map(), salt),
      limits: { fuelLimit: BigInt(manifest.fuelLimit), memoryMiB: 64, storageMiB: 8 },
    });
    expect(run).toMatchObject({ status: 'completed', exitCode: 0 });
    expect(run.outputs.map(({ path }) => path)).toContain('out/table.csv');
  });

  it('is told by its line when it is wrong', async () => {
    await expect(tried('const a = 1;\nconst b = ;\n')).rejects.toThrow(
      /exit code 1|out\/table.csv/,
    );
    const broken = moduleFilesOf(
      { ...draft, texts: { ...draft.texts, javascript: 'const a = 1;\nconst b = ;\n' } },
      WASM_ENGINE,
    );
    const inputs = new Map([
      ['job.json', new TextEncoder().encode('{"text":"a","times":1}')],
      ['salt', new Uint8Array(32)],
    ]);
    const limits = { fuelLimit: 10n ** 10n, memoryMiB: 64, storageMiB: 8 };
    const run = await executeJob({ moduleFiles: broken, inputFiles: inputs, limits });
    const stderr = run.outputs.find(({ path }) => path === 'stderr');
    expect(run.exitCode).toBe(1);
    expect(new TextDecoder().decode(stderr?.bytes)).toMatch(/SyntaxError[\s\S]*main\.js:2/);
  });
});
