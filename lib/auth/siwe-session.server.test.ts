import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { sessionTokensIn } from './session-tokens.server';
import { siweMessageFor } from './siwe-message';
import { SiweSessions } from './siwe-session.server';

const NOW = new Date('2026-03-01T12:00:00Z');
const ORIGIN = 'http://localhost:4100';
const rules = { domains: ['localhost:3000'], origins: [ORIGIN], chainId: 31337 };
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'reckon-session-'));
  const tokens = sessionTokensIn(folder, ORIGIN);
  const sessions = new SiweSessions(rules, tokens, async () => false);
  const account = privateKeyToAccount(generatePrivateKey());
  const message = (changes: Partial<Parameters<typeof siweMessageFor>[0]> = {}) =>
    siweMessageFor({
      address: account.address,
      domain: 'localhost:3000',
      origin: ORIGIN,
      chainId: 31337,
      nonce: sessions.nonce(NOW) ?? 'none',
      issuedAt: NOW,
      ...changes,
    });
  const open = async (text: string, at = NOW) =>
    sessions.open(text, await account.signMessage({ message: text }), at);
  return { folder, tokens, sessions, account, message, open };
}

describe('SiweSessions', () => {
  it('opens a session whose token names the signer', async () => {
    const { tokens, account, message, open } = setup();
    const result = await open(message());
    if ('rejection' in result) throw new Error(result.rejection);
    expect(await tokens.verify(result.session.token, NOW)).toBe(account.address);
    expect(await tokens.verify(result.session.token, later(13 * 3600))).toBeUndefined();
  });

  it('takes the other names of this machine with the same port', async () => {
    const { message, open } = setup();
    expect(await open(message({ domain: '127.0.0.1:3000' }))).toHaveProperty('session');
    expect(await open(message({ domain: '127.0.0.1:3001' }))).toEqual({ rejection: 'siwe_domain' });
  });

  it('refuses another domain, service, chain and old, early or expired messages', async () => {
    const { message, open } = setup();
    const rejection = async (changes: Parameters<typeof message>[0], at = NOW) =>
      open(message(changes), at);
    expect(await rejection({ domain: 'evil.example' })).toEqual({ rejection: 'siwe_domain' });
    expect(await rejection({ origin: 'http://localhost:4101' })).toEqual({ rejection: 'siwe_uri' });
    expect(await rejection({ chainId: 1 })).toEqual({ rejection: 'siwe_chain' });
    expect(await rejection({}, later(601))).toEqual({ rejection: 'siwe_time' });
    expect(await rejection({}, later(-61))).toEqual({ rejection: 'siwe_time' });
  });

  it('refuses a nonce that it did not give, and one that was used', async () => {
    const { message, open } = setup();
    expect(await open(message({ nonce: 'abcdefgh12345678' }))).toEqual({
      rejection: 'siwe_nonce',
    });
    const text = message();
    expect(await open(text)).toHaveProperty('session');
    expect(await open(text)).toEqual({ rejection: 'siwe_nonce' });
  });

  it('refuses the signature of somebody else, and asks the chain about contract wallets', async () => {
    const { sessions, message, tokens } = setup();
    const stranger = privateKeyToAccount(generatePrivateKey());
    const text = message();
    const signature = await stranger.signMessage({ message: text });
    expect(await sessions.open(text, signature, NOW)).toEqual({ rejection: 'siwe_signature' });
    const wallets = new SiweSessions(rules, tokens, async () => true);
    const nonce = wallets.nonce(NOW) ?? '';
    expect(await wallets.open(message({ nonce }), '0x1234', NOW)).toHaveProperty('session');
    const broken = new SiweSessions(rules, tokens, () => Promise.reject(new Error('no chain')));
    expect(await broken.open(message({ nonce: broken.nonce(NOW) ?? '' }), '0x12', NOW)).toEqual({
      rejection: 'siwe_signature',
    });
  });

  it('refuses texts that read back as something else', async () => {
    const { message, open } = setup();
    for (const text of [
      '',
      'rubbish',
      `${message()}\n`,
      message().replace('Version: 1', 'Version: 2'),
    ]) {
      expect(await open(text)).toEqual({ rejection: 'siwe_malformed' });
    }
    const smuggled = message().replace('\nURI:', '\nURI: http://evil.example\nURI:');
    expect(await open(smuggled)).toHaveProperty('rejection');
  });
});

describe('sessionTokensIn', () => {
  it('keeps its secret to itself and over restarts', async () => {
    const { folder, tokens, account } = setup();
    expect(statSync(join(folder, 'session.key')).mode & 0o777).toBe(0o600);
    const { token } = await tokens.issue(account.address, NOW);
    expect(await sessionTokensIn(folder, ORIGIN).verify(token, NOW)).toBe(account.address);
    expect(await setup().tokens.verify(token, NOW)).toBeUndefined();
    expect(await sessionTokensIn(folder, 'http://elsewhere').verify(token, NOW)).toBeUndefined();
    const [header, payload] = token.split('.');
    expect(await tokens.verify(`${header}.${payload}.`, NOW)).toBeUndefined();
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    expect(await tokens.verify(`${unsigned}.${payload}.`, NOW)).toBeUndefined();
  });

  it('says what is wrong with a damaged secret', () => {
    const { folder } = setup();
    writeFileSync(join(folder, 'session.key'), 'oops');
    expect(() => sessionTokensIn(folder, ORIGIN)).toThrow(/session\.key is damaged/);
  });
});
