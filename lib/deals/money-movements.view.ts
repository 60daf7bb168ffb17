import { plainAmount } from '../shared/amount.view';
import { writeCsv } from '../shared/csv.view';
import { formatInstant } from '../shared/time.view';
import type { MoneyMovement, MovementKind } from './money-movements';

/** What moved the money, in words. */
export const MOVEMENT_WORDS: Record<MovementKind, string> = {
  deposited: 'Deposited from the wallet',
  withdrawn: 'Withdrawn to a wallet',
  staked: 'Moved to stake',
  'stake-returned': 'Stake taken back',
  matched: 'Locked for a deal',
  disputed: 'Locked for a dispute',
  appealed: 'Locked for an appeal',
  settled: 'A deal was settled',
  'seat-settled': 'A seat was settled',
};

const COLUMNS = [
  'time (UTC)',
  'block',
  'log',
  'transaction',
  'movement',
  'deal',
  'available',
  'locked',
  'stake',
  'unit',
];

/** Money movements as CSV, newest first; each amount is a change, in whole tokens of `unit`. */
export function movementsCsv(movements: readonly MoneyMovement[], unit: string): string {
  const rows = movements.map((movement) => [
    formatInstant(movement.at).replace(' UTC', ''),
    movement.blockNumber.toString(),
    movement.logIndex.toString(),
    movement.transactionHash,
    MOVEMENT_WORDS[movement.kind],
    movement.dealId ?? '',
    plainAmount(movement.available),
    plainAmount(movement.locked),
    plainAmount(movement.stake),
    unit,
  ]);
  return writeCsv([COLUMNS, ...rows]);
}
