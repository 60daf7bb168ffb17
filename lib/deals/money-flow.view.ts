import { CAUSE } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import { stakesOf } from '../chain/terms';
import { appealLockOf, buyerLockOf, providerLockOf } from '../offers/price';
import { sameHex } from '../shared/address';

export type Party = 'buyer' | 'provider' | 'seats' | 'solver' | 'burned';

/** What one party put in and got out. Amounts in the token's smallest unit. */
export interface MoneyLine {
  readonly party: Party;
  readonly locked: bigint;
  /** Undefined while the deal lives. */
  readonly got: bigint | undefined;
}

export interface MoneyFlow {
  readonly from: Party;
  readonly to: Party;
  readonly amount: bigint;
}

/** Everything that a deal locked and paid out, party by party. Seats: what they were fined and earned. */
export function moneyLines(record: DealRecord): MoneyLine[] {
  const { terms, payout, seats } = record;
  const panel = record.case;
  const stakes = stakesOf(terms);
  const appeal = (party: `0x${string}`) =>
    panel && sameHex(panel.appellant, party) ? appealLockOf(stakes) : 0n;
  const disputed = panel?.cause === CAUSE.Dispute ? stakes.value : 0n;
  const slashed = seats.reduce((sum, seat) => sum + seat.slashed, 0n);
  const lines: MoneyLine[] = [
    {
      party: 'buyer',
      locked: buyerLockOf(stakes, terms.jobSolverFee) + disputed + appeal(terms.buyer),
      got: payout?.toBuyer,
    },
    {
      party: 'provider',
      locked: providerLockOf(stakes, terms.resourceSolverFee) + appeal(terms.provider),
      got: payout?.toProvider,
    },
    { party: 'seats', locked: slashed, got: payout?.toSeats },
    { party: 'solver', locked: 0n, got: payout?.toSolver },
    { party: 'burned', locked: 0n, got: payout?.burned },
  ];
  return lines.filter(
    ({ party, locked, got }) =>
      party === 'buyer' || party === 'provider' || locked > 0n || (got ?? 0n) > 0n,
  );
}

/**
 * Ribbons from who locked to who got: everybody's own money comes back first, the rest goes on in
 * the order of the lines. Empty while the deal lives.
 */
export function moneyFlows(lines: readonly MoneyLine[]): MoneyFlow[] {
  if (lines.some(({ got }) => got === undefined)) return [];
  const left = new Map(lines.map(({ party, locked }) => [party, locked]));
  const open = new Map(lines.map(({ party, got }) => [party, got ?? 0n]));
  const flows: MoneyFlow[] = [];
  const move = (from: Party, to: Party) => {
    const has = left.get(from) ?? 0n;
    const wants = open.get(to) ?? 0n;
    const amount = has < wants ? has : wants;
    if (amount === 0n) return;
    left.set(from, has - amount);
    open.set(to, wants - amount);
    flows.push({ from, to, amount });
  };
  for (const { party } of lines) move(party, party);
  for (const { party: from } of lines) for (const { party: to } of lines) move(from, to);
  return flows;
}
