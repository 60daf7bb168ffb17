import type { Tone } from '@/components/ui/state-chip';
import type { ResourceOfferState } from '@/lib/offers/resource-offer-state';

/** What runs an offer's jobs, in words. */
export const ENGINE_WORDS: Readonly<Record<string, string>> = {
  wasm: 'WebAssembly',
  oci: 'Containers',
  'wasm+oci': 'WebAssembly, containers',
  other: 'Another engine',
};

/** A resource offer's state as icon tone and word. */
export const OFFER_STATES: Record<ResourceOfferState, { tone: Tone; word: string }> = {
  live: { tone: 'safe', word: 'Live' },
  busy: { tone: 'running', word: 'Busy' },
  off: { tone: 'neutral', word: 'Off' },
  'used-up': { tone: 'neutral', word: 'Used up' },
  cancelled: { tone: 'neutral', word: 'Cancelled' },
  expired: { tone: 'neutral', word: 'Expired' },
};
