import type { Hex } from 'viem';

/** What every word of a provider to its machine says. `at` in seconds since 1970. */
export type ProviderWord = { readonly provider: Hex; readonly agent: Hex; readonly at: number };
