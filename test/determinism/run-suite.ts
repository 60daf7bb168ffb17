import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import pLimit from 'p-limit';
import type { PortableCase } from './case-file';
import { moduleOfCase } from './case-file';
import type { Difference } from './compare-lines';
import { differencesOf } from './compare-lines';
import type { Engine } from './engines';
import type { EngineRun, Scripts } from './run-engine';
import { runInBrowser, runOnNode } from './run-engine';

export interface ComparedRun extends EngineRun {
  readonly differences: readonly Difference[];
}

export interface Suite {
  /** The clone. */
  readonly root: string;
  readonly engines: readonly Engine[];
  readonly cases: readonly PortableCase[];
  /** How many of the cases, from the first on, the browser runs. */
  readonly browserCases: number;
  readonly onRun?: (run: EngineRun) => void;
}

const AT_A_TIME = 2;
const MOST_MODULES_KEPT = 20;

/**
 * Runs the cases on every engine, two at a time, and compares each with the first. Modules of cases
 * that differ are left under test-results/determinism.
 */
export async function runSuite(suite: Suite): Promise<ComparedRun[]> {
  const { root, engines, cases, onRun } = suite;
  const folder = join(root, 'node_modules/.cache/reckon-determinism', String(process.pid));
  mkdirSync(folder, { recursive: true });
  try {
    const scripts = await buildScripts(root, folder);
    const casesPath = join(folder, 'cases.ndjson');
    const text = cases.map((one) => JSON.stringify(one));
    writeFileSync(casesPath, text.join('\n'));
    const limit = pLimit(AT_A_TIME);
    const runs = await Promise.all(
      engines.map((engine) =>
        limit(async () => {
          const { node } = engine;
          const running =
            node === undefined
              ? runInBrowser(engine, scripts, text.slice(0, suite.browserCases))
              : runOnNode({ ...engine, node }, scripts, casesPath);
          const run = await running.catch((error: unknown) => neverRan(engine, error));
          onRun?.(run);
          return run;
        }),
      ),
    );
    const first = runs[0]!.lines;
    const compared = runs.map((run) => {
      const count = run.engine.node === undefined ? suite.browserCases : cases.length;
      // One that broke off has its trouble to tell; what it said before is compared.
      const expected = first.slice(0, run.trouble === undefined ? count : run.lines.length);
      return { ...run, differences: differencesOf(expected, run.lines, run.engine.charging) };
    });
    keepModules(root, cases, compared);
    return compared;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function neverRan(engine: Engine, error: unknown): EngineRun {
  return { engine, version: '-', lines: [], seconds: 0, trouble: String(error) };
}

async function buildScripts(root: string, folder: string): Promise<Scripts> {
  const common = {
    bundle: true,
    format: 'esm',
    alias: { '@': root },
    logLevel: 'error',
    target: 'es2022',
  } as const;
  const node = join(folder, 'runner.mjs');
  const [, page] = await Promise.all([
    build({
      ...common,
      entryPoints: [join(root, 'test/determinism/node-runner.ts')],
      platform: 'node',
      outfile: node,
    }),
    build({
      ...common,
      entryPoints: [join(root, 'test/determinism/page-runner.ts')],
      platform: 'browser',
      write: false,
    }),
  ]);
  return { node, worker: page.outputFiles[0]!.text };
}

export const keptModulePath = (root: string, name: string): string =>
  join(root, 'test-results/determinism', `${name.replace(/[^a-z0-9]+/gi, '-')}.wasm`);

function keepModules(
  root: string,
  cases: readonly PortableCase[],
  runs: readonly ComparedRun[],
): void {
  const names = new Set(runs.flatMap(({ differences }) => differences.map(({ name }) => name)));
  for (const name of [...names].slice(0, MOST_MODULES_KEPT)) {
    const found = cases.find((one) => one.name === name);
    if (found === undefined) continue;
    const path = keptModulePath(root, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, moduleOfCase(found));
  }
}
