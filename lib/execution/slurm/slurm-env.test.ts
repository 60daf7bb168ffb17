import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jwtVerify } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { readEnv } from '../../env/read-env.server';
import { slurmEnv } from './slurm-env';
import { slurmTokens } from './slurm-token.server';

const folder = mkdtempSync(join(tmpdir(), 'reckon-token-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const GOOD = { SLURM_URL: 'http://127.0.0.1:6820', SLURM_USER: 'compute', SLURM_SPOOL: '/shared' };

describe('settings of a cluster', () => {
  it('want one kind of token', () => {
    expect(readEnv(slurmEnv, { ...GOOD, SLURM_TOKEN: 'a.b.c' })).toMatchObject({
      SLURM_RUNS: ['wasm'],
      SLURM_MEMORY_OVERHEAD_MIB: 512,
    });
    expect(() => readEnv(slurmEnv, GOOD)).toThrow('SLURM_KEY_FILE must be given, or');
    const both = { ...GOOD, SLURM_TOKEN: 'a.b.c', SLURM_KEY_FILE: '/key' };
    expect(() => readEnv(slurmEnv, both)).toThrow('only one of them');
  });

  it('are named when they are wrong', () => {
    const bad = { ...GOOD, SLURM_TOKEN: 'a.b.c', SLURM_USER: 'a;b', SLURM_SPOOL: 'here' };
    expect(() => readEnv(slurmEnv, bad)).toThrow(
      /SLURM_USER must be.*SLURM_SPOOL must be an absolute/,
    );
  });
});

describe('a token', () => {
  const settings = { ...GOOD, SLURM_KEY_FILE: undefined, SLURM_TOKEN: undefined };

  it('is made from the key, for the account, for ten minutes, and kept until it is refused', async () => {
    const key = new Uint8Array(32).fill(5);
    const file = join(folder, 'jwt.key');
    writeFileSync(file, key);
    const tokens = slurmTokens({
      ...settings,
      SLURM_KEY_FILE: file,
      SLURM_TOKEN_COMMAND: undefined,
    });
    const token = await tokens.get();
    const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'] });
    expect(payload).toEqual({ sun: 'compute', iat: payload.iat, exp: payload.iat! + 600 });
    expect(await tokens.get()).toBe(token);
    writeFileSync(file, new Uint8Array(32).fill(6));
    tokens.forget();
    await expect(jwtVerify(await tokens.get(), key)).rejects.toThrow();
  });

  it('is what a command prints, with or without its name', async () => {
    const printed = (command: string) =>
      slurmTokens({ ...settings, SLURM_TOKEN_COMMAND: command }).get();
    expect(await printed('echo SLURM_JWT=aa.bb.cc')).toBe('aa.bb.cc');
    expect(await printed('echo aa.bb.cc')).toBe('aa.bb.cc');
    await expect(printed('echo secret; exit 3')).rejects.toThrow(/^(?!.*secret).*by hand/);
    await expect(printed('echo no-token')).rejects.toThrow('printed no token');
  });

  it('is not made of a key that is missing or short', async () => {
    const made = (SLURM_KEY_FILE: string) =>
      slurmTokens({ ...settings, SLURM_KEY_FILE, SLURM_TOKEN_COMMAND: undefined }).get();
    await expect(made(join(folder, 'none'))).rejects.toThrow('ENOENT');
    writeFileSync(join(folder, 'short'), 'abc');
    await expect(made(join(folder, 'short'))).rejects.toThrow('less than 32 bytes');
  });
});
