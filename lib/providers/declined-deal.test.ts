import { expect, it } from 'vitest';
import { testHash } from '../../test/builders/offers';
import { declinedDealIn, declinedText } from './declined-deal';
import { incidentsOfPulse } from './machine-incidents';
import type { MachinePulse } from './machine-report';

const declined = { dealId: testHash(7), cause: 'no-time', detail: 'about 9 s: 2 jobs wait' };

it('the cause of a declined deal survives its way through the machine’s problems', () => {
  expect(declinedDealIn(declinedText(declined))).toEqual(declined);
  expect(declinedDealIn('The disk is full')).toBeUndefined();
});

it('a pulse that tells of one is an incident of that deal', () => {
  const problems = [
    { at: 5, text: declinedText(declined) },
    { at: 6, text: 'The disk is full' },
  ];
  const heard = { pulse: null, pulseHeardAt: null, boots: null };
  const boots = { boot: 'a', bootAt: 1, sharedAt: 0 } as never;
  const { begin } = incidentsOfPulse(
    heard,
    { state: 'serving', problems } as unknown as MachinePulse,
    boots,
    10,
  );
  expect(begin.map(({ kind, subject }) => [kind, subject])).toEqual([
    ['problem', declined.dealId],
    ['problem', ''],
  ]);
});
