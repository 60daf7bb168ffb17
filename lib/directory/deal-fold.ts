import type { Address, Hex } from 'viem';
import type { DealFacts } from './deal-book';

const OUTCOME_UPHELD = 4;
const OUTCOME_OVERTURNED = 5;

type CaseFacts = {
  readonly digest: Hex;
  readonly firstPanel: readonly Address[];
  readonly secondPanel: readonly Address[];
};

/** The market's events, as far as the directory reads them. Names and arguments are the ABI's. */
export type DealEvent =
  | {
      readonly eventName: 'DealMatched';
      readonly args: {
        readonly dealId: Hex;
        readonly buyer: Address;
        readonly provider: Address;
        readonly terms: readonly bigint[];
        readonly work: { readonly moduleId: Hex; readonly inputsId: Hex; readonly engine: Hex };
      };
    }
  | {
      readonly eventName: 'ResultPosted';
      readonly args: {
        readonly dealId: Hex;
        readonly post: { readonly seal: Hex; readonly fuelUsed: bigint };
      };
    }
  | {
      readonly eventName: 'PanelSeated' | 'VerdictReached';
      readonly args: { readonly dealId: Hex; readonly case_: CaseFacts };
    }
  | {
      readonly eventName: 'DealSettled';
      readonly args: { readonly dealId: Hex; readonly outcome: number };
    };

export type Fold = DealFacts & { readonly standingDigest: Hex | undefined };

/** One more event of a deal. Events before the match are not known to belong to a deal: ignored. */
export function foldEvent(deal: Fold | undefined, event: DealEvent): Fold | undefined {
  if (event.eventName === 'DealMatched') return matched(event.args);
  if (deal === undefined) return undefined;
  switch (event.eventName) {
    case 'ResultPosted': {
      const { seal, fuelUsed } = event.args.post;
      return { ...deal, posted: { seal, fuelUsed } };
    }
    case 'PanelSeated': {
      const { firstPanel, secondPanel } = event.args.case_;
      return { ...deal, seats: [...firstPanel, ...secondPanel] };
    }
    case 'VerdictReached':
      return { ...deal, standingDigest: event.args.case_.digest };
    case 'DealSettled': {
      const { outcome } = event.args;
      const decided = outcome === OUTCOME_UPHELD || outcome === OUTCOME_OVERTURNED;
      return { ...deal, isSettled: true, finalDigest: decided ? deal.standingDigest : undefined };
    }
  }
}

function matched(args: Extract<DealEvent, { eventName: 'DealMatched' }>['args']): Fold {
  const { fuelLimit, executionWindow, reviewWindow, matchedAt } = readTerms(args.terms);
  return {
    dealId: args.dealId,
    buyer: args.buyer,
    provider: args.provider,
    moduleId: args.work.moduleId,
    inputsId: args.work.inputsId,
    engine: args.work.engine,
    fuelLimit,
    matchedAt,
    executionWindow,
    reviewWindow,
    posted: undefined,
    seats: [],
    finalDigest: undefined,
    isSettled: false,
    standingDigest: undefined,
  };
}

/** The terms' words that matter here; contracts/src/types/Terms.sol has the layout. */
function readTerms(terms: readonly bigint[]) {
  const [word0 = 0n, word1 = 0n, , word3 = 0n] = terms;
  return {
    fuelLimit: bitsOf(word0, 32n, 64n),
    executionWindow: bitsOf(word0, 0n, 32n),
    reviewWindow: bitsOf(word1, 0n, 32n),
    matchedAt: bitsOf(word3, 24n, 40n),
  };
}

function bitsOf(word: bigint, shift: bigint, bits: bigint): bigint {
  return (word >> shift) & ((1n << bits) - 1n);
}
