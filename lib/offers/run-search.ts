import type { Address, Hex } from 'viem';
import { VERIFICATION, type Verification } from './offer-types';
import { formatNeedChanges, type NeedChanges } from './search/need-changes';

/** Offers for one run: the module, what is decided about it, and whom its buyer trusts. */
export interface RunSearch {
  readonly module: Hex;
  readonly needs: { readonly [Name in keyof NeedChanges]: number | undefined };
  readonly court: Hex | undefined;
  readonly directories: readonly Address[];
  /** undefined: as well as the module's class and the court allow. */
  readonly verification: Verification | undefined;
  /** Also offers that accept neither this court nor these directories: to compare whom to trust. */
  readonly isAnyTrust?: boolean;
}

/** The query string of the API for such a search. */
export function runSearchParams(search: RunSearch): string {
  const { module, needs, court, directories, verification } = search;
  const params = new URLSearchParams({ module });
  const known = Object.entries(needs).filter(([, value]) => value !== undefined);
  const need = formatNeedChanges(Object.fromEntries(known) as NeedChanges);
  if (need !== '') params.set('need', need);
  if (court) params.set('court', court);
  if (directories.length > 0) params.set('directory', directories.join(','));
  const name = NAMES.find((key) => VERIFICATION[key] === verification);
  if (name) params.set('verification', name);
  if (search.isAnyTrust) params.set('trust', 'any');
  return params.toString();
}

const NAMES = ['A', 'B', 'none'] as const;
