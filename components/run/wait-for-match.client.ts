import type { JobOfferState } from '@/lib/offers/job-offer-state';
import { getJson } from '@/lib/shared/api.client';
import { ApiError } from '@/lib/shared/api-error';

const POLL_MS = 1_000;
const PATIENCE_MS = 180_000;

/**
 * Waits until a posted job offer has a deal, and answers the deal's id.
 * Throws ApiError when the offer can no longer be matched, or nobody matched it for three minutes.
 */
export async function waitForMatch(hash: `0x${string}`): Promise<`0x${string}`> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
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
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new ApiError(
    504,
    'not-matched',
    'Nobody has matched your offer yet.',
    'It stays open for half an hour, and nothing is locked before a match. Your deals page shows it as soon as it is matched; if you sign again here, only one of the two can be.',
  );
}

const WORDS = {
  'nonce-taken': 'an earlier try of yours was matched instead',
  cancelled: 'it was cancelled',
  expired: 'it has expired',
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
