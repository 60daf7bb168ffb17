import type { Address, Hex } from 'viem';
import { OUTCOME, STAGE } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';

/** What the directory has to know of one deal. */
export type DealFacts = {
  readonly dealId: Hex;
  readonly buyer: Address;
  readonly provider: Address;
  readonly moduleId: Hex;
  readonly inputsId: Hex;
  readonly engine: Hex;
  readonly fuelLimit: bigint;
  /** What all outputs together may take. */
  readonly storageMiB: number;
  /** Times and lengths in seconds. */
  readonly matchedAt: number;
  readonly executionWindow: number;
  readonly reviewWindow: number;
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

/** The facts in a deal's record. */
export function dealFactsOf(record: DealRecord): DealFacts {
  const { dealId, terms, work, post, stage, outcome } = record;
  const isDecided = outcome === OUTCOME.Upheld || outcome === OUTCOME.Overturned;
  return {
    dealId,
    buyer: terms.buyer,
    provider: terms.provider,
    moduleId: work.moduleId,
    inputsId: work.inputsId,
    engine: work.engine,
    fuelLimit: terms.fuelLimit,
    storageMiB: work.storageMiB,
    matchedAt: terms.matchedAt,
    executionWindow: terms.executionWindow,
    reviewWindow: terms.reviewWindow,
    posted: post && { seal: post.seal, fuelUsed: post.fuelUsed },
    seats: [...(record.case?.firstPanel ?? []), ...(record.case?.secondPanel ?? [])],
    finalDigest: isDecided ? record.case?.digest : undefined,
    isSettled: stage === STAGE.Settled,
  };
}
