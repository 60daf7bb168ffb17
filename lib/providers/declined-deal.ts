import type { Hex } from 'viem';

/** A deal that a machine declined, and why: a cause in the agent's words, and the details. */
export type DeclinedDeal = {
  readonly dealId: Hex;
  readonly cause: string;
  readonly detail: string;
};

const LINE = /^Declined the deal (0x[0-9a-f]{64}): ([a-z-]{1,40}): (.*)$/s;

/** What an agent says of it among its problems, which its pulses bring to the market. */
export function declinedText({ dealId, cause, detail }: DeclinedDeal): string {
  return `Declined the deal ${dealId.toLowerCase()}: ${cause}: ${detail}`;
}

/** The deal that such a problem is about; undefined for any other problem. */
export function declinedDealIn(text: string): DeclinedDeal | undefined {
  const [, dealId, cause, detail] = LINE.exec(text) ?? [];
  if (dealId === undefined || cause === undefined || detail === undefined) return undefined;
  return { dealId: dealId as Hex, cause, detail };
}
