/** Seconds for which later pages are read by the clock of the first. */
const PAGES_LAST = 600;

/**
 * The time that a page's figures are worked out with: that of the page before, else an offer whose
 * uptime changed meanwhile would come twice or never. Only for so long, and none of the future:
 * a cursor is anybody's word.
 *
 * @param before the cursor's; undefined for a first page
 * @param now the clock's; all in seconds since 1970
 */
export function timeOfPage(before: number | undefined, now: number): number {
  const isUsable = before !== undefined && before <= now && now - before <= PAGES_LAST;
  return isUsable ? before : now;
}
