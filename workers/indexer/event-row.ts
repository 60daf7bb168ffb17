import type { SubjectKind } from '../../drizzle/schema/chain-events';
import type { StoredEvent, Subject } from '../../lib/chain/chain-history.repo';
import type { MarketEvent } from '../../lib/chain/deal-event';

/** What each event is about: the kind of subject and the argument that names it. */
const SUBJECTS: Record<MarketEvent['name'], readonly [SubjectKind, string?]> = {
  DealMatched: ['deal', 'dealId'],
  ResultPosted: ['deal', 'dealId'],
  DealCleared: ['deal', 'dealId'],
  CaseOpened: ['deal', 'dealId'],
  SeedRenewed: ['deal', 'dealId'],
  PanelSeated: ['deal', 'dealId'],
  VerdictCommitted: ['deal', 'dealId'],
  VerdictReached: ['deal', 'dealId'],
  PanelReseated: ['deal', 'dealId'],
  VerdictAppealed: ['deal', 'dealId'],
  SeatSettled: ['deal', 'dealId'],
  DealSettled: ['deal', 'dealId'],
  CourtFounded: ['court', 'court'],
  CourtJoined: ['court', 'court'],
  CourtLeft: ['court', 'court'],
  JobCancelled: ['nonce', 'buyer'],
  ResourceCancelled: ['nonce', 'provider'],
  NoncesCancelled: ['nonce', 'account'],
  Deposited: ['account', 'account'],
  Withdrawn: ['account', 'account'],
  OperatorSet: ['account', 'principal'],
  Staked: ['account', 'mediator'],
  UnstakeRequested: ['account', 'mediator'],
  StakeWithdrawn: ['account', 'mediator'],
  Burned: ['market'],
  Skipped: ['market'],
};

/** An event as a row of chain_events. */
export function rowOfEvent(event: MarketEvent): StoredEvent {
  const { kind, id } = subjectOf(event);
  const { blockNumber, blockHash, timestamp, logIndex, transactionHash } = event.place;
  return {
    blockNumber,
    logIndex,
    blockHash,
    blockTimestamp: BigInt(timestamp),
    transactionHash,
    name: event.name,
    subjectKind: kind,
    subjectId: id,
    args: { ...event.args },
  };
}

/** The event that a row was made from. */
export function eventOfRow(row: StoredEvent): MarketEvent {
  const { name, args, blockNumber, blockHash, blockTimestamp, logIndex, transactionHash } = row;
  const timestamp = Number(blockTimestamp);
  const place = { blockNumber, blockHash, timestamp, logIndex, transactionHash };
  // rowOfEvent wrote name and args from one event, and the column keeps bigints.
  return { name, args, place } as unknown as MarketEvent;
}

function subjectOf(event: MarketEvent): Subject {
  const [kind, field] = SUBJECTS[event.name];
  const args: Record<string, unknown> = { ...event.args };
  return { kind, id: field === undefined ? kind : String(args[field]).toLowerCase() };
}
