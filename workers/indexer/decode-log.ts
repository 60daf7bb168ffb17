import { type DecodeEventLogReturnType, decodeEventLog, type Log } from 'viem';
import type { SubjectKind } from '../../drizzle/schema/chain-events';
import type { StoredEvent, Subject } from '../../lib/chain/chain-history.repo';
import { marketAbi } from '../../lib/chain/generated/market-abi';

/** Any event of the market, as {eventName, args}; hex is lower-case throughout. */
export type MarketEvent = DecodeEventLogReturnType<typeof marketAbi>;

/** What each event is about: the kind of subject and the argument that names it. */
const SUBJECTS: Record<MarketEvent['eventName'], readonly [SubjectKind, string?]> = {
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

/** A log of the market as a row of chain_events; undefined when the ABI does not know it. */
export function decodeLog(
  log: Log<bigint, number, false>,
  blockTimestamp: bigint,
): StoredEvent | undefined {
  const event = parseLog(log);
  if (!event) return undefined;
  const subject = subjectOf(event);
  return {
    blockNumber: log.blockNumber,
    logIndex: log.logIndex,
    blockHash: log.blockHash,
    blockTimestamp,
    transactionHash: log.transactionHash,
    name: event.eventName,
    subjectKind: subject.kind,
    subjectId: subject.id,
    args: { ...event.args },
  };
}

/** The typed event that a row was made from. */
export function marketEventOf(row: Pick<StoredEvent, 'name' | 'args'>): MarketEvent {
  // decodeLog wrote both fields from one MarketEvent, and the column keeps bigints.
  return { eventName: row.name, args: row.args } as unknown as MarketEvent;
}

function parseLog(log: Log): MarketEvent | undefined {
  try {
    const event = decodeEventLog({ abi: marketAbi, topics: log.topics, data: log.data });
    return { ...event, args: lowerCase(event.args) } as MarketEvent;
  } catch {
    return undefined;
  }
}

function subjectOf(event: MarketEvent): Subject {
  const [kind, field] = SUBJECTS[event.eventName];
  const args: Record<string, unknown> = { ...event.args };
  return { kind, id: field === undefined ? kind : String(args[field]) };
}

function lowerCase(value: unknown): unknown {
  if (typeof value === 'string') return value.toLowerCase();
  if (Array.isArray(value)) return value.map(lowerCase);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, lowerCase(inner)]));
  }
  return value;
}
