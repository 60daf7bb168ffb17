import { expect, it } from 'vitest';
import type { GpuHealth, RunnerHealth } from '../../lib/execution/runner';
import { createAgentMetrics } from './agent-metrics.server';
import { AgentControl } from './agent-state';
import { AgentWatch } from './agent-watch.server';
import { DiskWatch } from './disk-watch.server';

const fix = 'nvidia-ctk ...';
const good: GpuHealth = { isReady: true, detail: 'handed out' };
const bad: GpuHealth = { isReady: false, detail: 'not handed out', fix };
const locked: GpuHealth = { isReady: false, detail: 'database is locked', fix: undefined };

function watchOf(
  check: (signal?: AbortSignal) => Promise<RunnerHealth>,
  { chainTime = Date.now() / 1_000, isLocal = false } = {},
) {
  const control = new AgentControl(() => 0);
  const watch = new AgentWatch({
    ...{ operator: 'nobody', control, metrics: createAgentMetrics(control) },
    disk: new DiskWatch('.', control),
    runners: [{ name: 'oci', engines: ['oci 1'], check }],
    chainTime: () => chainTime,
    isLocal,
    countForeign: async () => 0,
    signal: new AbortController().signal,
  });
  return { control, watch };
}

it('takes GPUs off the market after two failures in a row, and offers none before the first success', async () => {
  let gpus: GpuHealth | undefined = bad;
  const { control, watch } = watchOf(async () => ({
    ...{ isReady: true, version: '1', detail: 'ready' },
    ...(gpus ? { gpus } : {}),
  }));
  const after = async (next: GpuHealth | undefined) => {
    gpus = next;
    await watch.checkRunners();
    return watch.handsOutGpus;
  };
  const wanted = [
    [bad, false],
    [good, true],
    [locked, true],
    [good, true],
    [locked, true],
    [bad, false],
    [undefined, false],
    [good, true],
  ] as const;
  const seen: (readonly [GpuHealth | undefined, boolean])[] = [];
  for (const [health] of wanted) seen.push([health, await after(health)]);
  expect(seen).toEqual(wanted);
  await after(locked);
  expect(control.concernsOf('gpus')).toEqual([]);
  await after(locked);
  expect(control.concernsOf('gpus')).toEqual([
    'No GPU is offered: database is locked. It is asked again every minute.',
  ]);
  await after(bad);
  expect(control.concernsOf('gpus')).toEqual([`No GPU is offered: not handed out. ${fix}`]);
  expect(control.read().state).toBe('serving');
});

it('looks at disk, key and clock while an engine stalls, and asks it once', async () => {
  let asked = 0;
  const { watch } = watchOf(() => {
    asked += 1;
    return new Promise(() => {});
  });
  await watch.round();
  await watch.round();
  expect(asked).toBe(1);
});

it('is ill while the chain stands still, but for a development chain', async () => {
  const ready = async () => ({ isReady: true, version: '1', detail: 'ready' }) as const;
  const chainTime = Date.now() / 1_000 - 3_600;
  const { control, watch } = watchOf(ready, { chainTime });
  await watch.round();
  expect(control.read().state).toBe('unhealthy');
  expect(
    control
      .read()
      .problems.map(({ text }) => text)
      .join(),
  ).toContain('60 minutes old');
  const local = watchOf(ready, { chainTime, isLocal: true });
  await local.watch.round();
  expect(local.control.read().state).toBe('serving');
});
