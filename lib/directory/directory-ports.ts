import type { Address, LocalAccount } from 'viem';
import type { MarketDomain } from '../offers/offer-types';
import type { DealRecord } from './content-record';
import type { ContentStore } from './content-store.server';
import type { DealBook, OperatorCheck } from './deal-book';
import type { LinkTokens } from './link-tokens.server';
import type { Records } from './records.server';

/** Who is asking: the key that signed the request, or the wallet that signed in. */
export type Caller = { readonly address: Address };

/** Everything that the directory's use cases work on. */
export type DirectoryPorts = {
  readonly store: ContentStore;
  readonly deals: Records<DealRecord>;
  readonly book: DealBook;
  readonly isOperator: OperatorCheck;
  /** The directory's key: receipts are its signatures. */
  readonly signer: LocalAccount;
  readonly domain: MarketDomain;
  /** Tokens of links that open a deal's results. */
  readonly links: LinkTokens;
  /** The market's grace in seconds. */
  readonly grace: number;
  /** Unix seconds. */
  readonly now: () => number;
};
