import { baselineOf, baselinesOf } from './judge-results';
import type { Result } from './run-plays';
import type { Estimate } from './statistics';

/** One row a strategy: its mean profit with its interval, as the contracts are and without its guard. */

const [LEAST, MOST] = [-3, 2.5];
const LEFT = 220;
const WIDTH = 480;
const RIGHT = 150;
const ROW = 26;
const TOP = 76;
const COLOURS = {
  safe: '#0f7b4f',
  bad: '#b3261e',
  honest: '#1f4fd8',
  ink: '#1b1f24',
  faint: '#d5d9df',
};

export function drawPlot(results: readonly Result[]): string {
  const baselines = baselinesOf(results);
  const bottom = TOP + results.length * ROW;
  const [width, height] = [LEFT + WIDTH + RIGHT, bottom + 44];
  const honest = placeOf(baselines.provider.meanProfit);
  const rows = results.map((result, index) => {
    const y = TOP + index * ROW + ROW / 2;
    const { strategy, guarded, unguarded } = result;
    const isHonest = strategy.guard === undefined;
    const limit = baselineOf(result, baselines).meanProfit;
    const colour = isHonest
      ? COLOURS.honest
      : guarded.meanProfit < limit
        ? COLOURS.safe
        : COLOURS.bad;
    const marks = [
      unguarded && mark(unguarded, y, COLOURS.bad, false),
      mark(guarded, y, colour, true),
    ];
    const values = [guarded, unguarded].flatMap((one) => (one ? figure(one.meanProfit) : []));
    return [
      text(LEFT - 12, y + 4, strategy.name, 'end'),
      ...marks.filter((one) => one !== undefined),
      text(LEFT + WIDTH + 12, y + 4, values.join(' → ')),
    ].join('\n');
  });
  const ticks = [-3, -2, -1, 0, 1, 2].map((value) => {
    const x = placeOf(value);
    return `${line(x, TOP, x, bottom, COLOURS.faint)}\n${text(x, bottom + 18, figure(value, 0), 'middle')}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="Mean profit of each strategy in units of pi, with and without its guard">
<rect width="${width}" height="${height}" fill="#fff"/>
${text(16, 22, 'Mean profit of a deal (mediators: of a seat), in π, the price of an honest run')}
${dot(24, 42, COLOURS.safe, true)}
${text(36, 46, 'the contracts as they are')}
${dot(204, 42, COLOURS.bad, false)}
${text(216, 46, 'without its guard')}
${line(334, 42, 350, 42, COLOURS.honest, '4 3')}
${text(358, 46, "a provider's honest work")}
${ticks.join('\n')}
${line(honest, TOP - 8, honest, bottom, COLOURS.honest, '4 3')}
${rows.join('\n')}
${text(LEFT, bottom + 36, 'Bars are 95 % intervals. What lies beyond an edge is drawn as an arrow.')}
</svg>
`;
}

function placeOf(value: number): number {
  const inside = Math.min(MOST, Math.max(LEAST, value));
  return LEFT + ((inside - LEAST) / (MOST - LEAST)) * WIDTH;
}

function mark(
  { meanProfit, ci95 }: Estimate,
  y: number,
  colour: string,
  isFilled: boolean,
): string {
  if (meanProfit < LEAST) return `<path d="M${LEFT} ${y} l10 -5 v10 z" fill="${colour}"/>`;
  if (meanProfit > MOST) return `<path d="M${LEFT + WIDTH} ${y} l-10 -5 v10 z" fill="${colour}"/>`;
  const bar = line(placeOf(meanProfit - ci95), y, placeOf(meanProfit + ci95), y, colour);
  return `${bar}\n${dot(placeOf(meanProfit), y, colour, isFilled)}`;
}

function dot(x: number, y: number, colour: string, isFilled: boolean): string {
  const fill = isFilled ? colour : '#fff';
  return `<circle cx="${fixed(x)}" cy="${y}" r="4.5" fill="${fill}" stroke="${colour}" stroke-width="1.5"/>`;
}

function line(x1: number, y1: number, x2: number, y2: number, colour: string, dashes?: string) {
  const dashed = dashes ? ` stroke-dasharray="${dashes}"` : '';
  return `<line x1="${fixed(x1)}" y1="${y1}" x2="${fixed(x2)}" y2="${y2}" stroke="${colour}" stroke-width="1.5"${dashed}/>`;
}

function text(x: number, y: number, words: string, anchor = 'start'): string {
  return `<text x="${fixed(x)}" y="${y}" text-anchor="${anchor}" fill="${COLOURS.ink}">${words}</text>`;
}

/** A signed figure with a real minus. */
export function figure(value: number, digits = 2): string {
  const sign = value < 0 ? '−' : value > 0 ? '+' : '';
  return `${sign}${Math.abs(value).toFixed(digits)}`;
}

function fixed(value: number): string {
  return String(Number(value.toFixed(1)));
}
