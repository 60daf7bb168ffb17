import { expect, it } from 'vitest';
import { AgentControl } from './agent-state';

it('is unhealthy while anything is ill, and then does what was wanted meanwhile', () => {
  const control = new AgentControl(() => 7);
  const told: string[] = [];
  control.onChange(({ state }) => told.push(state));
  control.setAilment('disk', 'full');
  control.setAilment('disk', 'full');
  control.want('draining');
  expect(control.read()).toMatchObject({ state: 'unhealthy', problems: [{ at: 7, text: 'full' }] });
  control.setAilment('disk', undefined);
  expect(control.read()).toMatchObject({ state: 'draining', problems: [] });
  expect(told).toEqual(['unhealthy', 'unhealthy', 'draining']);
});

it('keeps the newest twenty problems, each cut to what a pulse may carry', () => {
  let now = 0;
  const control = new AgentControl(() => now);
  for (now = 1; now <= 30; now++) control.note(`${now} ${'x'.repeat(600)}`);
  const { problems } = control.read();
  expect(problems.map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, i) => 30 - i));
  expect(problems[0]?.text).toHaveLength(500);
});

it('tells of a concern as long as it lasts, and serves all the same', () => {
  let now = 0;
  const control = new AgentControl(() => now);
  control.setConcern('offer-1', 'off the market');
  for (now = 1; now <= 30; now++) control.note(String(now));
  expect(control.read().state).toBe('serving');
  expect(control.read().problems).toHaveLength(20);
  expect(control.read().problems.at(-1)).toEqual({ at: 0, text: 'off the market' });
  expect(control.concernsOf('offer-')).toEqual(['off the market']);
  expect(control.concernsOf('gpus')).toEqual([]);
  control.setConcern('offer-1', undefined);
  expect(control.concernsOf('offer-')).toEqual([]);
});

it('tells of what is ill, however many offers are off', () => {
  let now = 0;
  const control = new AgentControl(() => now);
  control.setAilment('disk', 'full');
  for (now = 1; now <= 30; now++) control.setConcern(`offer-${now}`, String(now));
  control.note('over');
  const { problems } = control.read();
  expect(problems).toHaveLength(20);
  expect(problems.at(-1)).toEqual({ at: 0, text: 'full' });
  expect(problems.map(({ at }) => at)).toEqual(
    [...problems.map(({ at }) => at)].sort((a, b) => b - a),
  );
  expect(problems[0]?.text).toBe('30');
});

it('stops telling who no longer listens', () => {
  const control = new AgentControl(() => 0);
  let count = 0;
  const stop = control.onChange(() => {
    count += 1;
  });
  control.want('maintenance');
  stop();
  control.want('serving');
  expect(count).toBe(1);
});

it('notes what goes wrong again and again once in ten minutes, beside what else went wrong', () => {
  let now = 0;
  const control = new AgentControl(() => now);
  control.note('a job failed');
  for (now = 1; now < 601; now++) control.note('the node is away');
  expect(control.read().problems).toEqual([
    { at: 1, text: 'the node is away' },
    { at: 0, text: 'a job failed' },
  ]);
  control.note('the node is away');
  expect(control.read().problems.map(({ at }) => at)).toEqual([601, 1, 0]);
});
