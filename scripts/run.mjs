#!/usr/bin/env node
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildParts } from './start/build.mjs';
import { bundlePath } from './start/bundle.mjs';
import { installPackages } from './start/install.mjs';
import { startTimeOf } from './start/locks.mjs';
import { defaultDataDir } from './start/places.mjs';
import { freePort } from './start/ports.mjs';
import { commonEnv, webUrl } from './start/services.mjs';
import { shownSetting } from './start/shown-setting.mjs';
import { PlainError, say } from './start/steps.mjs';

/**
 * npm run provider | mediator | directory: one agent of your own. What the environment does not say
 * is taken from the market that `npm start` runs here, if it does; a provider's may come from another
 * market's pages (--api).
 */
async function main(role) {
  installPackages();
  await buildParts(['workers']);
  const dataDir = defaultDataDir();
  const name = process.env.NAME || `own-${role}`;
  const keys = join(dataDir, 'keys', 'own');
  const own = {
    NAME: name,
    STATE_DIR: join(dataDir, 'agents', name),
    KEY_FILE: join(keys, `${name}.key`),
    ...(role === 'mediator' ? { KEYS_DIR: join(keys, name) } : {}),
    ...(role === 'directory' ? { PORT: String(await freePort()) } : {}),
  };
  const isElsewhere =
    process.argv.includes('--api') || existsSync(join(own.STATE_DIR, 'market.json'));
  const local = isElsewhere ? undefined : await localMarket(dataDir);
  const needed = ['RPC_URL', 'DEPLOYMENT_FILE', 'API_URL'];
  // A provider's agent can ask the market's own pages for the rest, and keeps what they said.
  const missing = role === 'provider' ? [] : needed.filter((key) => !process.env[key]);
  if (local === undefined && missing.length > 0) {
    throw new PlainError(`no market runs here: npm start first, or set ${missing.join(', ')}`);
  }
  const env = { ...local, ...own };
  if (role === 'directory') env.DIRECTORY_URL = `http://127.0.0.1:${own.PORT}`;
  for (const [key, value] of Object.entries(env)) process.env[key] ||= value;
  if (role === 'mediator') await ensureMember(process.env.KEYS_DIR);
  const shown = [
    ...needed,
    'DIRECTORY_URL',
    'KEY_FILE',
    'KEYS_DIR',
    'WALLET_KEY_FILE',
    'STATE_DIR',
  ];
  const isQuiet = process.argv.includes('--json');
  for (const key of shown)
    if (process.env[key] && !isQuiet) say(`${key}=${shownSetting(process.env[key])}`);
  // The agent reads what follows its name as if it had been started by itself.
  process.argv.splice(2, 1);
  await import(pathToFileURL(bundlePath(role)).href);
}

/** A mediator serves as every member whose key lies in its folder: at first one fresh key. */
async function ensureMember(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (readdirSync(folder).some((name) => name.endsWith('.key'))) return;
  const { generatePrivateKey, privateKeyToAddress } = await import('viem/accounts');
  const key = generatePrivateKey();
  writeFileSync(join(folder, 'member.key'), `${key}\n`, { mode: 0o600, flag: 'wx' });
  say(`made a key: member ${privateKeyToAddress(key)} needs gas, tokens to stake, and a court`);
}

/** What the local market's processes are told, when it runs. */
async function localMarket(dataDir) {
  const lockFile = join(dataDir, 'lock');
  if (!existsSync(lockFile)) return undefined;
  const { pid, started, market } = JSON.parse(readFileSync(lockFile, 'utf8'));
  if (market === undefined || startTimeOf(pid) !== started) return undefined;
  const { RPC_URL, CHAIN_ID, DIRECTORY_URL, RECKON_DATA_DIR, DEPLOYMENT_FILE } = commonEnv(market);
  // Links for people have the address that they use: the page's wallet belongs to it.
  const API_URL = webUrl(market);
  return { RPC_URL, CHAIN_ID, API_URL, DIRECTORY_URL, RECKON_DATA_DIR, DEPLOYMENT_FILE };
}

main(process.argv[2]).catch((error) => {
  const text = error instanceof PlainError ? error.message : (error?.stack ?? String(error));
  process.stderr.write(`reckon: ${text}\n`);
  process.exit(1);
});
