import { expect, it } from 'vitest';
import { SEAT_RECORD } from '../chain/deal-facts';
import { agreementView, seatView } from './mediator-record.view';

it('never rounds a mediator that was outvoted once up to all', () => {
  const share = (matched: number, outvoted: number, saidUnavailable = 0) =>
    agreementView({ matched, outvoted, saidUnavailable }).share;
  expect(share(0, 0)).toBe('–');
  expect(share(3, 0)).toBe('100\u00a0%');
  expect(share(2, 1)).toBe('66.7\u00a0%');
  expect(share(9_999, 0, 1)).toBe('99.9\u00a0%');
});

it('tells what a seat waits for, and how it ended', () => {
  expect(seatView({ record: null, committedAt: null }).word).toBe('To commit');
  expect(seatView({ record: null, committedAt: 5 }).word).toBe('Committed');
  expect(seatView({ record: SEAT_RECORD.Absent, committedAt: null }).word).toBe('No-show');
});
