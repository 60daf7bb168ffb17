import { expect, it } from 'vitest';
import { z } from 'zod';
import { addressField } from '@/lib/shared/json-fields';
import { readBody, readQuery, route } from './route';

const asked = (body: BodyInit) =>
  new Request('http://localhost/', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    duplex: 'half',
  } as RequestInit);

it('reads a body in pieces, even where a piece ends inside of a character', async () => {
  const bytes = new TextEncoder().encode('{"text":"ä"}');
  const pieces = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect(await readBody(asked(pieces), z.object({ text: z.string() }))).toEqual({ text: 'ä' });
});

it('stops reading an endless body at its limit instead of holding it', async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 64 * 1024;
      controller.enqueue(new Uint8Array(64 * 1024));
    },
  });
  await expect(readBody(asked(endless), z.unknown())).rejects.toMatchObject({ status: 413 });
  expect(sent).toBeLessThan(2 * 1024 * 1024);
});

it('refuses a body that is nested so deep that its check would end the stack', async () => {
  const deep = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
  await expect(readBody(asked(deep), z.object({ a: z.json() }))).rejects.toMatchObject({
    status: 400,
    code: 'too-deep',
  });
});

it('says whether body, query or path is to be mended', async () => {
  const answer = async (work: (request: Request) => Promise<unknown>) => {
    const request = new Request('http://localhost/?limit=3&color=red');
    const response = await route(work)(request, { params: Promise.resolve({}) });
    return ((await response.json()) as { error: { message: string; hint: string } }).error;
  };
  const limits = z.strictObject({ limit: z.string() });
  expect(await answer(async (request) => readQuery(request, limits))).toMatchObject({
    message: 'query: Unrecognized key: "color"',
    hint: 'Mend the query and ask again.',
  });
  expect(await answer(async () => addressField.parse('0x12'))).toMatchObject({
    message: 'path: must be an address',
    hint: 'Mend the path and ask again.',
  });
  expect(await answer(async () => readBody(asked('[]'), limits))).toMatchObject({
    message: expect.stringMatching(/^body: .*expected object/),
  });
});
