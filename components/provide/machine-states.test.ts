import { expect, it } from 'vitest';
import { MACHINE_STATES, shownState } from './machine-states';

it('says that a machine was told something it has not begun', () => {
  expect(shownState({ state: 'serving', wanted: 'draining' })).toEqual({
    tone: 'running',
    word: 'Drains soon',
    means: 'Told to drain: its agent hears of it with its next pulse.',
  });
  expect(shownState({ state: 'draining', wanted: 'serving' }).word).toBe('Serves soon');
  expect(shownState({ state: 'serving', wanted: 'serving' })).toBe(MACHINE_STATES.serving);
});

it('lets a machine finish what runs before it rests, and tells first what is wrong with it', () => {
  const { draining, silent } = MACHINE_STATES;
  expect(shownState({ state: 'draining', wanted: 'maintenance' })).toBe(draining);
  expect(shownState({ state: 'silent', wanted: 'draining' })).toBe(silent);
});
