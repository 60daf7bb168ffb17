import type { Address, Hex, ParseEventLogsReturnType } from 'viem';
import type { CourtTerms, EngineClass } from '../offers/offer-types';
import type { Cause, Outcome, PackedWork, Payout, Post, SeatRecord, Verdict } from './deal-facts';
import type { marketAbi } from './generated/market-abi';
import type { PackedTerms } from './terms';

/** Where and when an event happened. `timestamp` is its block's, in seconds. */
export type EventPlace = {
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly timestamp: number;
  readonly logIndex: number;
  readonly transactionHash: Hex;
};

type OfDeal = { readonly dealId: Hex };
/** When a panel will be seated, and until when it can be. */
type Seating = OfDeal & { readonly seedBlock: bigint; readonly deadline: number };

/** The arguments of each event that belongs to one deal. */
export type DealEventArgs = {
  readonly DealMatched: OfDeal & {
    readonly buyer: Address;
    readonly provider: Address;
    readonly terms: PackedTerms;
    readonly jobOfferHash: Hex;
    readonly resourceOfferHash: Hex;
    readonly work: PackedWork;
    readonly directory: Address;
    readonly jobDirectories: readonly Address[];
    /** Empty = the same as the job's. */
    readonly resourceDirectories: readonly Address[];
  };
  readonly ResultPosted: OfDeal & { readonly post: Post };
  readonly DealCleared: OfDeal & { readonly secretShown: boolean };
  readonly CaseOpened: Seating & {
    readonly cause: Cause;
    /** 0 where the hash of `seedBlock` will be the seed. */
    readonly seed: Hex;
    readonly secretShown: boolean;
  };
  readonly SeedRenewed: OfDeal & { readonly seedBlock: bigint };
  readonly PanelSeated: OfDeal & {
    readonly seed: Hex;
    readonly deadline: number;
    readonly panel: readonly Address[];
  };
  readonly VerdictReached: OfDeal & {
    readonly verdict: Verdict;
    readonly digest: Hex;
    readonly fuelUsed: bigint;
    readonly deadline: number;
  };
  readonly PanelReseated: Seating;
  readonly VerdictAppealed: Seating & { readonly appellant: Address };
  readonly VerdictCommitted: OfDeal & { readonly mediator: Address; readonly seal: Hex };
  readonly SeatSettled: {
    readonly dealId: Hex;
    readonly mediator: Address;
    readonly record: SeatRecord;
    readonly fee: bigint;
    readonly slashed: bigint;
  };
  readonly DealSettled: OfDeal & {
    readonly outcome: Outcome;
    readonly price: bigint;
    readonly payout: Payout;
    readonly jobFree: boolean;
  };
};

export type DealEventName = keyof DealEventArgs;

/** One event of one deal. */
export type DealEvent = {
  [Name in DealEventName]: {
    readonly name: Name;
    readonly args: DealEventArgs[Name];
    readonly place: EventPlace;
  };
}[DealEventName];

type CourtFounded = {
  readonly court: Hex;
  readonly members: readonly Address[];
  readonly engines: readonly EngineClass[];
  readonly directories: readonly Address[];
  readonly terms: CourtTerms;
};

type MarketLog = ParseEventLogsReturnType<typeof marketAbi, undefined, true>[number];
type OtherEventName = Exclude<MarketLog['eventName'], DealEventName | 'CourtFounded'>;
type ArgsOf<Name extends OtherEventName> = Extract<MarketLog, { eventName: Name }>['args'];

/** One event of the market that belongs to no deal: money, nonces, stakes, courts, skipped items. */
export type AccountEvent =
  | { readonly name: 'CourtFounded'; readonly args: CourtFounded; readonly place: EventPlace }
  | {
      [Name in OtherEventName]: {
        readonly name: Name;
        readonly args: ArgsOf<Name>;
        readonly place: EventPlace;
      };
    }[OtherEventName];

export type MarketEvent = DealEvent | AccountEvent;

const DEAL_EVENTS: Record<DealEventName, true> = {
  DealMatched: true,
  ResultPosted: true,
  DealCleared: true,
  CaseOpened: true,
  SeedRenewed: true,
  PanelSeated: true,
  VerdictCommitted: true,
  VerdictReached: true,
  PanelReseated: true,
  VerdictAppealed: true,
  SeatSettled: true,
  DealSettled: true,
};

export function isDealEvent(event: MarketEvent): event is DealEvent {
  return event.name in DEAL_EVENTS;
}
