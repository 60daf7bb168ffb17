import { afterAll, expect, it } from 'vitest';
import { cdiProblem, nameDevice } from '@/test/engines/cdi-device';
import { ociBench } from '@/test/engines/oci-bench';
import { OCI_MANIFEST, outputText, shell } from '@/test/engines/oci-job';
import { startDocker, startPodman, type TestEngine } from '@/test/engines/start-engine';
import { startRegistry } from '@/test/engines/start-registry';
import { describeEngine } from '@/test/engines/when-present';
import { ociRunner } from './oci-runner.server';
import { probeModule } from './probe-module.server';
import { PIDS } from './run-container.server';

const registry = await startRegistry();
const settings = { insecure: [registry.host] };
const started = { podman: await startPodman(settings), docker: await startDocker(settings) };

for (const [name, engine] of Object.entries(started)) {
  describeEngine(name, 'missing' in engine ? engine.missing : undefined, () => {
    tests(engine as TestEngine);
  });
}

const GPU = { ...OCI_MANIFEST.resources, gpuCount: 1 };

function tests(engine: TestEngine): void {
  const { run, left, image, runner } = ociBench(engine, { registries: [registry.host] });
  afterAll(() => engine.stop());

  it('gives every job the same environment, and a seed of its own', async () => {
    const of = async (job: object) =>
      (
        outputText(await run('env | grep -v -E "^(SHLVL|PWD)=" | sort', {}, { job }), 'stdout') ??
        ''
      ).split('\n');
    const [one, again, other] = [await of({}), await of({}), await of({ text: 'x' })];
    expect(one).toEqual(again);
    expect(one.map((line) => line.split('=')[0]).filter(Boolean)).toEqual([
      ...['HOME', 'HOSTNAME', 'LANG', 'LC_ALL', 'NVIDIA_VISIBLE_DEVICES', 'PATH'],
      ...['PYTHONHASHSEED', 'RECKON_SEED'],
      ...['SOURCE_DATE_EPOCH', 'TERM', 'TZ', 'container'],
    ]);
    const isSeed = (line: string) => line.startsWith('RECKON_SEED=');
    expect(one.filter((line) => !isSeed(line))).toEqual(other.filter((line) => !isSeed(line)));
    expect(one.find(isSeed)).not.toBe(other.find(isSeed));
  });

  it.each([
    ['more memory than agreed', 'x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done', 'memory-exceeded'],
    ['more disk than agreed', 'dd if=/dev/zero of=/outputs/big bs=1M', 'output-exceeded'],
    [
      'a hole that is larger than agreed',
      'dd if=/dev/zero of=/outputs/big bs=1 count=1 seek=99999999',
      'output-exceeded',
    ],
    ['without end to stdout', 'yes', 'output-exceeded'],
    ['without end to stderr', 'yes >&2', 'output-exceeded'],
    ['a name that no folder can hold', 'touch "/outputs/$(echo -e "a\\001")"', 'output-exceeded'],
  ] as const)('ends a job that writes or takes %s', async (_, script, status) => {
    const result = await run(script);
    expect(result).toMatchObject({ status, exitCode: 0, fuelUsed: 20_000_000_000n });
    expect(result.outputs.map(({ path }) => path)).toEqual(['stderr', 'stdout']);
    expect(outputText(result, 'stderr')).toMatch(/^reckon: the job /);
  });

  it('ends a job that runs for ever when its fuel is used up, and keeps what class "none" wrote', async () => {
    const script = 'echo half > /outputs/part; while :; do :; done';
    const limits = { fuelLimit: 700_000_000n };
    const checked = await run(script, {}, { limits });
    expect(checked).toMatchObject({ status: 'fuel-exhausted', fuelUsed: 700_000_000n });
    expect(outputText(checked, 'out/part')).toBeUndefined();
    const unchecked = await run(script, { class: 'none' }, { limits });
    expect(outputText(unchecked, 'out/part')).toBe('half\n');
  });

  it('holds a job to its processes: the next one cannot be started, and a fork bomb ends', async () => {
    const roomy = { resources: { ...OCI_MANIFEST.resources, memoryMiB: 256 } };
    const many =
      'i=0; while [ $i -lt 700 ]; do sleep 60 & i=$((i+1)); echo $i > /outputs/count; done';
    const result = await run(many, roomy);
    // The shell itself is one, and gives up where it cannot fork.
    expect(result).toMatchObject({ status: 'completed', exitCode: 2 });
    expect(outputText(result, 'stderr')).toContain("can't fork");
    const started = Number(outputText(result, 'out/count'));
    expect(started).toBeGreaterThan(450);
    expect(started).toBeLessThan(PIDS);
    const bomb = 'bomb() { bomb | bomb & }; bomb; while :; do :; done';
    const limits = { fuelLimit: 1_000_000_000n };
    const { status } = await run(bomb, roomy, { limits });
    expect(status).toBe('fuel-exhausted');
    expect(await left()).toEqual({ containers: 0, volumes: 0 });
  });

  it('calls a command that is not there trapped, and inputs that do not fit bad-input', async () => {
    expect(await run('', { args: ['/no/such/program'] })).toMatchObject({ status: 'trapped' });
    expect(await run('', {}, { job: { unknown: 1 } })).toMatchObject({
      status: 'bad-input',
      fuelUsed: 0n,
    });
    expect(await run('', { engine: 'reckon-oci@9.0.0' })).toMatchObject({ status: 'bad-input' });
  });

  it('finds by running whether a module is equal everywhere', async () => {
    const { archive, id } = await image;
    const probed = (script: string) => {
      const manifest = {
        ...OCI_MANIFEST,
        args: shell(script),
        image: { archive: 'image.tar', id },
      };
      const bytes = new TextEncoder().encode(JSON.stringify(manifest));
      const files = new Map([
        ['manifest.json', bytes],
        ['image.tar', archive],
      ] as const);
      return probeModule({ manifest, files }, [runner], 3);
    };
    expect((await probed('echo $SOURCE_DATE_EPOCH $RECKON_SEED $TZ; hostname')).found).toBe('B');
    expect(await probed('cat /proc/sys/kernel/random/uuid; echo a > /outputs/a')).toMatchObject({
      found: 'C',
      differing: ['stdout'],
    });
  });

  it('pulls by digest from a registry that is allowed, and refuses what does not match', async () => {
    const served = registry.serve(await image);
    const pulled = await run('echo pulled', { image: `${registry.host}/busybox@${served}` });
    expect(outputText(pulled, 'stdout')).toBe('pulled\n');
    const lie = registry.lie(await image);
    await expect(run('', { image: `${registry.host}/busybox@${lie}` })).rejects.toMatchObject({
      reason: 'image-mismatch',
    });
    const absent = `${registry.host}/busybox@sha256:${'3'.repeat(64)}`;
    await expect(run('', { image: absent })).rejects.toMatchObject({ reason: 'image-unavailable' });
    const elsewhere = `localhost:1/busybox@sha256:${'4'.repeat(64)}`;
    await expect(run('', { image: elsewhere })).rejects.toThrow('among the registries');
  });

  it('tells an engine that is stopped in the middle of a job from its end, and sweeps what it left', async () => {
    const job = run('while :; do :; done');
    const stopping = (async () => {
      while ((await left()).containers < 2) await new Promise((done) => setTimeout(done, 50));
      await new Promise((done) => setTimeout(done, 500));
      await engine.stopService();
    })();
    await expect(job).rejects.toMatchObject({ reason: 'engine-unreachable' });
    await stopping;
    await engine.startService();
    expect((await left()).volumes).toBeGreaterThan(0);
    const stranger = ociRunner({ socketPath: engine.socketPath, owner: 'stranger' });
    await stranger.check();
    expect((await left()).volumes).toBeGreaterThan(0);
    const next = ociRunner({ socketPath: engine.socketPath, owner: 'test' });
    await next.check();
    expect(await left()).toEqual({ containers: 0, volumes: 0 });
  });

  it('fails a job whose GPU the engine has not: it never runs without', async () => {
    const bench = ociBench(engine, { gpus: [{ name: 'nvidia.com/gpu=missing' }] });
    const job = bench.run('echo ran', { class: 'none', resources: GPU });
    await expect(job).rejects.toMatchObject({ reason: 'gpu-missing' });
    const fix =
      engine.name === 'podman' ? 'nvidia-ctk cdi generate' : 'nvidia-ctk runtime configure';
    expect(await bench.runner.check()).toMatchObject({
      isReady: true,
      gpus: { isReady: false, fix: expect.stringContaining(fix) },
    });
    expect(await bench.left()).toEqual({ containers: 0, volumes: 0 });
    expect(await runner.check()).not.toHaveProperty('gpus');
  });

  // Docker has requests of its own for GPUs.
  if (engine.name !== 'podman') return;
  const cdi = cdiProblem();
  it.skipIf(cdi !== undefined)(
    `gives a job its GPU by CDI (here /dev/null by its name)${cdi ? `: ${cdi}` : ''}`,
    async () => {
      const remove = nameDevice();
      try {
        const bench = ociBench(engine, { gpus: [{ name: 'nvidia.com/gpu=0' }] });
        expect(await bench.runner.check()).toMatchObject({ gpus: { isReady: true } });
        expect(await bench.left()).toEqual({ containers: 0, volumes: 0 });
        const use = 'ls /dev/nvidia0 && echo x > /dev/nvidia0 && sleep 1 && echo used';
        const [first, second] = await Promise.allSettled([
          bench.run(use, { class: 'none', resources: GPU }),
          bench.run(use, { class: 'none', resources: GPU }),
        ]);
        // One GPU is lent to one job at a time.
        expect([first, second].map(({ status }) => status).sort()).toEqual([
          'fulfilled',
          'rejected',
        ]);
        const done = first.status === 'fulfilled' ? first.value : undefined;
        expect(done && outputText(done, 'stdout')).toBe('/dev/nvidia0\nused\n');
        remove();
        expect(await bench.runner.check()).toMatchObject({
          gpus: { isReady: false, detail: expect.stringContaining('nvidia.com/gpu=0') },
        });
        const gone = bench.run(use, { class: 'none', resources: GPU });
        await expect(gone).rejects.toMatchObject({ reason: 'gpu-missing' });
      } finally {
        remove();
      }
    },
  );
}
