/** Seconds before the last moment to post a result. */
type PostMargins = {
  /** At which the result must be there. */
  readonly ready: number;
  /** At which it is posted without a receipt. */
  readonly receipt: number;
  /** Until which a full disk is waited for. */
  readonly disk: number;
};

const LEAST_READY = 2;
const LEAST_RECEIPT = 8;

/**
 * How early the steps of a deal must be done, by the chain's pace: a transaction needs a block, and may
 * miss one. Where blocks are slow for the deal's whole time, a share of that time.
 *
 * @param blockSeconds between the chain's blocks; 0 where that does not matter
 * @param wholeSeconds from the match to the last moment
 */
export function postMargins(blockSeconds: number, wholeSeconds: number): PostMargins {
  const margin = (least: number, blocks: number, share: number) =>
    Math.max(least, Math.min(blocks * blockSeconds, Math.floor(wholeSeconds * share)));
  const receipt = margin(LEAST_RECEIPT, 3, 1 / 4);
  return { ready: margin(LEAST_READY, 2, 1 / 8), receipt, disk: 2 * receipt };
}
