import { describe, expect, it } from 'vitest';
import { resourceOffer, testHash } from '../../test/builders/offers';
import { jobOfferStateOf } from './job-offer-state';
import { resourceOfferStateOf } from './resource-offer-state';

const history = {
  expiry: 100,
  attempts: 2,
  isCancelled: false,
  nonceDeal: null,
  deals: [],
};
const failed = (index: number) => ({ id: testHash(index), isSettled: true, jobFree: true });

describe('a job offer', () => {
  it('is open until its expiry, inclusive', () => {
    expect(jobOfferStateOf(history, 100)).toEqual({ kind: 'open' });
    expect(jobOfferStateOf(history, 101)).toEqual({ kind: 'expired' });
  });

  it('is open again after a failed deal, up to its attempts', () => {
    expect(jobOfferStateOf({ ...history, deals: [failed(1)] }, 0)).toEqual({ kind: 'open' });
    const used = { ...history, deals: [failed(1), failed(2)] };
    expect(jobOfferStateOf(used, 0)).toEqual({ kind: 'attempts-used', dealId: testHash(2) });
  });

  it('is held by a live deal, and for good by one that used it up, whatever else happened', () => {
    const live = { id: testHash(3), isSettled: false, jobFree: false };
    const done = { ...live, isSettled: true };
    const other = { ...history, isCancelled: true, nonceDeal: '0x0b' as const };
    for (const deal of [live, done]) {
      const state = jobOfferStateOf({ ...other, deals: [failed(1), deal] }, 999);
      expect(state).toEqual({ kind: 'matched', dealId: deal.id, isSettled: deal.isSettled });
    }
  });

  it('cannot start once cancelled or with its nonce taken', () => {
    expect(jobOfferStateOf({ ...history, isCancelled: true }, 0).kind).toBe('cancelled');
    const taken = jobOfferStateOf({ ...history, nonceDeal: '0x0b' }, 0);
    expect(taken).toEqual({ kind: 'nonce-taken', dealId: '0x0b' });
  });
});

describe('a resource offer', () => {
  const offer = resourceOffer({ expiry: 100, total: 5, concurrent: 2 });
  const counts = { dealsEver: 0, dealsLive: 0 };
  const past = { isCancelled: false, ...counts, ticketUntil: undefined, rests: false };
  const withKey = { ...offer, ticketKey: offer.provider };

  it('is live as long as a ticket says so, where it wants tickets', () => {
    expect(resourceOfferStateOf(offer, past, 100)).toBe('live');
    expect(resourceOfferStateOf(withKey, past, 50)).toBe('off');
    expect(resourceOfferStateOf(withKey, { ...past, ticketUntil: 50 }, 50)).toBe('live');
    expect(resourceOfferStateOf(withKey, { ...past, ticketUntil: 49 }, 50)).toBe('off');
    expect(resourceOfferStateOf(withKey, { ...past, ticketUntil: 50, rests: true }, 50)).toBe(
      'off',
    );
  });

  it('tells busy from used up, cancelled and expired', () => {
    expect(resourceOfferStateOf(offer, { ...past, dealsEver: 2, dealsLive: 2 }, 1)).toBe('busy');
    expect(resourceOfferStateOf(offer, { ...past, dealsEver: 5 }, 1)).toBe('used-up');
    expect(resourceOfferStateOf(offer, { ...past, isCancelled: true }, 1)).toBe('cancelled');
    expect(resourceOfferStateOf(offer, past, 101)).toBe('expired');
  });
});
