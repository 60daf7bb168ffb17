import type { Address, Hex } from 'viem';

/** What the directory has to know of one deal, from the market's events. */
export type DealFacts = {
  readonly dealId: Hex;
  readonly buyer: Address;
  readonly provider: Address;
  readonly moduleId: Hex;
  readonly inputsId: Hex;
  readonly engine: Hex;
  readonly fuelLimit: bigint;
  /** Timestamps and lengths in seconds. */
  readonly matchedAt: bigint;
  readonly executionWindow: bigint;
  readonly reviewWindow: bigint;
  /** What the provider posted, once it did. */
  readonly posted: { readonly seal: Hex; readonly fuelUsed: bigint } | undefined;
  /** Everybody who was ever drawn as a seat, both panels. */
  readonly seats: readonly Address[];
  /** The digest of the final verdict, after a settlement as upheld or overturned. */
  readonly finalDigest: Hex | undefined;
  readonly isSettled: boolean;
};

/** The deals of one market, as far as the chain was read. */
export type DealBook = {
  dealById(dealId: Hex): DealFacts | undefined;
  dealsWithInputs(inputsId: Hex): readonly DealFacts[];
  liveDeals(): Iterable<DealFacts>;
  /** Reads on to the head of the chain; callers that came too early retry after it. */
  refresh(): Promise<void>;
};

/** Whether `agent` is a hot key of `principal`, as the market says. */
export type OperatorCheck = (principal: Address, agent: Address) => Promise<boolean>;
