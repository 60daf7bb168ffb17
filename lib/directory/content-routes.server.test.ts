import { afterAll, describe, expect, it } from 'vitest';
import {
  codeOf,
  inputFiles,
  moduleFiles,
  newAccount,
  resultFiles,
  startTestDirectory,
  stopDirectories,
  text,
} from '../../test/directory/start-test-directory';
import { encodeCar } from '../content/car';
import { contentIdOf } from '../content/content-id';
import { DEFAULT_LIMITS } from '../content/content-limits';

afterAll(stopDirectories);

describe('content over HTTP', () => {
  it('takes a module and gives it to everybody', async () => {
    const { client, url } = await startTestDirectory();
    const { id, cid } = await client.putContent(moduleFiles);
    const content = await client.getContent(cid);
    expect(content.id).toBe(id);
    expect([...content.files].sort()).toEqual([...moduleFiles].sort());
    const response = await fetch(`${url}/content/${cid}`, { headers: { origin: 'http://a.test' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('content-type')).toMatch(/application\/vnd.ipld.car/);
  });

  it('answers preflights for bearer tokens from any page', async () => {
    const { url } = await startTestDirectory();
    const response = await fetch(`${url}/content`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://page.test',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toMatch(/authorization/);
  });

  it('refuses bodies that are tampered with, too large, of no kind, or no CAR', async () => {
    const { url } = await startTestDirectory({ limits: { ...DEFAULT_LIMITS, maxBytes: 50_000 } });
    const post = async (body: Uint8Array, type = 'application/vnd.ipld.car') => {
      const response = await fetch(`${url}/content`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: body as Uint8Array<ArrayBuffer>,
      });
      const { error } = (await response.json()) as { error?: { code: string; message: string } };
      return `${response.status} ${error?.code}`;
    };
    const car = encodeCar(await contentIdOf(moduleFiles));
    const tampered = car.slice();
    tampered[tampered.length - 1] = (tampered.at(-1) ?? 0) ^ 1;
    expect(await post(tampered)).toBe('400 car_block_mismatch');
    expect(await post(new Uint8Array(10))).toBe('400 car_malformed');
    expect(await post(new Uint8Array())).toBe('400 car_malformed');
    expect(await post(car, 'text/plain')).toBe('415 type_unknown');
    const other = encodeCar(await contentIdOf(new Map([['a.txt', text('hello')]])));
    expect(await post(other)).toBe('400 content_kind');
    const mixed = new Map([...moduleFiles, ...inputFiles()]);
    expect(await post(encodeCar(await contentIdOf(mixed)))).toBe('400 content_kind');
    const large = new Map([...moduleFiles, ['data/big', new Uint8Array(50_001)] as const]);
    expect(await post(encodeCar(await contentIdOf(large)))).toBe('413 content_too_large');
    expect(await post(new Uint8Array(20_000_000))).toBe('413 body_too_large');
    expect(await post(car)).toBe('201 undefined');
  });

  it('refuses an endless body without a length as soon as it is over the limit', async () => {
    const { url } = await startTestDirectory({
      limits: { maxBytes: 1000, maxFiles: 10, maxBlocks: 10 },
    });
    const piece = new Uint8Array(1000);
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(piece);
        if (sent > 100_000) controller.close();
      },
    });
    const init = { method: 'POST', body, duplex: 'half' };
    const headers = { 'content-type': 'application/vnd.ipld.car' };
    const status = await fetch(`${url}/content`, { ...init, headers } as RequestInit).then(
      (response) => response.status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(status);
    expect(sent).toBeLessThan(100_000);
  });

  it('limits how often and how much one address uploads, saying when to come back', async () => {
    const window = { windowSeconds: 1000 };
    const rates = {
      uploads: { amount: 2, ...window },
      uploadBytes: { amount: 1_000_000, ...window },
      writes: { amount: 100, ...window },
      promises: { amount: 1_000_000, ...window },
      owedAsks: { amount: 10, ...window },
    };
    const { client } = await startTestDirectory({ rates });
    expect(await codeOf(client.putContent(moduleFiles))).toBe('taken');
    expect(await codeOf(client.putContent(inputFiles()))).toBe('taken');
    expect(await codeOf(client.putContent(inputFiles()))).toBe('too_many_requests');
    const few = await startTestDirectory({
      rates: { ...rates, uploadBytes: { amount: 300, ...window } },
    });
    expect(await codeOf(few.client.putContent(inputFiles({ text: 'x'.repeat(400) })))).toBe(
      'too_many_requests',
    );
  });

  it('refuses what no longer fits the store', async () => {
    const { client } = await startTestDirectory({ maxStoreBytes: 27_000 });
    expect(await codeOf(client.putContent(moduleFiles))).toBe('taken');
    expect(await codeOf(client.putContent(moduleFiles))).toBe('taken');
    const large = inputFiles({ text: 'x'.repeat(400) });
    expect(await codeOf(client.putContent(large))).toBe('store_full');
  });

  it('says the same of content that is unknown and of content that is not for the caller', async () => {
    const { client, as } = await startTestDirectory();
    const known = await client.putContent(resultFiles());
    const unknown = await contentIdOf(resultFiles({ fuelUsed: 2n }));
    const answers = [];
    for (const { cid } of [known, unknown]) {
      const anonymous = await client.getContent(cid).catch((error) => `${error.status} ${error}`);
      const stranger = await as(newAccount())
        .getContent(cid)
        .catch((error) => `${error.status} ${error}`);
      answers.push([anonymous, stranger]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.[0]).toMatch(/^401 /);
    expect(answers[0]?.[1]).toMatch(/^404 /);
  });

  it('has structured errors for everything else', async () => {
    const { url } = await startTestDirectory();
    for (const [path, status, code] of [
      ['/nowhere', 404, 'no_such_route'],
      ['/content/rubbish', 400, 'cid_unsupported'],
      ['/deals/0x12/results', 400, 'fields_wrong'],
    ] as const) {
      const response = await fetch(`${url}${path}`);
      expect(response.status).toBe(status);
      expect(((await response.json()) as { error: { code: string } }).error.code).toBe(code);
    }
  });
});
