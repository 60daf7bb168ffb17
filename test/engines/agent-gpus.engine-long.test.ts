import { afterAll, expect, it } from 'vitest';
import { ociRunner } from '@/lib/execution/oci/oci-runner.server';
import { createAgentMetrics } from '@/workers/provider/agent-metrics.server';
import { AgentControl } from '@/workers/provider/agent-state';
import { AgentWatch } from '@/workers/provider/agent-watch.server';
import { DiskWatch } from '@/workers/provider/disk-watch.server';
import { findEngines } from '@/workers/provider/machine/find-engines.server';
import { judgeEngines } from '@/workers/provider/machine/judge-engines';
import { cdiProblem, nameDevice } from './cdi-device';
import { startPodman, type TestEngine } from './start-engine';
import { describeEngine } from './when-present';

const engine = await startPodman();

describeEngine('podman', 'missing' in engine ? engine.missing : cdiProblem(), () => {
  const { socketPath, stop } = engine as TestEngine;
  const gpus = [{ name: 'nvidia.com/gpu=0' }];
  const runners = [ociRunner({ socketPath, gpus, owner: 'agent' })];
  const control = new AgentControl(() => 0);
  const watch = new AgentWatch({
    ...{ operator: 'nobody', control, runners, metrics: createAgentMetrics(control) },
    disk: new DiskWatch('.', control),
    isLocal: true,
    chainTime: () => 0,
    countForeign: async () => 0,
    signal: new AbortController().signal,
  });
  const preflight = async () =>
    judgeEngines(await findEnginesNow()).find(({ id }) => id === 'gpus-oci');
  const findEnginesNow = async () =>
    (await findEngines(runners)).map(({ engine: found, ...rest }) => ({ ...found, ...rest }));
  afterAll(() => stop());

  it('has its GPUs offered once it was seen to hand them out, and no longer when it does not', async () => {
    expect(watch.handsOutGpus).toBe(false);
    await watch.checkRunners();
    expect(watch.handsOutGpus).toBe(false);
    expect(watch.engines).toHaveLength(1);
    expect(control.read()).toMatchObject({ state: 'serving' });
    const fix = 'nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml';
    expect(control.concernsOf('gpus')).toEqual([expect.stringContaining(fix)]);
    expect(await preflight()).toMatchObject({ outcome: 'failed', fix });
    const remove = nameDevice();
    try {
      await watch.checkRunners();
      expect(watch.handsOutGpus).toBe(true);
      expect(control.concernsOf('gpus')).toEqual([]);
      expect(await preflight()).toMatchObject({
        outcome: 'passed',
        detail: expect.stringMatching(/^podman .* hands out nvidia\.com\/gpu=0\.$/),
      });
    } finally {
      remove();
    }
    // Once may be chance.
    await watch.checkRunners();
    expect(watch.handsOutGpus).toBe(true);
    await watch.checkRunners();
    expect(watch.handsOutGpus).toBe(false);
  });
});
