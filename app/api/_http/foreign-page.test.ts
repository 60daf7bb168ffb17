import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readBody } from './route';

const JSON_TYPE = { 'content-type': 'application/json' };
const sent = (headers: Record<string, string>) =>
  readBody(
    new Request('http://localhost:3000/api/v1/local/cheat', {
      method: 'POST',
      headers: { host: 'localhost:3000', ...headers },
      body: '{"on":true}',
    }),
    z.object({ on: z.boolean() }),
  );

describe('a body', () => {
  it.each([
    [{}],
    [{ 'content-type': 'text/plain' }],
    [{ 'content-type': 'application/x-www-form-urlencoded' }],
    [{ 'content-type': 'text/plain; application/json' }],
  ])('is refused with 415 when it is sent as %j', async (headers) => {
    await expect(sent(headers)).rejects.toMatchObject({ status: 415, code: 'not-json' });
  });

  it('is taken as JSON of any spelling from a program, which sends no origin', async () => {
    expect(await sent(JSON_TYPE)).toEqual({ on: true });
    expect(await sent({ 'content-type': 'Application/JSON; charset=utf-8' })).toEqual({ on: true });
  });
});

describe('a page', () => {
  it.each([
    [{ origin: 'https://elsewhere.example' }],
    [{ origin: 'http://localhost:8080' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://localhost:8080' }],
  ])('of another origin is refused with 403: %j', async (headers) => {
    const refused = { status: 403, code: 'foreign-origin' };
    await expect(sent({ ...JSON_TYPE, ...headers })).rejects.toMatchObject(refused);
    await expect(sent({ ...headers, 'content-type': 'text/plain' })).rejects.toMatchObject(refused);
  });

  it.each([
    [{ origin: 'http://localhost:3000' }],
    [{ origin: 'http://127.0.0.1:3000' }],
    [{ origin: 'https://market.example', 'x-forwarded-host': 'market.example' }],
    [{ origin: 'https://market.example', 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'none' }],
  ])('of this market passes: %j', async (headers) => {
    expect(await sent({ ...JSON_TYPE, ...headers })).toEqual({ on: true });
  });
});
