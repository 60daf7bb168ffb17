import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startCuttingProxy } from '../../test/directory/cutting-proxy';
import {
  codeOf,
  inputFiles,
  moduleFiles,
  resultFiles,
  startTestDirectory,
  startWithDeal,
  stopDirectories,
} from '../../test/directory/start-test-directory';
import { encodeCar, maxCarBytes } from '../content/car';
import { contentIdOf } from '../content/content-id';
import { DEFAULT_LIMITS } from '../content/content-limits';
import { DirectoryClient } from './directory.client';
import type { UploadProgress } from './upload.client';

afterAll(stopDirectories);

const SMALL_PARTS = { threshold: 100_000, partBytes: 300_000 };

/** Inputs with `count` chunks of their own. */
function largeInputs(count = 8) {
  const files = inputFiles();
  for (let i = 0; i < count; i += 1) {
    const bytes = new Uint8Array(262_144);
    for (let at = 0; at < bytes.length; at += 65_536) {
      crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    }
    files.set(`files/${i}`, bytes);
  }
  return files;
}

const TUS = { 'tus-resumable': '1.0.0' };

describe('uploads in parts', () => {
  it('arrive whole, tell how far they are, and leave nothing behind', async () => {
    const { client, directory, folder } = await startTestDirectory();
    const files = largeInputs();
    const told: UploadProgress[] = [];
    const { id } = await client.putContent(files, {
      ...SMALL_PARTS,
      onProgress: (progress) => told.push(progress),
    });
    expect((await directory.ports.store.open(id))?.id).toBe((await contentIdOf(files)).id);
    const sent = told.map((progress) => progress.sent);
    expect(sent).toEqual([...sent].sort((a, b) => a - b));
    expect(sent.length).toBeGreaterThan(5);
    expect(told.at(-1)?.sent).toBe(told.at(-1)?.total);
    expect(readdirSync(join(folder, 'uploads'))).toEqual([]);
  });

  it('go on after dropped connections, from where they were', async () => {
    const { port, domain, signer, directory } = await startTestDirectory();
    const proxy = await startCuttingProxy(port, 350_000, 3);
    const url = `http://127.0.0.1:${proxy.port}`;
    const client = new DirectoryClient({ url, domain, directory: signer.address });
    const files = largeInputs();
    const told: number[] = [];
    const { id } = await client.putContent(files, {
      ...SMALL_PARTS,
      onProgress: ({ sent }) => told.push(sent),
    });
    expect(proxy.cutsLeft()).toBe(0);
    expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
    expect(await directory.ports.store.open(id)).toBeDefined();
    await proxy.close();
  });

  it('give up where the directory stays away, and stop when they are told to', async () => {
    const { client, directory } = await startTestDirectory();
    const files = largeInputs();
    const stop = new AbortController();
    const stopped = client.putContent(files, {
      ...SMALL_PARTS,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(stopped).rejects.toThrow(/abort/i);
    await directory.close();
    const away = client.putContent(files, { ...SMALL_PARTS, patienceMs: 500 });
    expect(await codeOf(away)).toBe('unreachable');
  });

  it('count as the uploads of who asked for content of them', async () => {
    const { as, provider, deal } = await startWithDeal();
    const { cid } = await as(provider).putContent(resultFiles(), { threshold: 1, partBytes: 200 });
    const receipt = as(provider).requestResultReceipt({ dealId: deal.dealId, cid });
    expect(await codeOf(receipt)).toBe('taken');
    const unsigned = await startWithDeal();
    const { cid: open } = await unsigned.client.putContent(resultFiles(), { threshold: 1 });
    const asked = unsigned.as(unsigned.provider).requestResultReceipt({
      dealId: unsigned.deal.dealId,
      cid: open,
    });
    expect(await codeOf(asked)).toBe('result_not_held');
  });

  it('are refused where they are too long, of no length, cut short, other content, or unknown', async () => {
    const { url } = await startTestDirectory({ limits: { ...DEFAULT_LIMITS, maxBytes: 50_000 } });
    const ask = async (method: string, path: string, headers: object, body?: BodyInit) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { ...TUS, ...headers },
        body: body ?? null,
      });
      const text = await response.text();
      const code = text.startsWith('{') ? JSON.parse(text).error?.code : undefined;
      return { status: response.status, code, location: response.headers.get('location') ?? '' };
    };
    const begin = (length: number) => ask('POST', '/uploads', { 'upload-length': `${length}` });
    const json = { 'content-type': 'application/json' };
    const finish = (path: string, cid: string) =>
      ask('POST', `${path}/content`, json, JSON.stringify({ cid }));
    expect(await begin(9_000_000)).toMatchObject({ status: 413, code: 'body_too_large' });
    const deferred = await ask('POST', '/uploads', { 'upload-defer-length': '1' });
    expect(deferred).toMatchObject({ status: 400, code: 'upload_length' });

    const content = await contentIdOf(moduleFiles);
    const car = encodeCar(content) as Uint8Array<ArrayBuffer>;
    const { location } = await begin(car.length);
    const patch = (offset: number, body: Uint8Array<ArrayBuffer>) =>
      ask(
        'PATCH',
        location,
        { 'content-type': 'application/offset+octet-stream', 'upload-offset': `${offset}` },
        body,
      );
    expect(await patch(0, car.subarray(0, 50))).toMatchObject({ status: 204 });
    expect(await patch(10, car.subarray(10))).toMatchObject({ status: 409, code: 'upload_offset' });
    expect((await patch(50, new Uint8Array(car.length))).status).toBe(413);
    expect(await finish(location, content.cid)).toMatchObject({ code: 'upload_incomplete' });
    await patch(50, car.subarray(50));
    const other = (await contentIdOf(inputFiles())).cid;
    expect(await finish(location, other)).toMatchObject({ code: 'content_mismatch' });
    expect(await finish(location, content.cid)).toMatchObject({ status: 201 });
    expect(await finish(location, content.cid)).toMatchObject({ status: 201 });
    for (const path of [`/uploads/${'00'.repeat(16)}`, '/uploads/..%2Fsession.key']) {
      expect(await finish(path, content.cid)).toMatchObject({
        status: 404,
        code: 'upload_unknown',
      });
      expect((await ask('HEAD', path, {})).status).toBe(404);
      expect((await ask('GET', location, {})).status).toBe(404);
    }
  });

  it('make room for others where nothing comes of them for a minute', async () => {
    const { url, directory, folder } = await startTestDirectory();
    const begin = async () => {
      const length = maxCarBytes(DEFAULT_LIMITS);
      const headers = { ...TUS, 'upload-length': `${length}` };
      return (await fetch(`${url}/uploads`, { method: 'POST', headers })).status;
    };
    for (let i = 0; i < 4; i += 1) expect(await begin()).toBe(201);
    expect(await begin()).toBe(503);
    const files = readdirSync(join(folder, 'uploads')).filter((name) => !name.includes('.'));
    const old = new Date(Date.now() - 61_000);
    for (const name of files) utimesSync(join(folder, 'uploads', name), old, old);
    expect(await begin()).toBe(201);
    // Only as much as was needed.
    expect((await directory.uploads.underWay()).uploads).toBe(4);
  });

  it('are dropped after their time, and no more begin than there is room for', async () => {
    const { url, directory } = await startTestDirectory({ uploadSeconds: 3 });
    const begin = (length: number) =>
      fetch(`${url}/uploads`, {
        method: 'POST',
        headers: { ...TUS, 'upload-length': `${length}` },
      });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1) statuses.push((await begin(maxCarBytes(DEFAULT_LIMITS))).status);
    expect(statuses).toEqual([...Array(4).fill(201), 503]);
    expect((await directory.uploads.underWay()).uploads).toBe(4);
    const dropped = async () => {
      await directory.uploads.collect();
      return (await directory.uploads.underWay()).uploads;
    };
    await expect.poll(dropped, { timeout: 10_000 }).toBe(0);
    expect(await directory.uploads.underWay()).toEqual({ uploads: 0, bytes: 0 });
    expect((await begin(maxCarBytes(DEFAULT_LIMITS))).status).toBe(201);
  });
});
