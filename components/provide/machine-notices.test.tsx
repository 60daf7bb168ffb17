import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { MachineDetail } from '@/lib/providers/machine-api';
import { MachineNotices } from './machine-notices';

const withheld = (...details: string[]) => {
  const checks = details.map((detail, index) => ({
    ...{ id: index === 0 ? 'offers' : `offers-${index + 1}`, title: 'Offers' },
    ...{ outcome: 'warning', detail },
  }));
  const machine = {
    ...{ incidents: [], isOutdated: false, state: 'serving' },
    ...{ standing: { inOffer: true }, pulse: null, report: { report: { checks } } },
  };
  return renderToStaticMarkup(
    <MachineNotices machine={machine as unknown as MachineDetail} isForbidden={false} />,
  );
};

it('lists the offers that are off the market, one a line', () => {
  expect(withheld('One.')).toContain('An offer of this machine is off the market');
  expect(withheld('One.').match(/<li>/g)).toHaveLength(1);
  const two = withheld('One.', 'Two.');
  expect(two).toContain('Offers of this machine are off the market');
  expect(two).toContain('<li>One.</li><li>Two.</li>');
  expect(withheld()).toBe('');
});

it('says what ails a machine whose checks pass', () => {
  const told = {
    ...{ incidents: [], isOutdated: false, state: 'unhealthy' },
    ...{ standing: { inOffer: true }, report: { report: { checks: [] } } },
    pulse: { problems: [{ at: 2, text: 'The disk is full.' }] },
  };
  const render = (part: object, isForbidden = false) =>
    renderToStaticMarkup(
      <MachineNotices machine={{ ...told, ...part } as never} isForbidden={isForbidden} />,
    );
  expect(render({})).toContain('The disk is full.');
  expect(render({ state: 'serving' })).not.toContain('The disk is full.');
  const failing = (id: string) =>
    render({ report: { report: { checks: [{ id, title: id, outcome: 'failed', detail: '' }] } } });
  expect(failing('disk')).not.toContain('The disk is full.');
  expect(failing('disk')).toContain('A check fails');
  // Allowed again since: the chain says so before its next report does.
  expect(failing('leave')).not.toContain('A check fails');
  const forbidden = render({}, true);
  expect(forbidden).toContain('Its provider has forbidden its key');
  expect(forbidden).not.toContain('The disk is full.');
});
