import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawPlot, figure } from './draw-plot';
import { guards } from './guards';
import { baselinesOf } from './judge-results';
import type { Options } from './options';
import type { Played, Result } from './run-plays';

const [BEGIN, END] = ['<!-- begin: npm run sim:deterrence -->', '<!-- end -->'];

/** Writes bench/deterrence.json, docs/deterrence.svg and the table of docs/deterrence.md. */
export function writeReport(root: string, options: Options, results: readonly Result[]): void {
  const json = `${JSON.stringify(figuresOf(options, results), null, 2)}\n`;
  writeFileSync(join(root, 'bench/deterrence.json'), json);
  writeFileSync(join(root, 'docs/deterrence.svg'), drawPlot(results));
  const page = join(root, 'docs/deterrence.md');
  writeFileSync(page, withTable(readFileSync(page, 'utf8'), tableOf(options, results)));
}

/** Profits in units of pi, the price of an honest run, a deal; ci95 is half of the interval's width. */
function figuresOf(options: Options, results: readonly Result[]) {
  const played = results.filter(({ strategy }) => strategy.name !== 'honest-seat');
  const entries = played.map(({ strategy, guarded, unguarded }) => {
    const { guard, who } = strategy;
    const entry = { ...shown(guarded), who };
    return [
      strategy.name,
      guard && unguarded ? { ...entry, guard, withoutGuard: shown(unguarded) } : entry,
    ];
  });
  return {
    unit: 'pi',
    ...options,
    strategies: Object.fromEntries(entries),
    honestSeat: shown(baselinesOf(results).seat),
  };
}

function shown({ meanProfit, ci95, samples }: Pick<Played, 'meanProfit' | 'ci95' | 'samples'>) {
  return { meanProfit, ci95, samples };
}

function tableOf(options: Options, results: readonly Result[]): string {
  const rows = results.map(({ strategy, guarded, unguarded }) => {
    const { name, who, does, guard } = strategy;
    const refused = Object.keys(guarded.refused)
      .map((error) => ` (refused: \`${error}\`)`)
      .join('');
    const without = guard && unguarded ? [intervalOf(unguarded), guards[guard].says] : ['', ''];
    return `| ${[name, `${who} ${does}`, `${intervalOf(guarded)}${refused}`, ...without].join(' | ')} |`;
  });
  const { deals, seed, executionCost, theta } = options;
  return [
    `Seed ${seed}, up to ${deals} deals a strategy, a run costs ${executionCost} π, θ = ${theta} and n = 1 unless the play says otherwise.`,
    '',
    '| strategy | who does what | profit | without the guard | the guard |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function intervalOf({ meanProfit, ci95 }: Played): string {
  return ci95 === 0 ? figure(meanProfit) : `${figure(meanProfit)} ± ${ci95.toFixed(2)}`;
}

function withTable(page: string, table: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`docs/deterrence.md has no "${BEGIN}" and "${END}"`);
  return `${page.slice(0, from)}${BEGIN}\n${table}\n${page.slice(to)}`;
}
