import type { Address, Hex } from 'viem';
import { RESULT_HOLD_SECONDS } from '../offers/deal-windows';
import type { InputReceipt, MarketDomain, ResultReceipt } from '../offers/offer-types';
import { inputReceiptTypes, resultReceiptTypes } from '../offers/typed-data';

/** A receipt with who signed it: what goes into a match or a post. */
export type Signed<Receipt> = Receipt & { readonly directory: Address; readonly signature: Hex };

const DAY = 86_400;
/** Input receipts are good for this long unless more is asked for. */
export const DEFAULT_INPUT_HOLD = 90 * DAY;
export const MAX_INPUT_HOLD = 180 * DAY;

/** EIP-712 typed data of an input receipt, equal to the market's type hash. */
export function inputReceiptTypedData(domain: MarketDomain, receipt: InputReceipt) {
  return {
    domain,
    types: inputReceiptTypes,
    primaryType: 'InputReceipt',
    message: receipt,
  } as const;
}

/** EIP-712 typed data of a result receipt, equal to the market's type hash. */
export function resultReceiptTypedData(domain: MarketDomain, receipt: ResultReceipt) {
  return {
    domain,
    types: resultReceiptTypes,
    primaryType: 'ResultReceipt',
    message: receipt,
  } as const;
}

/** Until when inputs are promised: what was asked for, within bounds. */
export function inputHold(now: number, wanted: number | undefined): number {
  return Math.min(Math.max(wanted ?? now + DEFAULT_INPUT_HOLD, now), now + MAX_INPUT_HOLD);
}

/** Until when a result is promised: a post at the last moment is covered, with a day of slack. */
export function resultHold(
  now: number,
  deal: { matchedAt: number; executionWindow: number; reviewWindow: number },
  grace: number,
): number {
  const lastPost = Math.max(now, deal.matchedAt + deal.executionWindow + grace);
  return lastPost + deal.reviewWindow + RESULT_HOLD_SECONDS + DAY;
}
