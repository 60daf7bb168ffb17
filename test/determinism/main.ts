import { parseArgs } from 'node:util';
import { catalogueCases, randomCases } from './corpus';
import { findEngines } from './engines';
import { findOtherBrowsers } from './other-browsers';
import type { ComparedRun } from './run-suite';
import { keptModulePath, runSuite } from './run-suite';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const INSTALL_PATIENCE_MS = 10 * 60_000;
const SHOWN_DIFFERENCES = 5;
/** Versions of V8 beside this Node's, without which the suite shows too little. */
const FEWEST_OTHERS = 2;

function wholeNumber(text: string, name: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} is a whole number`);
  return Number(text);
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      count: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      'browser-count': { type: 'string' },
      'allow-skipped': { type: 'boolean', default: false },
    },
  });
  const count = wholeNumber(values.count, 'count');
  const inBrowser = wholeNumber(values['browser-count'] ?? values.count, 'browser-count');
  return {
    count,
    seed: wholeNumber(values.seed, 'seed'),
    browserCount: Math.min(inBrowser, count),
    allowSkipped: values['allow-skipped'],
  };
}

async function main(): Promise<boolean> {
  const { count, seed, browserCount, allowSkipped } = readOptions(process.argv.slice(2));
  const root = process.cwd();
  const { engines, skipped } = findEngines(root, INSTALL_PATIENCE_MS, findOtherBrowsers());
  const catalogue = await catalogueCases();
  const random = randomCases(seed, count);
  const browserCases = catalogue.length + browserCount;
  say(
    `${catalogue.length} jobs of the catalogue and ${count} random modules (seeds from ${seed}); ` +
      `${browserCount} of these in the browser`,
  );
  const runs = await runSuite({
    ...{ root, engines, browserCases, cases: [...catalogue, ...random] },
    onRun: ({ engine, seconds }) => say(`  ${engine.name}: ${seconds.toFixed(0)} s`),
  });
  for (const run of runs) tellTrouble(root, run);
  tellEndings(runs[0]!);
  console.table(
    Object.fromEntries(
      runs.map(({ engine, version, lines, seconds, differences, excused, trouble }) => [
        engine.name,
        {
          engine: version,
          cases: lines.length,
          seconds: Math.round(seconds),
          differences: trouble === undefined ? differences.length : 'did not finish',
          'by known faults': excused,
        },
      ]),
    ),
  );
  for (const { name, reason } of skipped) say(`SKIPPED, NOT COMPARED: ${name}: ${reason}`);
  const others = new Set(
    runs.map(({ engine }) => engine.node).filter((node) => node !== undefined),
  );
  others.delete(process.execPath);
  if (others.size < FEWEST_OTHERS && !allowSkipped) {
    say(
      `NOT ENOUGH ENGINES: compared with ${others.size} other versions of V8, not ${FEWEST_OTHERS}. ` +
        'See above why they were skipped; --allow-skipped takes what there is.',
    );
    return false;
  }
  return runs.every(({ differences, trouble }) => differences.length === 0 && !trouble);
}

function tellTrouble(root: string, run: ComparedRun): void {
  const { engine, differences, trouble } = run;
  if (trouble !== undefined) say(`${engine.name}: ${trouble}`);
  for (const { name, expected, found } of differences.slice(0, SHOWN_DIFFERENCES)) {
    say(`DIFFERENT: ${name}, on ${engine.name}; the module is in ${keptModulePath(root, name)}`);
    say(`  expected ${JSON.stringify(expected)}`);
    say(`  found    ${JSON.stringify(found)}`);
  }
  const more = differences.length - SHOWN_DIFFERENCES;
  if (more > 0) say(`  and ${more} more on ${engine.name}`);
}

/** A corpus in which hardly anything happens would agree with itself everywhere. */
function tellEndings({ lines }: ComparedRun): void {
  const counts = new Map<string, number>();
  for (const { status, trap } of lines) {
    const ending = trap === '-' ? status : `${status}: ${trap}`;
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, left], [, right]) => right - left);
  say(`How the cases end: ${sorted.map(([ending, count]) => `${ending} ${count}`).join(', ')}`);
}

// Ends by exit, so that no engine is left behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
main()
  .then((isEqual) => {
    process.exitCode = isEqual ? 0 : 1;
  })
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 2;
  });
