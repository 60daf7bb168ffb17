import { BaseError, decodeErrorResult, type Hex, isHex, toFunctionSelector } from 'viem';
import { formatAmount } from '../shared/amount.view';
import { shortHash } from '../shared/hash.view';
import { formatCount } from '../shared/quantity.view';
import { formatDuration, formatInstant } from '../shared/time.view';
import { dealErrorTexts } from './deal-error-texts';
import type { ErrorText, ErrorUnit } from './error-text';
import { marketAbi } from './generated/market-abi';
import { matchErrorTexts } from './match-error-texts';

/** An error of the market in words: what is wrong and what to do. `name` is the contract's. */
export type MarketProblem = {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly text: string;
  readonly todo: string;
};

export const marketErrorTexts: Readonly<Record<string, ErrorText>> = {
  ...matchErrorTexts,
  ...dealErrorTexts,
};

/** An error by its name and values, in words. */
export function describeMarketError(name: string, args: readonly unknown[] = []): MarketProblem {
  const known = marketErrorTexts[name];
  if (!known) {
    return {
      name,
      args,
      text: `The market refused: ${name}.`,
      todo: 'Read the deal and try again.',
    };
  }
  const text = known.says.replace(/\{(\d)\}/g, (_, digit: string) =>
    formatValue(args[Number(digit)], known.units?.[Number(digit)]),
  );
  return { name, args, text, todo: known.todo };
}

/** Data that a call reverted with; undefined where it is no error of the market. */
export function marketProblemOfData(data: Hex): MarketProblem | undefined {
  try {
    const { errorName, args } = decodeErrorResult({ abi: marketAbi, data });
    if (!errorName.startsWith('Market_')) return undefined;
    return describeMarketError(errorName, args ?? []);
  } catch {
    return undefined;
  }
}

/** The market's own reason somewhere in an error of viem or a wallet; undefined where there is none. */
export function marketProblemOf(error: unknown): MarketProblem | undefined {
  for (const cause of causesOf(error)) {
    const found = marketProblemIn(cause);
    if (found) return found;
  }
  return undefined;
}

/** The name of the error whose selector a Skipped event carries. */
export function skipReasonOf(selector: Hex): MarketProblem {
  const name = errorNamesBySelector().get(selector.slice(0, 10).toLowerCase());
  const problem = describeMarketError(name ?? 'unknown error');
  // A skipped item comes without values.
  return { ...problem, text: problem.text.replace(/\?/g, '…') };
}

function* causesOf(error: unknown): Iterable<unknown> {
  let current: unknown = error;
  for (let depth = 0; depth < 12 && current; depth++) {
    yield current;
    current =
      current instanceof BaseError || current instanceof Error
        ? current.cause
        : (current as { cause?: unknown }).cause;
  }
}

function marketProblemIn(cause: unknown): MarketProblem | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  const { data } = cause as { data?: unknown };
  if (isHex(data)) return marketProblemOfData(data);
  if (typeof data !== 'object' || data === null) return undefined;
  const decoded = data as { errorName?: unknown; args?: unknown; data?: unknown };
  if (typeof decoded.errorName === 'string' && decoded.errorName.startsWith('Market_')) {
    return describeMarketError(decoded.errorName, Array.isArray(decoded.args) ? decoded.args : []);
  }
  return isHex(decoded.data) ? marketProblemOfData(decoded.data) : undefined;
}

let selectors: Map<string, string> | undefined;

function errorNamesBySelector(): Map<string, string> {
  selectors ??= new Map(
    marketAbi.flatMap((item) =>
      item.type === 'error'
        ? [
            [
              toFunctionSelector(`${item.name}(${item.inputs.map(({ type }) => type).join(',')})`),
              item.name,
            ] as const,
          ]
        : [],
    ),
  );
  return selectors;
}

function formatValue(value: unknown, unit: ErrorUnit | undefined): string {
  if (value === undefined) return '?';
  if (typeof value === 'string') return shortHash(value);
  if (typeof value !== 'bigint' && typeof value !== 'number') return String(value);
  switch (unit) {
    case 'amount':
      return formatAmount(BigInt(value));
    case 'time':
      return Number(value) < 8e12 ? formatInstant(Number(value)) : 'never';
    case 'seconds':
      return Number(value) < 1e12 ? formatDuration(Number(value)) : 'more than any window';
    default:
      return formatCount(value);
  }
}
