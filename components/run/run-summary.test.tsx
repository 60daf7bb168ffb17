import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { RunSummary } from './run-summary';

const summary = (isPending: boolean) =>
  renderToStaticMarkup(
    <RunSummary
      {...{ runCount: 1, figures: undefined, isPending, executionWindow: 30, reviewWindow: 60 }}
      windows={{ execution: 30, review: 60, grace: 10, appeal: 60, seatWait: 10, unbonding: 10 }}
    />,
  );

it('does not look as if it were loading where no offer gives a price', () => {
  expect(summary(false)).toContain('No offer fits this run now');
  expect(summary(false)).not.toContain('role="status"');
  expect(summary(true)).toContain('role="status"');
});
