import { beforeEach, expect, it } from 'vitest';
import { VERIFICATION } from '@/lib/offers/offer-types';
import { forgetChoices, type KeptChoices, keepChoices, keptChoices } from './kept-choices.client';

const ID = '0x01';
const KEY = `reckon.choices.${ID}`;

// As a tab's: Node has none.
const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  Object.assign(globalThis, {
    sessionStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
      removeItem: (key: string) => void stored.delete(key),
    },
  });
});

const address = `0x${'ab'.repeat(20)}` as const;
const CHOICES: KeptChoices = {
  run: {
    where: `0x${'12'.repeat(32)}`,
    verification: VERIFICATION.none,
    auditBps: 250,
    ...{ n: 3, theta: 121, executionWindow: 60, reviewWindow: 90 },
  },
  changes: { memoryMiB: 4_096 },
  trust: { court: `0x${'34'.repeat(32)}`, directories: [address], own: [] },
};

it('gives back what was chosen, until it is forgotten', () => {
  keepChoices(ID, 'asked', CHOICES);
  expect(keptChoices(ID, 'asked')).toEqual(CHOICES);
  expect(keptChoices('0x02', 'asked')).toBeUndefined();
  forgetChoices(ID);
  expect(keptChoices(ID, 'asked')).toBeUndefined();
});

it('keeps that the usual was chosen as such, for the usual may change', () => {
  keepChoices(ID, '', { run: { where: 'any' }, changes: {}, trust: {} });
  expect(keptChoices(ID, '')).toEqual({ run: { where: 'any' }, changes: {}, trust: {} });
});

it('lets an address that asks for something else have its way', () => {
  keepChoices(ID, 'one offer', CHOICES);
  expect(keptChoices(ID, 'another')).toBeUndefined();
});

it('takes nothing that it has not written', () => {
  for (const text of ['', '{', '5', 'null', '[]', '{"asked":1}']) {
    stored.set(KEY, text);
    expect(keptChoices(ID, '')).toBeUndefined();
  }
  const odd = { asked: '', where: '0x12', verification: 9, auditBps: 1e9, needs: 'n:-1,theta:x' };
  stored.set(KEY, JSON.stringify({ ...odd, changes: 4, court: {}, directories: ['0x1', null] }));
  expect(keptChoices(ID, '')).toEqual({
    run: { where: 'any' },
    changes: {},
    trust: { directories: [] },
  });
});
