import type { Address, Hex } from 'viem';
import type { CourtFacts } from '../offers/offer-types';
import { sameHex } from '../shared/address';
import type { MarketEvent } from './deal-event';

/** When a member serves; `leftAt` undefined = still does. Times in seconds. */
export type Membership = {
  readonly member: Address;
  readonly joinedAt: number;
  readonly leftAt?: number;
};

/** A court as its events tell it. */
export type CourtRecord = CourtFacts & {
  readonly foundedAt: number;
  readonly memberships: readonly Membership[];
};

/** The court an event is about; undefined for other events. */
export function courtOf(event: MarketEvent): Hex | undefined {
  switch (event.name) {
    case 'CourtFounded':
    case 'CourtJoined':
    case 'CourtLeft':
      return event.args.court;
    default:
      return undefined;
  }
}

/** A court after one more of its events; others leave it as it is. */
export function foldCourt(
  record: CourtRecord | undefined,
  event: MarketEvent,
): CourtRecord | undefined {
  const at = event.place.timestamp;
  if (event.name === 'CourtFounded') {
    const { court: id, members, engines, directories, terms } = event.args;
    return { id, members, engines, directories, terms, foundedAt: at, memberships: [] };
  }
  if (!record) return undefined;
  if (event.name === 'CourtJoined') {
    const { member } = event.args;
    const others = record.memberships.filter((entry) => !sameHex(entry.member, member));
    return { ...record, memberships: [...others, { member, joinedAt: at }] };
  }
  if (event.name === 'CourtLeft') {
    const { member } = event.args;
    const memberships = record.memberships.map((entry) =>
      sameHex(entry.member, member) ? { ...entry, leftAt: at } : entry,
    );
    return { ...record, memberships };
  }
  return record;
}

/** Whether a member may be seated in a deal matched at `matchedAt`. */
export function servesIn(membership: Membership | undefined, matchedAt: number): boolean {
  if (!membership || membership.joinedAt >= matchedAt) return false;
  return membership.leftAt === undefined || membership.leftAt >= matchedAt;
}
