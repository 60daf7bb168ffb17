import { afterAll, beforeAll, expect, it } from 'vitest';
import { busyboxImage, type TestImage } from '@/test/engines/busybox-image';
import { OCI_MANIFEST, ociJob, outputText, shell } from '@/test/engines/oci-job';
import { startDocker, startPodman, type TestEngine } from '@/test/engines/start-engine';
import { describeEngine } from '@/test/engines/when-present';
import type { OciManifest } from '../../modules/oci-manifest';
import type { Execution } from '../execution';
import type { Runner, RunOptions } from '../runner';
import { openEngine } from './engine.server';
import { ociRunner } from './oci-runner.server';

const started = { podman: await startPodman(), docker: await startDocker() };

for (const [name, engine] of Object.entries(started)) {
  describeEngine(name, 'missing' in engine ? engine.missing : undefined, () => {
    tests(engine as TestEngine);
  });
}

function tests(engine: TestEngine): void {
  let image: TestImage;
  let runner: Runner;
  beforeAll(async () => {
    image = await busyboxImage();
    runner = ociRunner({ socketPath: engine.socketPath, owner: 'test' });
  });
  afterAll(() => engine.stop());

  const run = (
    script: string,
    manifest: Partial<OciManifest> = {},
    more: Parameters<typeof ociJob>[2] = {},
    options: RunOptions = {},
  ): Promise<Execution> => {
    const whole = { args: shell(script), image: imageOf(image), ...manifest };
    return runner.run(ociJob(whole, image.archive, more), options);
  };
  const left = async () => {
    const { docker } = await openEngine(engine.socketPath);
    const volumes = (await docker.listVolumes()).Volumes ?? [];
    return {
      containers: (await docker.listContainers({ all: true })).length,
      volumes: volumes.length,
    };
  };

  it('says that it is ready, and which engine it is', async () => {
    const health = await runner.check();
    expect(health).toMatchObject({ isReady: true });
    expect(health.isReady && health.version).toMatch(`${engine.name} `);
  });

  it('gives a job its inputs, takes its outputs, and leaves nothing behind', async () => {
    const script = [
      'cat /inputs/job.json /inputs/files/a.txt; echo problem >&2; mkdir -p /outputs/deep/er',
      'echo one > /outputs/deep/er/one; ln /outputs/deep/er/one /outputs/two; : > /outputs/empty',
      'ln -s /etc/passwd /outputs/link; mkfifo /outputs/pipe; exit 3',
    ].join('; ');
    const files = new Map([['files/a.txt', new TextEncoder().encode(' and a file\n')]]);
    const result = await run(script, {}, { job: { data: 'files/a.txt' }, files });
    expect(result).toMatchObject({ status: 'completed', exitCode: 3, fuelUsed: 20_000_000_000n });
    expect(result.stateDigest).toBe(`0x${'0'.repeat(64)}`);
    expect(
      Object.fromEntries(result.outputs.map(({ path }) => [path, outputText(result, path)])),
    ).toEqual({
      'out/deep/er/one': 'one\n',
      'out/empty': '',
      'out/two': 'one\n',
      stderr: 'problem\n',
      stdout: '{"data":"files/a.txt"} and a file\n',
    });
    expect(await left()).toEqual({ containers: 0, volumes: 0 });
  });

  it('shuts a job in: nobody, no capabilities, no network, nothing to write but /outputs and /tmp', async () => {
    const script = [
      'id -u; id -g; grep -E "^(CapEff|CapBnd|NoNewPrivs|Seccomp):" /proc/self/status',
      'for at in / /bin /inputs /inputs/job.json /etc /proc/sys/kernel/hostname; do touch $at/x 2>/dev/null || echo x 2>/dev/null >> $at && echo WROTE $at; done',
      'ls /sys/class/net; nc -w 1 1.1.1.1 53 < /dev/null || echo no network; ls /inputs',
      'touch /tmp/y && touch /outputs/y && echo wrote; hostname; cat /proc/1/cmdline > /dev/null',
    ].join('; ');
    const text = outputText(await run(script), 'stdout') ?? '';
    expect(text.replace(/\t/g, ' ')).toBe(
      [
        ...['1000', '1000', 'CapEff: 0000000000000000', 'CapBnd: 0000000000000000'],
        ...['NoNewPrivs: 1', 'Seccomp: 2', 'lo', 'no network', 'job.json', 'wrote', 'reckon', ''],
      ].join('\n'),
    );
  });

  it('gives every job the same environment, and a seed of its own', async () => {
    const of = async (job: object) =>
      (
        outputText(await run('env | grep -v -E "^(SHLVL|PWD)=" | sort', {}, { job }), 'stdout') ??
        ''
      ).split('\n');
    const [one, again, other] = [await of({}), await of({}), await of({ text: 'x' })];
    expect(one).toEqual(again);
    expect(one.map((line) => line.split('=')[0]).filter(Boolean)).toEqual([
      ...['HOME', 'HOSTNAME', 'LANG', 'LC_ALL', 'PATH', 'PYTHONHASHSEED', 'RECKON_SEED'],
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

  it('survives a fork bomb', async () => {
    const result = await run(
      'bomb() { bomb | bomb & }; bomb; while :; do :; done',
      {},
      {
        limits: { fuelLimit: 1_000_000_000n },
      },
    );
    expect(result.status).toMatch(/^(fuel-exhausted|memory-exceeded|completed)$/);
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

  it('tells faults of the machine from results, each by its reason', async () => {
    const absent = { image: `localhost/absent@sha256:${'1'.repeat(64)}` };
    await expect(run('', absent)).rejects.toMatchObject({ reason: 'image-unavailable' });
    const other = { image: { archive: 'image.tar', id: `sha256:${'2'.repeat(64)}` } };
    await expect(run('', other)).rejects.toMatchObject({ reason: 'image-mismatch' });
    const gpu = { class: 'none' as const, resources: { ...OCI_MANIFEST.resources, gpuCount: 1 } };
    await expect(run('', gpu)).rejects.toMatchObject({ reason: 'gpu-missing' });
    const late = run('sleep 60', {}, {}, { wallLimitMs: 800 });
    await expect(late).rejects.toMatchObject({ reason: 'time-out' });
    const signal = AbortSignal.timeout(500);
    await expect(run('sleep 60', {}, {}, { signal })).rejects.toMatchObject({ reason: 'aborted' });
    const nowhere = ociRunner({ socketPath: '/nowhere.sock', owner: 'test' });
    await expect(
      nowhere.run(ociJob({ image: imageOf(image) }, image.archive)),
    ).rejects.toMatchObject({
      reason: 'engine-unreachable',
    });
    expect(await nowhere.check()).toMatchObject({ isReady: false, why: 'absent' });
    expect(await left()).toEqual({ containers: 0, volumes: 0 });
  });
}

const imageOf = ({ id }: TestImage) => ({ archive: 'image.tar', id });
