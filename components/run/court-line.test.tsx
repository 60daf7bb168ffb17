import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { CourtChoice } from '@/lib/offers/trust-choices';
import { courtTerms, testAddress, testEngine, testHash } from '@/test/builders/offers';
import { CourtLine } from './court-line';

const members = Array.from({ length: 10 }, (_, index) => testAddress(index + 1));
const choice: CourtChoice = {
  court: {
    id: testHash(7),
    members,
    engines: [{ engine: testEngine, class_: 1 }],
    directories: [],
    terms: courtTerms(),
  },
  serving: 10,
  record: { seats: 5, matched: 3, outvoted: 1, saidUnavailable: 0, absent: 1 },
  providers: 2,
  problem: undefined,
};

const pageOf = (line: CourtChoice, isChosen = false) =>
  renderToStaticMarkup(
    <CourtLine choice={line} n={1} of={3} isChosen={isChosen} onChoose={() => undefined} />,
  );
const textOf = (page: string) => page.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');

it('tells of a court who accepts it, its members’ record, and what bad members could do', () => {
  const text = textOf(pageOf(choice));
  expect(text).toContain('2 of 3 providers accept it');
  expect(text).toContain('75 % with the majority (3 of 4 seats), 1 no-show');
  // One bad of ten: it sits first in one deal of ten, and then no second of its kind is left.
  expect(text).toContain('1 of 10: 0 % · 2 of 10: 0 % · 3 of 10: ');
});

it('cannot be chosen for a job that it does not judge, and says why', () => {
  const page = pageOf({ ...choice, problem: 'does not judge this engine' });
  expect(page).toMatch(/<input[^>]*disabled/);
  expect(textOf(page)).toContain('Not for this job: does not judge this engine.');
  expect(pageOf({ ...choice, problem: 'does not judge this engine' }, true)).not.toMatch(
    /<input[^>]*disabled/,
  );
});
