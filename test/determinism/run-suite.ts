import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import pLimit from 'p-limit';
import { opcodesOnConstants } from '@/lib/execution/wasm/constant-operands';
import type { PortableCase } from './case-file';
import { engineOfCase, moduleOfCase } from './case-file';
import type { Difference } from './compare-lines';
import { differencesOf } from './compare-lines';
import type { Engine } from './engines';
import type { EngineRun, Scripts } from './run-engine';
import { runInBrowser, runOnNode } from './run-engine';
import { runUndriven } from './run-undriven';

export interface ComparedRun extends EngineRun {
  readonly differences: readonly Difference[];
  /** Cases that differ and hold what the engine says it works out wrongly. */
  readonly excused: number;
}

export interface Suite {
  /** The clone. */
  readonly root: string;
  readonly engines: readonly Engine[];
  readonly cases: readonly PortableCase[];
  /** How many of the cases, from the first on, the browsers run. */
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
          const { node, browser } = engine;
          const inBrowser = text.slice(0, suite.browserCases);
          const running =
            node !== undefined
              ? runOnNode({ ...engine, node }, scripts, casesPath)
              : browser !== undefined
                ? runUndriven({ ...engine, browser }, scripts, inBrowser)
                : runInBrowser(engine, scripts, inBrowser);
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
      const all = differencesOf(expected, run.lines, run.engine.charging);
      const differences = all.filter(({ name }) => !isExcused(cases, name, run.faulty ?? []));
      return { ...run, differences, excused: all.length - differences.length };
    });
    keepModules(root, cases, compared);
    return compared;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isExcused(
  cases: readonly PortableCase[],
  name: string,
  faulty: readonly number[],
): boolean {
  const found = cases.find((one) => one.name === name);
  if (found === undefined || faulty.length === 0) return false;
  const used = opcodesOnConstants(moduleOfCase(found), engineOfCase(found));
  return faulty.some((opcode) => used.has(opcode));
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
  const page = async (name: string): Promise<string> => {
    const { outputFiles } = await build({
      ...common,
      entryPoints: [join(root, 'test/determinism', name)],
      platform: 'browser',
      write: false,
    });
    return outputFiles[0]!.text;
  };
  const [worker, undrivenPage] = await Promise.all([
    page('page-runner.ts'),
    page('undriven-page.ts'),
    build({
      ...common,
      entryPoints: [join(root, 'test/determinism/node-runner.ts')],
      platform: 'node',
      outfile: node,
    }),
  ]);
  return { node, worker, undrivenPage };
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
