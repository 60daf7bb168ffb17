import { afterAll, beforeAll, expect, it } from 'vitest';
import { busyboxImage, type TestImage } from '@/test/engines/busybox-image';
import { ociJob, outputText, shell } from '@/test/engines/oci-job';
import { startPodman, type TestEngine } from '@/test/engines/start-engine';
import { describeEngine } from '@/test/engines/when-present';
import { openEngine } from '../oci/engine.server';
import { ociRunner } from '../oci/oci-runner.server';
import type { Runner } from '../runner';
import { slurmRunner } from './slurm-runner.server';
import { buildNodeBundles } from './testing/build-node-bundles';
import { envOf, eventually, faultOf } from './testing/slurm-scene';
import { slurmMissing, startSlurm, type TestSlurm } from './testing/start-slurm';

const podman = await startPodman();
const missing = slurmMissing() ?? ('missing' in podman ? podman.missing : undefined);

describeEngine('containers on slurm', missing, () => {
  const engine = podman as TestEngine;
  let cluster: TestSlurm;
  let runner: Runner;
  let image: TestImage;

  beforeAll(async () => {
    const bundles = await buildNodeBundles();
    image = await busyboxImage();
    cluster = await startSlurm();
    const more = {
      SLURM_RUNS: 'wasm,oci',
      SLURM_OCI_SOCKET: engine.socketPath,
      SLURM_USER: 'root',
    };
    runner = slurmRunner(envOf(cluster, more), { bundles });
  });

  afterAll(async () => {
    await cluster?.stop();
    await engine.stop();
  });

  const jobOf = (script: string) =>
    ociJob({ args: shell(script), image: { archive: 'image.tar', id: image.id } }, image.archive);
  const containers = async () =>
    (await (await openEngine(engine.socketPath)).docker.listContainers({ all: true })).length;

  it('give what they give on this machine', async () => {
    const job = jobOf('echo said; echo oh >&2; echo $RECKON_SEED > /outputs/seed; exit 3');
    const there = await runner.run(job, { wallLimitMs: 60_000 });
    const here = await ociRunner({ socketPath: engine.socketPath, owner: 'here' }).run(job);
    expect(there).toEqual(here);
    expect(there.exitCode).toBe(3);
    expect(outputText(there, 'stdout')).toBe('said\n');
  });

  it('end with their job', async () => {
    const stop = new AbortController();
    const run = faultOf(runner.run(jobOf('sleep 600'), { signal: stop.signal }));
    await eventually('it runs', async () => (await containers()) > 0);
    stop.abort();
    expect(await run).toMatch(/^aborted: /);
    await eventually('it is gone', async () => (await containers()) === 0);
  });
});
