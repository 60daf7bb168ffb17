import { expect, it } from 'vitest';
import { z } from 'zod';
import { readBody } from './route';

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
