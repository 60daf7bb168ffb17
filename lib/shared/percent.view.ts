/** A figure in per cent: 2.98 -> "2.98 %". The space is one at which no line breaks. */
export function percentText(figure: number | string): string {
  return `${figure}\u00a0%`;
}

/** A share with at most two decimals: 0.0298 -> "2.98 %"; what is not nothing never reads like nothing. */
export function percentOf(share: number): string {
  if (share === 0) return percentText(0);
  return share < 0.0001 ? `<\u00a0${percentText('0.01')}` : percentText((share * 100).toFixed(2));
}

/** How much of a number another is, with at most one decimal: 10 of 110 -> "9.1 %"; of nothing "–". */
export function percentOfCount(count: number, of: number): string {
  if (of === 0) return '–';
  const tenths = (1_000 * count) / of;
  if (tenths > 0 && tenths < 0.5) return `<\u00a0${percentText('0.1')}`;
  return percentText(Math.round(tenths) / 10);
}

/** Basis points as a percentage: 298 -> "2.98 %". */
export function formatBps(bps: number): string {
  return percentText((bps / 100).toFixed(2).replace(/\.?0+$/, ''));
}
