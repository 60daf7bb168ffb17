import type { ErrorText, ErrorUnit } from '../chain/error-text';
import type { MarketErrorName } from '../chain/market-error-name';
import { matchErrorTexts } from '../chain/match-error-texts';
import { needWords } from '../offers/search/misfit-words.view';
import { moneyText } from '../shared/amount.view';
import { shortHash } from '../shared/hash.view';
import { formatCount, formatFuel, formatMiB } from '../shared/quantity.view';
import { formatDuration, formatInstant } from '../shared/time.view';
import type { Measure } from './reason-figures';

/** One reason of one or several offers: for each place of the error's text the values it takes. */
export type ObstacleFigures = {
  readonly name: MarketErrorName;
  readonly measure?: Measure | undefined;
  readonly values: readonly (readonly string[])[];
};

/**
 * What is in the way of a job, with its figures and their units; where offers differ, the range:
 * "The job needs 24 GiB of memory; the provider has 8 GiB to 16 GiB."
 */
export function obstacleText(figures: ObstacleFigures, symbol: string | undefined): string {
  const { name, measure, values } = figures;
  const text = textOf(figures);
  if (!text) return `The market would refuse: ${name}.`;
  const wordsOf = (isExact: boolean) =>
    values.map((place, index) => {
      const unit = measure ?? text.units?.[index];
      return rangeOf(place, (value) => formatValue(value, unit, symbol, isExact));
    });
  const rounded = wordsOf(false);
  // Figures that differ by less than what is rounded away would say that there is nothing in the way.
  const isExact = measure !== undefined && new Set(rounded).size < rounded.length;
  const words = isExact ? wordsOf(true) : rounded;
  return text.says.replace(/\{(\d)\}/g, (_, digit: string) => {
    return words[Number(digit)] ?? UNKNOWN;
  });
}

const UNKNOWN = 'an unknown figure';

/** The contract's texts, and others where an offer that rests says more or less than a refused call. */
function textOf({ name, measure, values }: ObstacleFigures): ErrorText | undefined {
  const says = (text: string): ErrorText => ({ ...matchErrorTexts[name], todo: '', says: text });
  switch (name) {
    case 'Market_LaneBusy':
      return says('The machine is busy: it takes {0} jobs at a time.');
    case 'Market_TicketStale':
      if ((values[0] ?? []).every((until) => until === '0')) {
        return says('The machine is off: it takes no deals now.');
      }
      return (values[0] ?? []).includes('0')
        ? says('The machine is off: its last ticket has ended, or it takes no deals now.')
        : says('The machine is off: its last ticket ran until {0}.');
    case 'Market_WrongSolver':
      return says('The provider lets only solver {0} match its offer.');
    case 'Market_ResourcesTooSmall':
      return measure && says(`The job needs {0}${NOUNS[measure]}; the provider has {1}.`);
    case 'Market_CourtRefuses':
      return measure && says(`The court admits {0}${NOUNS[measure]}; the job asks for {1}.`);
    case 'Market_FuelPriceTooHigh':
      return says('The provider asks {1} for 1 G fuel; the buyer pays at most {0}.');
    default:
      return matchErrorTexts[name];
  }
}

/** What is measured, where its unit does not say so. */
const NOUNS: Readonly<Record<Measure, string>> = {
  cpuMilli: '',
  memoryMiB: ' of memory',
  storageMiB: ' of storage',
  gpuCount: '',
  gpuMemoryMiB: ' of VRAM',
  fuelLimit: ' of fuel',
  executionWindow: ' of running time',
};

/** How many addresses or ids are named before the rest is counted. */
const MOST_NAMED = 2;

function rangeOf(values: readonly string[], format: (value: string) => string): string {
  const distinct = [...new Set(values)];
  const [first] = distinct;
  if (first === undefined) return UNKNOWN;
  if (distinct.length === 1) return format(first);
  if (!distinct.every(isWhole)) {
    const rest = distinct.length - MOST_NAMED;
    const named = distinct.slice(0, MOST_NAMED).map(format);
    return rest > 0 ? `${named.join(', ')} and ${formatCount(rest)} more` : named.join(' and ');
  }
  const sorted = distinct.map(BigInt).sort((a, b) => (a < b ? -1 : 1));
  const [least, most] = [sorted[0], sorted.at(-1)].map((value) => format(String(value)));
  return least === most ? String(least) : `${least} to ${most}`;
}

const isWhole = (value: string) => /^\d+$/.test(value);

function formatValue(
  value: string,
  unit: ErrorUnit | Measure | undefined,
  symbol: string | undefined,
  isExact: boolean,
): string {
  if (!isWhole(value)) return shortHash(value);
  const number = Number(value);
  switch (unit) {
    case 'amount':
      return moneyText(BigInt(value), symbol);
    case 'fuelLimit':
      return isExact ? formatCount(BigInt(value)) : formatFuel(BigInt(value));
    case 'cpuMilli':
    case 'gpuCount':
      return needWords(unit, number);
    case 'memoryMiB':
    case 'storageMiB':
    case 'gpuMemoryMiB':
      return isExact ? `${formatCount(number)} MiB` : formatMiB(number);
    case 'time':
      return number < 8e12 ? formatInstant(number) : 'never';
    case 'seconds':
    case 'executionWindow':
      return number < 1e12 ? formatDuration(number) : 'more than any window';
    default:
      return formatCount(BigInt(value));
  }
}
