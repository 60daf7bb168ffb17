import { parseArgs } from 'node:util';

export type Options = {
  /** Deals of a strategy whose profit varies; others need fewer. */
  readonly deals: number;
  readonly seed: number;
  /** c_e: what a run costs whoever runs it, in pi. */
  readonly executionCost: number;
  readonly theta: number;
};

export const defaults: Options = { deals: 600, seed: 1, executionCost: 0.6, theta: 1 };

/** @throws Error naming what is wrong with the arguments */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      deals: { type: 'string' },
      seed: { type: 'string' },
      'execution-cost': { type: 'string' },
      theta: { type: 'string' },
    },
  });
  return {
    deals: whole('deals', values.deals, defaults.deals, 20, 100_000),
    seed: whole('seed', values.seed, defaults.seed, 0, 1_000_000),
    executionCost: share('execution-cost', values['execution-cost'], defaults.executionCost),
    theta: whole('theta', values.theta, defaults.theta, 1, 200),
  };
}

function whole(name: string, text: string | undefined, usual: number, least: number, most: number) {
  const value = text === undefined ? usual : Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`--${name} is a whole number from ${least} to ${most}, not ${text}`);
}

/** Above 1 a run costs more than it brings, and nobody's honest work could win. */
function share(name: string, text: string | undefined, usual: number) {
  const value = text === undefined ? usual : Number(text);
  if (value >= 0 && value < 1) return value;
  throw new Error(`--${name} is a number from 0 to less than 1, not ${text}`);
}
