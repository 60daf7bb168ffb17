import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogueCases, randomCases } from './corpus';
import { findEngines, OTHER_NODES } from './engines';
import type { ComparedRun } from './run-suite';
import { runSuite } from './run-suite';

/** What of `npm run test:determinism` fits into every test run. */
const MODULES = 200;
const FIRST_SEED = 1_000_000;
const INSTALL_PATIENCE_MS = 60_000;

const root = join(import.meta.dirname, '../..');

describe('the engine on every machine at hand', () => {
  let runs: readonly ComparedRun[] = [];
  let skipped: readonly { readonly name: string; readonly reason: string }[] = [];

  beforeAll(async () => {
    const found = findEngines(root, INSTALL_PATIENCE_MS, []);
    skipped = found.skipped;
    const cases = [...(await catalogueCases()), ...randomCases(FIRST_SEED, MODULES)];
    runs = await runSuite({
      ...{ root, engines: found.engines, cases, browserCases: cases.length },
    });
  }, 600_000);

  it('gives the same status, trap, fuel, digests and transformed bytes', () => {
    for (const { engine, trouble, differences } of runs) {
      expect({ engine: engine.name, trouble, differences }).toEqual({
        engine: engine.name,
        trouble: undefined,
        differences: [],
      });
    }
  });

  it('ran both compilers, single charging and a browser', () => {
    expect(runs.map(({ engine }) => engine.name)).toEqual(
      expect.arrayContaining([
        'this Node',
        'this Node, Liftoff only',
        'this Node, TurboFan only',
        'this Node, charging each instruction',
        'Chromium',
      ]),
    );
  });

  it.for(OTHER_NODES)('ran on %s', (name, { skip }) => {
    const why = skipped.find((engine) => engine.name === name)?.reason;
    if (why !== undefined) console.warn(`SKIPPED, NOT COMPARED: ${name}: ${why}`);
    skip(why !== undefined, why);
    expect(runs.map(({ engine }) => engine.name)).toContain(name);
  });

  it('excuses nothing, as V8 works everything out rightly', () => {
    expect(runs.filter(({ excused }) => excused > 0)).toEqual([]);
  });

  it('saw runs end in every way', () => {
    const statuses = new Set(runs[0]!.lines.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([
      'completed',
      'fuel-exhausted',
      'memory-exceeded',
      'output-exceeded',
      'trapped',
    ]);
  });
});
