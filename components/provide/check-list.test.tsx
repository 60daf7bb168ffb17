import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { MachineReport } from '@/lib/providers/machine-report';
import { CheckList } from './check-list';

type Outcome = MachineReport['checks'][number]['outcome'];

const render = (...outcomes: Outcome[]) => {
  const checks = outcomes.map((outcome, index) => ({
    ...{ id: `check-${index}`, title: `Check ${index}`, outcome, detail: `Found ${index}.` },
    fix: null,
  }));
  const machine = { provider: null, software: '', state: 'serving', recheck: null };
  return renderToStaticMarkup(
    <CheckList machine={{ ...machine, report: { report: { checks } } } as never} />,
  );
};

/** What is read without opening anything. */
const unfolded = (html: string) => html.replace(/<details.*?<\/details>/gs, '');

it('folds the checks that passed or were skipped behind their number, and shows what is wrong', () => {
  const html = render('passed', 'warning', 'passed', 'skipped');
  expect(unfolded(html)).toContain('Check 1');
  expect(unfolded(html)).not.toMatch(/Check [023]/);
  const folds = [...html.matchAll(/<summary.*?<\/summary>/gs)].map(([fold]) =>
    fold.replace(/<[^>]*>/g, ''),
  );
  expect(folds).toEqual(['2 checks passed', '1 check skipped']);
  for (const number of [0, 1, 2, 3]) expect(html).toContain(`Found ${number}.`);
});

it('has no fold for an outcome that no check had', () => {
  expect(render('passed')).not.toContain('skipped');
  expect(render('warning')).not.toContain('<details');
});
