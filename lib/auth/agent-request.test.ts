import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import {
  decodeCredentials,
  encodeCredentials,
  isInTime,
  isSignedBySigner,
  REQUEST_WINDOW,
} from './agent-request';
import { signAgentRequest } from './agent-request.client';
import { sha256Hex } from './body-hash';

const audience = { origin: 'http://localhost:4100', chainId: 31337 };
const body = new TextEncoder().encode('{"a":1}');

async function setup() {
  const account = privateKeyToAccount(generatePrivateKey());
  const request = { method: 'POST', path: '/receipts/result', bodyHash: await sha256Hex(body) };
  const header = await signAgentRequest(account, audience, { ...request, body }, 1000n);
  const credentials = decodeCredentials(header);
  if (credentials === undefined) throw new Error('the header does not read back');
  return { account, request, header, credentials };
}

describe('signed requests', () => {
  it('are good for the request that was signed', async () => {
    const { account, request, credentials } = await setup();
    expect(credentials.signer).toBe(account.address);
    expect(await isSignedBySigner(audience, request, credentials)).toBe(true);
  });

  it('are good for no other method, path, body, origin, chain, signer, time or nonce', async () => {
    const { request, credentials } = await setup();
    const other = privateKeyToAccount(generatePrivateKey()).address;
    const nonce = `0x${'11'.repeat(32)}` as const;
    const attempts = [
      isSignedBySigner(audience, { ...request, method: 'GET' }, credentials),
      isSignedBySigner(audience, { ...request, path: '/receipts/input' }, credentials),
      isSignedBySigner(
        audience,
        { ...request, bodyHash: await sha256Hex(new Uint8Array()) },
        credentials,
      ),
      isSignedBySigner({ ...audience, origin: 'http://localhost:4101' }, request, credentials),
      isSignedBySigner({ ...audience, chainId: 1 }, request, credentials),
      isSignedBySigner(audience, request, { ...credentials, signer: other }),
      isSignedBySigner(audience, request, {
        ...credentials,
        issuedAt: credentials.issuedAt + 1n,
      }),
      isSignedBySigner(audience, request, { ...credentials, nonce }),
      isSignedBySigner(audience, request, { ...credentials, signature: `0x${'00'.repeat(65)}` }),
    ];
    expect(await Promise.all(attempts)).toEqual(attempts.map(() => false));
  });

  it('take the names of this machine for each other', async () => {
    const { request, credentials } = await setup();
    const alias = { ...audience, origin: 'http://127.0.0.1:4100' };
    expect(await isSignedBySigner(alias, request, credentials)).toBe(true);
  });

  it('refuse malformed headers', async () => {
    const { credentials, header } = await setup();
    const bad = [
      '',
      'Bearer x',
      'Reckon-Request',
      'Reckon-Request !!!',
      `Reckon-Request ${btoa('{}')}`,
      `Reckon-Request ${btoa('null')}`,
      header.slice(0, -9),
      `Reckon-Request ${'A'.repeat(3000)}`,
      encodeCredentials({ ...credentials, nonce: '0x12' }),
      encodeCredentials({ ...credentials, signature: '0x12' }),
    ];
    for (const text of bad) expect(decodeCredentials(text)).toBeUndefined();
  });
});

describe('isInTime', () => {
  it('takes a window both ways, and nothing from before the start', () => {
    expect(isInTime(1000n, 1000n, 0n)).toBe(true);
    expect(isInTime(1000n, 1000n + REQUEST_WINDOW, 0n)).toBe(true);
    expect(isInTime(1000n, 1001n + REQUEST_WINDOW, 0n)).toBe(false);
    expect(isInTime(1000n + REQUEST_WINDOW, 1000n, 0n)).toBe(true);
    expect(isInTime(1001n + REQUEST_WINDOW, 1000n, 0n)).toBe(false);
    expect(isInTime(1000n, 1000n, 1001n)).toBe(false);
  });
});
