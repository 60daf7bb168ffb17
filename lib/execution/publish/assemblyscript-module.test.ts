import { readFileSync } from 'node:fs';
import { main } from 'assemblyscript/asc';
import { describe, expect, it, vi } from 'vitest';
import { compileWithAsc } from '@/lib/modules/compile/assemblyscript-toolchain';
import { ASSEMBLYSCRIPT_GUEST } from '@/lib/modules/compile/guest-files';
import { inferInputs } from '@/lib/modules/draft/infer-inputs';
import { jobOf, type ModuleDraft, moduleFilesOf } from '@/lib/modules/draft/module-draft';
import { STARTER_DRAFT } from '@/lib/modules/draft/starter-draft';
import { lintModule } from '../certify/lint-module';
import { WASM_ENGINE } from '../engine-id';
import { executeJob } from '../execute-job';
import { checkWasm } from './check-wasm';
import { tryModule } from './try-module';

// The compiler looks for it as it is loaded, and then colours what it says.
vi.hoisted(() => vi.stubEnv('CI', 'true'));

const library = readFileSync(
  new URL(`../../../modules/guest/${ASSEMBLYSCRIPT_GUEST}`, import.meta.url),
  'utf8',
);
const compiled = (source: string) => compileWithAsc(main, library, source);

describe('a module written in AssemblyScript', () => {
  it('compiles as an author begins with it, and is what its draft says', {
    timeout: 60_000,
  }, async () => {
    const { wasm, problems, said } = await compiled(STARTER_DRAFT.texts.assemblyscript);
    expect([problems, said]).toEqual([[], '']);
    const draft: ModuleDraft = {
      ...STARTER_DRAFT,
      ...{ source: 'assemblyscript', title: 'Lines', name: 'lines', summary: 'Lines.' },
      ...{ author: 'me', wasm: { name: 'main.ts', bytes: wasm! } },
      inputs: JSON.stringify(inferInputs(jobOf(STARTER_DRAFT))),
      outputs: [
        { path: 'stdout', kind: 'text', mediaType: 'text/plain', title: 'Lines' },
        { path: 'out/table.csv', kind: 'table', mediaType: 'text/csv', title: 'Table' },
      ],
    };
    const { run } = await tryModule(moduleFilesOf(draft, WASM_ENGINE), {
      checkWasm,
      runTrial: (job, onProgress) => executeJob({ ...job, onProgress }),
    });
    const stdout = run.outputs.find(({ path }) => path === 'stdout');
    expect(new TextDecoder().decode(stdout?.bytes)).toContain('3: Hello from my own module.\n');
    expect(lintModule(new Uint8Array(wasm!)).imports).toMatchObject({ clock: [], sockets: [] });
  });

  it('is told by its line when it is wrong', async () => {
    const { wasm, problems } = await compiled('const a: i32 = 1;\nnone();\n');
    expect(wasm).toBeUndefined();
    expect(problems).toEqual([
      { line: 2, column: 1, severity: 'error', message: expect.stringContaining("'none'") },
    ]);
  });
});
