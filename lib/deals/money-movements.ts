import type { Address, Hex } from 'viem';
import type { MarketEvent } from '../chain/deal-event';
import { CAUSE } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import { stakesOf } from '../chain/terms';
import { appealLockOf, buyerLockOf, providerLockOf } from '../offers/price';
import { sameHex } from '../shared/address';
import { lockOfSide } from './locked-money';

/** What moved an account's money. */
export type MovementKind =
  | 'deposited'
  | 'withdrawn'
  | 'staked'
  | 'stake-returned'
  | 'matched'
  | 'disputed'
  | 'appealed'
  | 'settled'
  | 'seat-settled';

/** One event that changed an account's balances, in token units; time in seconds. */
export type MoneyMovement = {
  readonly kind: MovementKind;
  readonly at: number;
  readonly blockNumber: bigint;
  readonly logIndex: number;
  readonly transactionHash: Hex;
  readonly dealId: Hex | null;
  /** Change of what is free to use, of what stands behind deals, of the stake. */
  readonly available: bigint;
  readonly locked: bigint;
  readonly stake: bigint;
};

type Changes = Partial<Pick<MoneyMovement, 'available' | 'locked' | 'stake'>>;

/**
 * How an event changed an account's balances; undefined where it did not.
 *
 * @param deal the event's deal as it is now, for events of a deal
 */
export function movementOf(
  event: MarketEvent,
  account: Address,
  deal: DealRecord | undefined,
): MoneyMovement | undefined {
  const [kind, changes] = changesOf(event, account, deal) ?? [];
  if (kind === undefined) return undefined;
  const { available = 0n, locked = 0n, stake = 0n } = changes ?? {};
  if (available === 0n && locked === 0n && stake === 0n) return undefined;
  const { timestamp: at, blockNumber, logIndex, transactionHash } = event.place;
  const dealId = deal?.dealId ?? null;
  return { kind, at, blockNumber, logIndex, transactionHash, dealId, available, locked, stake };
}

function changesOf(
  { name, args }: MarketEvent,
  account: Address,
  deal: DealRecord | undefined,
): [MovementKind, Changes] | undefined {
  switch (name) {
    case 'Deposited':
      return ['deposited', { available: args.amount }];
    case 'Withdrawn':
      return ['withdrawn', { available: -args.amount }];
    case 'Staked':
      return ['staked', { available: -args.amount, stake: args.amount }];
    case 'StakeWithdrawn':
      return ['stake-returned', { available: args.amount, stake: -args.amount }];
    case 'SeatSettled':
      return sameHex(args.mediator, account)
        ? ['seat-settled', { stake: args.fee - args.slashed }]
        : undefined;
    default:
      return deal && dealChangesOf(name, deal, account);
  }
}

function dealChangesOf(
  name: MarketEvent['name'],
  deal: DealRecord,
  account: Address,
): [MovementKind, Changes] | undefined {
  const { terms } = deal;
  const stakes = stakesOf(terms);
  const isBuyer = sameHex(terms.buyer, account);
  const isProvider = sameHex(terms.provider, account);
  const given = (isIt: boolean, amount: bigint) => (isIt ? amount : 0n);
  switch (name) {
    case 'DealMatched':
      return [
        'matched',
        locking(
          given(isBuyer, buyerLockOf(stakes, terms.jobSolverFee)) +
            given(isProvider, providerLockOf(stakes, terms.resourceSolverFee)),
        ),
      ];
    case 'CaseOpened':
      return deal.case?.cause === CAUSE.Dispute
        ? ['disputed', locking(given(isBuyer, stakes.value))]
        : undefined;
    case 'VerdictAppealed':
      return deal.case && sameHex(deal.case.appellant, account)
        ? ['appealed', locking(appealLockOf(stakes))]
        : undefined;
    case 'DealSettled': {
      const { payout } = deal;
      if (!payout) return undefined;
      const locked =
        given(isBuyer, lockOfSide(deal, 'buyer')) + given(isProvider, lockOfSide(deal, 'provider'));
      const available =
        given(isBuyer, payout.toBuyer) +
        given(isProvider, payout.toProvider) +
        given(sameHex(terms.solver, account), payout.toSolver);
      return ['settled', { available, locked: -locked }];
    }
    default:
      return undefined;
  }
}

function locking(amount: bigint): Changes {
  return { available: -amount, locked: amount };
}
