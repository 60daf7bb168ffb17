import type { Hex } from 'viem';

/**
 * The trace of one job: from the offer that its buyer signed to the settlement of its deal. Its ids
 * are digits of the offer's hash, so that every process that has to do with the job names the same
 * trace without passing anything on. Ids as the W3C's Trace Context has them.
 */
export type JobTrace = {
  /** 16 bytes in hex. */
  readonly traceId: string;
  /** 8 bytes in hex: the parent of every process' first span. */
  readonly rootSpanId: string;
};

export function jobTraceOf(jobOfferHash: Hex): JobTrace {
  const digits = jobOfferHash.slice(2).toLowerCase();
  return { traceId: digits.slice(0, 32), rootSpanId: digits.slice(32, 48) };
}
