import { expect, it } from 'vitest';
import { MACHINE_STATES, meaningOf } from './machine-states';

it('says that a machine was told something it has not begun', () => {
  const told = meaningOf({ state: 'serving', wanted: 'draining' });
  expect(told).toBe('Told to drain: its agent hears of it with its next pulse.');
  expect(meaningOf({ state: 'serving', wanted: 'serving' })).toBe('It takes deals.');
});

it('lets a machine finish what runs before it rests, and tells first what is wrong with it', () => {
  const { draining, silent } = MACHINE_STATES;
  expect(meaningOf({ state: 'draining', wanted: 'maintenance' })).toBe(draining.means);
  expect(meaningOf({ state: 'silent', wanted: 'draining' })).toBe(silent.means);
});
