import { ceilDivide } from '../shared/integer';
import type { MarketConfig } from '../shared/market-config';

/** How long things may take, in seconds. PROTOCOL section 3. */

type Windows = { readonly executionWindow: number; readonly reviewWindow: number };
type Config = Pick<MarketConfig, 'grace' | 'appealWindow' | 'seatWait'>;

/** A ticket may be signed at most this far ahead. */
export const MAX_TICKET_SECONDS = 600;
/** A result receipt must outlive the review window by this. */
export const RESULT_HOLD_SECONDS = 7 * 86_400;

/** What a panel gets from its seating to its last commit. */
export function panelTimeOf(executionWindow: number, grace: number): number {
  return 2 * executionWindow + grace;
}

/** Longest possible time from the match to the settlement: how long inputs must be held. */
export function longestDeal(
  { executionWindow, reviewWindow }: Windows,
  { grace, appealWindow, seatWait }: Config,
): number {
  const panel = seatWait + panelTimeOf(executionWindow, grace);
  return executionWindow + reviewWindow + 2 * panel + appealWindow + 3 * grace;
}

/** From the match to the settlement of a deal that nobody audits, disputes or ends early. */
export function usualDeal(
  { executionWindow, reviewWindow }: Windows,
  { grace }: Pick<Config, 'grace'>,
): number {
  return executionWindow + grace + reviewWindow;
}

/** The shortest execution window in which a provider at its stated speed can run a job. */
export function neededExecutionWindow(
  resource: { readonly minExecutionWindow: number; readonly fuelPerSecond: bigint },
  fuelLimit: bigint,
): bigint {
  if (resource.fuelPerSecond === 0n) return (1n << 256n) - 1n;
  const needed =
    BigInt(resource.minExecutionWindow) + ceilDivide(fuelLimit, resource.fuelPerSecond);
  return needed === 0n ? 1n : needed;
}
