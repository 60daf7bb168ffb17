import type { JobOfferState } from '@/lib/offers/job-offer-state';
import { getJson } from '@/lib/shared/api.client';
import { ApiError } from '@/lib/shared/api-error';

const POLL_MS = 1_000;
/** After this the person is told why it takes so long. */
const SLOW_MS = 60_000;

interface Waiting {
  /** Called once, when a match takes unusually long. */
  onSlow: () => void;
  /** Ends the waiting: the offer stays where it is. */
  signal: AbortSignal;
}

/**
 * Waits until a posted job offer has a deal, and answers the deal's id; undefined when the waiting
 * was ended. @throws ApiError when the offer can no longer be matched
 */
export async function waitForMatch(
  hash: `0x${string}`,
  { onSlow, signal }: Waiting,
): Promise<`0x${string}` | undefined> {
  const slow = Date.now() + SLOW_MS;
  let isTold = false;
  while (!signal.aborted) {
    const state = await stateOf(hash);
    if (state?.kind === 'matched' || state?.kind === 'attempts-used') return state.dealId;
    if (state && state.kind !== 'open') {
      throw new ApiError(
        409,
        state.kind,
        `Your offer can no longer be matched: ${WORDS[state.kind]}.`,
        state.kind === 'nonce-taken'
          ? 'Your deals page shows that one. Nothing was paid for this one.'
          : 'Nothing was paid. Sign a new one.',
      );
    }
    if (!isTold && Date.now() > slow) {
      isTold = true;
      onSlow();
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return undefined;
}

const WORDS = {
  'nonce-taken': 'an earlier try of yours was matched instead',
  cancelled: 'it was cancelled',
  expired: 'nobody took it in half an hour, and it has expired',
} as const;

async function stateOf(hash: `0x${string}`): Promise<JobOfferState | undefined> {
  try {
    const item = await getJson<{ state: JobOfferState }>(`/api/v1/job-offers/${hash}`);
    return item.state;
  } catch (error) {
    // The server may be busy for a moment; the offer is safe where it is.
    if (error instanceof ApiError && (error.status === 0 || error.status >= 500)) return undefined;
    throw error;
  }
}
