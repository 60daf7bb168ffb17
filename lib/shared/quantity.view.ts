import { groupDigits } from './amount.view';

const FUEL_UNITS: readonly [bigint, string][] = [
  [1_000_000_000_000n, 'T'],
  [1_000_000_000n, 'G'],
  [1_000_000n, 'M'],
  [1_000n, 'k'],
];

/** Shortens fuel to three significant digits with a unit: 23_800_000_000n -> "23.8 G". */
export function formatFuel(fuel: bigint): string {
  const unit = FUEL_UNITS.find(([size]) => fuel >= size);
  if (!unit) return fuel.toString();
  const value = Number((fuel * 1000n) / unit[0]) / 1000;
  return `${trimDigits(value)} ${unit[1]}`;
}

/** Fuel or a count in full, digits grouped. */
export function formatCount(count: bigint | number): string {
  return groupDigits(count.toString());
}

/*
 * Intl is not used on pages: its first formatter of a page takes a slow phone 0.1 s of the main thread.
 */

/** A number rounded to so many significant digits, grouped, without trailing zeros: 0.01234 -> "0.0123". */
export function formatSignificant(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  if (rounded === 0 || !Number.isFinite(rounded)) return rounded.toString();
  const decimals = digits - 1 - Math.floor(Math.log10(Math.abs(rounded)));
  return formatDecimals(rounded, Math.min(100, Math.max(0, decimals)));
}

/** A number with at most so many decimals, grouped, without trailing zeros: 1234.50 -> "1,234.5". */
export function formatDecimals(value: number, most: number): string {
  const [whole = '', fraction = ''] = value.toFixed(most).split('.');
  const kept = fraction.replace(/0+$/, '');
  return kept === '' ? groupDigits(whole) : `${groupDigits(whole)}.${kept}`;
}

/** Bytes with a binary unit: 1_572_864 -> "1.5 MiB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 'B';
  for (const next of units) {
    if (value < 1024) break;
    value /= 1024;
    unit = next;
  }
  return `${trimDigits(value)} ${unit}`;
}

/** Memory or storage that is told in MiB: 512 -> "512 MiB", 17_502 -> "17.1 GiB". */
export function formatMiB(mib: number): string {
  return mib < 1_024 ? `${mib} MiB` : `${formatDecimals(mib / 1_024, 1)} GiB`;
}

function trimDigits(value: number): string {
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1).replace(/\.0$/, '');
  return value.toFixed(2).replace(/\.?0+$/, '');
}
