import { describe, expect, it } from 'vitest';
import { AGENT_FILES, agentFile } from './agent-files';
import { pairingCodeOf, pairingHashOf, readPairingCode } from './pairing-code';

const values = { origin: 'https://market.example', code: '7KQ2-M4XD' };

describe('the files for a machine', () => {
  it.each(AGENT_FILES)('%s names the market and the code', (name) => {
    const text = agentFile(name, values);
    expect(text).toContain(values.origin);
    expect(text).toContain(values.code);
  });

  it('lend no container engine, and say how it is lent', () => {
    for (const name of AGENT_FILES) {
      const lines = agentFile(name, values)?.split('\n') ?? [];
      const ofSockets = lines.filter((line) => /docker\.sock|podman\.sock|=docker/.test(line));
      expect(ofSockets.length).toBeGreaterThan(1);
      expect(ofSockets.every((line) => line.trim().startsWith('#'))).toBe(true);
    }
  });

  it('are for hosts of any kind', () => {
    for (const origin of ['http://localhost:3000', 'http://[::1]:3000', 'https://10.0.0.1']) {
      expect(agentFile('compose.yaml', { ...values, origin })).toContain(origin);
    }
  });

  it.each([
    ['https://a.example\nExecStartPre=/bin/sh', values.code],
    ['https://a.example" ]; evil: "', values.code],
    ['https://a.example/path', values.code],
    ['javascript:alert(1)', values.code],
    [values.origin, 'X"; rm'],
    [values.origin, ''],
  ])('are refused where %j and %j could change what they do', (origin, code) => {
    for (const name of AGENT_FILES) expect(agentFile(name, { origin, code })).toBeUndefined();
  });

  it.each(['toString', '__proto__', '../etc/passwd', ''])('have no other name, like %j', (name) => {
    expect(agentFile(name, values)).toBeUndefined();
  });
});

describe('a pairing code', () => {
  it('has eight letters of 5 bits each, and is read as people write it', () => {
    const code = pairingCodeOf(new Uint8Array([0, 1, 31, 32, 200, 255, 10, 20]));
    expect(code).toBe('01Z0-8ZAM');
    for (const typed of ['o1z0 8zam', '01Z08ZAM', ' 0lZ0-8zAm ']) {
      expect(readPairingCode(typed)).toBe(code);
    }
    expect(pairingHashOf(code)).not.toBe(pairingHashOf('01Z0-8ZAN'));
  });

  it.each(['', '1', '01Z0-8ZA', '01Z0-8ZAMX', '01Z0-8ZA!', '01Z0-8ZAÜ', 'x'.repeat(1e6)])(
    'is nothing of the kind of %.20s',
    (text) => {
      expect(readPairingCode(text)).toBeUndefined();
    },
  );
});
