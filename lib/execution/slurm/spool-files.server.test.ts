import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testJob } from '../testing/test-job';
import { jobSpool } from './job-spool.server';
import { placeFile, placeFrame, readFrame, readSmall } from './spool-files.server';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reckon-spool-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const frameOf = (text: string) => ({
  header: { text },
  files: [['out/a', new TextEncoder().encode(text)] as const],
});

describe('a file in the spool', () => {
  it('is there whole, or not there', async () => {
    expect(await readFrame(folder, 'result', 1_000)).toBeUndefined();
    await placeFrame(folder, 'result', frameOf('one'));
    expect(await readFrame(folder, 'result', 1_000)).toEqual(frameOf('one'));
    expect(readdirSync(folder)).toEqual(['result']);
  });

  it('that counts once stays as the first run wrote it', async () => {
    await Promise.all([
      placeFrame(folder, 'once', frameOf('first'), true),
      placeFrame(folder, 'other', frameOf('other')),
    ]);
    await placeFrame(folder, 'once', frameOf('second'), true);
    expect(await readFrame(folder, 'once', 1_000)).toEqual(frameOf('first'));
    await placeFrame(folder, 'other', frameOf('replaced'));
    expect(await readFrame(folder, 'other', 1_000)).toEqual(frameOf('replaced'));
  });

  it('is refused when it is cut short, too large, a link, or no frame', async () => {
    writeFileSync(join(folder, 'short'), new Uint8Array([0, 0, 0, 9, 1]));
    await expect(readFrame(folder, 'short', 1_000)).rejects.toThrow('cut short');
    writeFileSync(join(folder, 'large'), new Uint8Array(2_000));
    await expect(readSmall(folder, 'large', 1_000)).rejects.toThrow('too large');
    symlinkSync('/etc/passwd', join(folder, 'link'));
    await expect(readSmall(folder, 'link', 100_000)).rejects.toThrow('ELOOP');
    symlinkSync('/dev/zero', join(folder, 'device'));
    await expect(readSmall(folder, 'device', 1_000)).rejects.toThrow('ELOOP');
    writeFileSync(join(folder, 'text'), 'hello, hello');
    await expect(readFrame(folder, 'text', 1_000)).rejects.toThrow('too large');
  });

  it('is not written for a job that nobody waits for any more', async () => {
    const gone = join(folder, 'gone');
    await expect(placeFile(gone, 'result', [new Uint8Array(1)], true)).rejects.toThrow('ENOENT');
    expect(existsSync(gone)).toBe(false);
  });
});

describe('a job in the spool', () => {
  const user = process.env.USER || 'root';
  const job = { ...testJob(new Uint8Array(8)), engine: 'reckon-wasm@2.0.0' };
  const spooled = { runner: 'wasm' as const, job, wallLimitMs: 1_000 };

  it('has the name of what it is, whatever its time; an equal one beside it has another', async () => {
    const spool = jobSpool(join(folder, 'spool'), user);
    const one = await spool.open(spooled);
    const two = await spool.open({ ...spooled, wallLimitMs: 2_000 });
    expect(two.name).toBe(`${one.name}-2`);
    expect([one.isLeftover, two.isLeftover]).toEqual([false, false]);
    const limits = { ...job.limits, fuelLimit: 7n };
    const other = await spool.open({ ...spooled, job: { ...job, limits } });
    expect(other.name.slice(0, 47)).not.toBe(one.name);
    for (const place of [one, two, other]) await place.remove();
    expect(readdirSync(join(folder, 'spool', 'jobs'))).toEqual([]);
  });

  it('is found by the next process, with the number that the cluster gave it', async () => {
    const root = join(folder, 'left');
    const before = await jobSpool(root, user).open(spooled);
    await before.writeId(42);
    const after = await jobSpool(root, user).open(spooled);
    expect(after).toMatchObject({ name: before.name, isLeftover: true });
    expect(await after.readId()).toBe(42);
    writeFileSync(join(after.folder, 'id'), 'not a number');
    expect(await after.readId()).toBeUndefined();
  });
});
