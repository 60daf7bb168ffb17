/** Decimals of the market's token; amounts everywhere are bigint of its smallest unit. */
export const TOKEN_DECIMALS = 6;

/** Groups the digits of a whole number: 12345678 -> "12,345,678". */
export function groupDigits(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/**
 * Formats an amount of the smallest unit as a decimal text without unit.
 * At least two decimals; all significant ones are kept, since rounding would lie about money.
 */
export function formatAmount(amount: bigint, decimals = TOKEN_DECIMALS): string {
  const { kept } = splitAmount(amount, decimals);
  return kept;
}

/** An amount with its unit: "0.42 tUSD"; without one where it is not known. */
export function moneyText(amount: bigint, unit: string | undefined): string {
  return unit === undefined ? formatAmount(amount) : `${formatAmount(amount)} ${unit}`;
}

/** The same for programs: ASCII only, no groups: "-1250.5" is written "-1250.50". */
export function plainAmount(amount: bigint): string {
  return formatAmount(amount).replaceAll(',', '').replace('−', '-');
}

/**
 * The same, and the zeros that follow it: "0.42" and "0000". Together they always have all decimals,
 * so that points stand under one another in a column.
 */
export function splitAmount(
  amount: bigint,
  decimals = TOKEN_DECIMALS,
): { kept: string; zeros: string } {
  const sign = amount < 0n ? '−' : '';
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  const whole = groupDigits(digits.slice(0, -decimals));
  const fraction = digits.slice(-decimals).replace(/0+$/, '').padEnd(2, '0');
  return { kept: `${sign}${whole}.${fraction}`, zeros: '0'.repeat(decimals - fraction.length) };
}

/**
 * Reads a decimal text ("1,250.5") as an amount of the smallest unit.
 * Returns undefined for anything that is not a non-negative number with at most six decimals, or where
 * a comma does not group thousands: "1,5" may have meant one and a half, and must not become 15.
 */
export function parseAmount(text: string, decimals = TOKEN_DECIMALS): bigint | undefined {
  const plain = text.trim();
  if (plain.includes(',') && !/^[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(plain)) return undefined;
  const match = /^(\d{1,24})(?:\.(\d*))?$/.exec(plain.replaceAll(',', ''));
  if (!match) return undefined;
  const fraction = match[2] ?? '';
  if (fraction.length > decimals) return undefined;
  return (
    BigInt(match[1] as string) * 10n ** BigInt(decimals) + BigInt(fraction.padEnd(decimals, '0'))
  );
}
