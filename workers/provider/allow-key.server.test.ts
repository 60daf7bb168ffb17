import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allowKey } from './allow-key.server';
import { MarketSettingsError } from './machine/market-settings.server';

let folder: string;
let good: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reckon-allow-'));
  const keyIn = async (name: string) => {
    const file = join(folder, name);
    await writeFile(file, `${generatePrivateKey()}\n`, { mode: 0o600 });
    return file;
  };
  good = {
    ...{ STATE_DIR: join(folder, 'state'), API_URL: 'http://127.0.0.1:1' },
    ...{ RPC_URL: 'http://127.0.0.1:1', DEPLOYMENT_FILE: join(folder, 'none.json') },
    ...{ KEY_FILE: await keyIn('agent.key'), WALLET_KEY_FILE: await keyIn('wallet.key') },
  };
});

afterAll(() => rm(folder, { recursive: true, force: true }));

// Each of these was said to be worth another try (75), one of them in JSON.
it.each([
  [{ WALLET_KEY_FILE: '' }, /^WALLET_KEY_FILE is missing: only the provider/],
  [{ KEY_FILE: '' }, /^KEY_FILE is missing/],
  [{ WALLET_KEY_FILE: '/nowhere.key' }, /^Key file \/nowhere.key cannot be read$/],
  [{ KEY_FILE: '/nowhere.key' }, /^Key file \/nowhere.key cannot be read$/],
  [{ RPC_URL: 'nonsense' }, /^RPC_URL must look like http:\/\/127.0.0.1:8545, or several/],
  [{}, /none.json is missing or damaged$/],
])('takes what only its owner can mend for that: %j', async (wrong, said) => {
  const allowed = allowKey({ env: { ...good, ...wrong }, api: undefined, print: () => undefined });
  const error: unknown = await allowed.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(MarketSettingsError);
  expect((error as MarketSettingsError).message).toMatch(said);
});
