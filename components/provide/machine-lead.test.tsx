import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { MachineDetail } from '@/lib/providers/machine-api';
import { MachineLead } from './machine-lead';

const NOW = 1_800_000_000;

interface Told {
  state: MachineDetail['state'];
  wanted: MachineDetail['wanted'];
  until?: number;
  running?: number;
  ticketUntil?: number;
  isOwing?: boolean;
  isOnMarket?: boolean;
}

const lead = (told: Told) => {
  const { state, wanted, until = 0, running = 0, ticketUntil } = told;
  const { isOwing = false, isOnMarket = true } = told;
  const machine = { state, wanted, order: { until }, pulse: { running } };
  const rest = { ticketUntil, isOwing, isOnMarket, now: NOW };
  return renderToStaticMarkup(<MachineLead machine={machine as never} {...rest} />).replace(
    /<[^>]*>/g,
    '',
  );
};

it('says that a draining machine can be matched until its last ticket ends', () => {
  const text = lead({ state: 'draining', wanted: 'draining', ticketUntil: NOW + 90 });
  expect(text).toContain('Its last ticket ends');
  expect(text).toContain('still done');
  expect(text).not.toContain('switched off');
});

it('says when a drained machine can be switched off, and not before', () => {
  const drained: Told = { state: 'draining', wanted: 'draining', ticketUntil: NOW - 1 };
  expect(lead(drained)).toContain('it can be switched off');
  expect(lead({ ...drained, running: 1 })).not.toContain('switched off');
  expect(lead({ ...drained, isOwing: true })).not.toContain('switched off');
  expect(lead({ ...drained, state: 'serving' })).not.toContain('switched off');
});

it('says when a maintenance window is over', () => {
  const rests: Told = { state: 'maintenance', wanted: 'maintenance', until: NOW + 3_600 };
  expect(lead(rests)).toContain('It serves again');
  expect(lead({ ...rests, until: 0 })).not.toContain('serves again');
  expect(lead({ ...rests, ticketUntil: NOW + 60 })).toContain('declined');
});

it('says no more than that it takes deals while it serves', () => {
  expect(lead({ state: 'serving', wanted: 'serving', ticketUntil: NOW + 90 })).toBe(
    'It takes deals.',
  );
});

it('does not say that a machine takes deals while none of its offers is on the market', () => {
  const text = lead({ state: 'serving', wanted: 'serving', isOnMarket: false });
  expect(text).toBe('It is ready, and no offer of it is on the market.');
});
