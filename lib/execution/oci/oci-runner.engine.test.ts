import { afterAll, expect, it } from 'vitest';
import { builtImage, removeImage, savedImage, toolOf } from '@/test/engines/built-image';
import { busyboxImage } from '@/test/engines/busybox-image';
import { imageOf, ociBench } from '@/test/engines/oci-bench';
import { OCI_MANIFEST, ociJob, outputText } from '@/test/engines/oci-job';
import { startDocker, startPodman, type TestEngine } from '@/test/engines/start-engine';
import { describeEngine } from '@/test/engines/when-present';
import { MIB } from './container-spec';
import { openEngine } from './engine.server';
import { proveImageArchive } from './image-archive.server';
import { ImageShelf } from './image-shelf.server';
import { DAY_MS } from './images-to-drop';
import { ociRunner } from './oci-runner.server';

const started = { podman: await startPodman(), docker: await startDocker() };

for (const [name, engine] of Object.entries(started)) {
  describeEngine(name, 'missing' in engine ? engine.missing : undefined, () => {
    tests(engine as TestEngine);
  });
}

function tests(engine: TestEngine): void {
  const { run, left, runner, image } = ociBench(engine);
  afterAll(() => engine.stop());

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

  it('holds volumes with its own image, whatever somebody has put under its tag', async () => {
    expect(await runner.check()).toMatchObject({ isReady: true });
    const { docker } = await openEngine(engine.socketPath);
    const holder = 'localhost/reckon-holder';
    const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
    const [tag] = tags.filter((name) => name.startsWith(holder)).map((name) => name.split(':')[1]);
    await docker.getImage((await image).id).tag({ repo: holder, tag: String(tag) });
    expect(outputText(await run('echo again'), 'stdout')).toBe('again\n');
    expect(await left()).toEqual({ containers: 0, volumes: 0 });
  });

  it('runs an image that its author built, from the archive that the engine’s own tool saves', async () => {
    await run(':');
    const { id } = builtImage(engine, (await image).id);
    const archive = savedImage(engine, id);
    removeImage(engine, id);
    const hello = { image: { archive: 'image.tar', id }, args: ['/bin/cat', '/hello'] };
    expect(outputText(await runner.run(ociJob(hello, archive)), 'stdout')).toBe('hello\n');
    toolOf(engine)('tag', id, 'localhost/named:1');
    const named = savedImage(engine, 'localhost/named:1');
    await expect(proveImageArchive(named, id)).rejects.toThrow('save the image by its id');
    await proveImageArchive(savedImage(engine, id), id);
  });

  it('bounds what a job writes to memory folders and to a VOLUME of its image, which leaves nothing', async () => {
    const { archive, id } = await busyboxImage({ Volumes: { '/data': {}, '/outputs': {} } });
    const of = (script: string) =>
      run(script, { image: { archive: 'image.tar', id } }, {}, {}, archive);
    const fill = (folder: string) => `dd if=/dev/zero of=${folder}/big bs=1M 2> /dev/null`;
    const each = (folder: string) => `${fill(folder)}; wc -c < ${folder}/big; : > ${folder}/big`;
    const bounded = await of(`${each('/tmp')}; ${each('/data')}; echo x > /outputs/x`);
    expect(bounded.status).toBe('completed');
    // As large as its memory, each; both together are that memory.
    const most = OCI_MANIFEST.resources.memoryMiB * MIB;
    const sizes = outputText(bounded, 'stdout')?.split('\n').filter(Boolean).map(Number) ?? [];
    expect(sizes).toHaveLength(2);
    for (const size of sizes) expect(size).toBeLessThanOrEqual(most);
    expect(outputText(bounded, 'out/x')).toBe('x\n');
    const both = await of(`${fill('/data')}; exec ${fill('/tmp')}`);
    expect(both.status).toBe('memory-exceeded');
    expect(await left()).toEqual({ containers: 0, volumes: 0 });
  });

  it('refuses an image with a VOLUME that cannot be bounded', async () => {
    const { archive, id } = await busyboxImage({ Volumes: { '/outputs/deep': {} } });
    const job = run('', { image: { archive: 'image.tar', id } }, {}, {}, archive);
    await expect(job).rejects.toMatchObject({
      reason: 'image-unfit',
      message: expect.stringContaining('hide a part of /outputs'),
    });
    expect(await left()).toEqual({ containers: 0, volumes: 0 });
  });

  it('takes away images that it has brought and nobody uses, and no others', async () => {
    const opened = await openEngine(engine.socketPath);
    const { docker } = opened;
    const ids = async () => (await docker.listImages()).map(({ Id }) => Id.replace('sha256:', ''));
    const bring = async (name: string) => {
      const one = await busyboxImage({ Env: ['PATH=/bin', `NAME=${name}`] });
      await run(':', { image: { archive: 'image.tar', id: one.id } }, {}, {}, one.archive);
      return one.id.replace('sha256:', '');
    };
    const [mine, theirs] = [await bring('mine'), await bring('theirs')];
    await docker.getImage(theirs).tag({ repo: 'localhost/somebody', tag: 'theirs' });
    const tidy = (owner: string, daysLater: number) =>
      new ImageShelf(owner, undefined, () => Date.now() + daysLater * DAY_MS).tidy(opened);
    await tidy('test', 0);
    await tidy('another', 9);
    expect(await ids()).toEqual(expect.arrayContaining([mine, theirs]));
    await tidy('test', 3);
    expect(await ids()).not.toContain(mine);
    expect(await ids()).toContain(theirs);
  });

  // Only podman can be asked for that format: for Docker there is nothing to skip.
  if (engine.name === 'podman') {
    it('says how to save an image that was saved as an OCI archive', async () => {
      await run(':');
      const { id } = await image;
      const archive = savedImage(engine, id, '--format', 'oci-archive');
      await expect(proveImageArchive(archive, id)).rejects.toThrow(
        'an OCI layout without manifest.json: save the image with podman save --format docker-archive',
      );
    });
  }

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
      nowhere.run(ociJob({ image: imageOf(await image) }, (await image).archive)),
    ).rejects.toMatchObject({
      reason: 'engine-unreachable',
    });
    expect(await nowhere.check()).toMatchObject({ isReady: false, why: 'absent' });
    expect(await left()).toEqual({ containers: 0, volumes: 0 });
  });
}
