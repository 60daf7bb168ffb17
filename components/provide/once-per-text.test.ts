import { expect, it } from 'vitest';
import type { Incident } from '@/lib/providers/machine-api';
import { oncePerText } from './once-per-text';

const incident = (kind: Incident['kind'], at: number, text: string): Incident => ({
  ...{ kind, from: at, until: at, text },
});

it('tells a problem that came often once, at its newest time, and every silence', () => {
  const told = oncePerText([
    incident('problem', 5, 'The node is away.'),
    incident('silent', 4, 'No pulse.'),
    incident('problem', 3, 'The node is away.'),
    incident('silent', 2, 'No pulse.'),
    incident('problem', 1, 'The job failed.'),
  ]);
  expect(told.map(({ kind, from, times }) => [kind, from, times])).toEqual([
    ['problem', 5, 2],
    ['silent', 4, 1],
    ['silent', 2, 1],
    ['problem', 1, 1],
  ]);
});

it('tells what made a machine unhealthy once', () => {
  const told = oncePerText([
    incident('problem', 3, 'The disk is full.'),
    incident('unhealthy', 2, 'The disk is full.'),
    incident('problem', 1, 'The job failed.'),
  ]);
  expect(told.map(({ kind, text }) => [kind, text])).toEqual([
    ['unhealthy', 'The disk is full.'],
    ['problem', 'The job failed.'],
  ]);
});
