import { expect, it } from 'vitest';
import { dealRecord } from '../../test/builders/deal-record';
import { OUTCOME } from '../chain/deal-facts';
import { stakesOf } from '../chain/terms';
import { formatAmount } from '../shared/amount.view';
import { readCsv } from '../shared/csv.view';
import { earnedDealsCsv } from './earned-deals.view';
import { lockOfSide } from './locked-money';

it('writes a live and a settled deal as lines that a spreadsheet can add up', () => {
  const record = dealRecord();
  const { value } = stakesOf(record.terms);
  const live = { ...record, value, buyerNet: null, providerNet: null };
  const missed = {
    ...live,
    outcome: OUTCOME.Missed,
    settledAt: record.terms.matchedAt + 60,
    price: 0n,
    providerNet: -2_200n,
  };
  const { rows } = readCsv(earnedDealsCsv([missed, live], 'tUSD'), 10);
  const [head = [], first = [], second = []] = rows;
  const told = Object.fromEntries(head.map((name, index) => [name, [first[index], second[index]]]));
  expect(told).toMatchObject({
    deal: [record.dealId, record.dealId],
    outcome: ['Missed', 'live'],
    'settled (UTC)': ['2023-11-14 22:14:20', ''],
    price: ['0.00', ''],
    locked: Array(2).fill(formatAmount(lockOfSide(record, 'provider'))),
    net: ['-0.0022', ''],
    unit: ['tUSD', 'tUSD'],
  });
});

it('is the same file in one piece and in several', () => {
  const deal = { ...dealRecord(), value: 5n, providerNet: null };
  const parts = [
    earnedDealsCsv([deal], 'tUSD'),
    earnedDealsCsv([deal, deal], 'tUSD', 'later'),
    earnedDealsCsv([], 'tUSD', 'later'),
  ];
  expect(parts.join('')).toBe(earnedDealsCsv([deal, deal, deal], 'tUSD'));
});
