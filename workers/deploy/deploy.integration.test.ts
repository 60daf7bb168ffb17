import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Address, createTestClient, http } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { formatDeployment, parseDeployment } from '../../lib/chain/deployment';
import { marketLensAbi } from '../../lib/chain/generated/market-lens-abi';
import { createChainClient } from '../../lib/chain/market.server';
import { startAnvil, type TestAnvil } from '../../test/stack/start-anvil';

/** What `npm start` runs to bring the contracts to its chain. */

const root = join(import.meta.dirname, '../..');
const BUNDLE = join(root, 'node_modules/.cache/reckon-test/deploy.js');
const folder = mkdtempSync(join(tmpdir(), 'reckon-deploy-'));
const file = join(folder, 'deployment.json');

let anvil: TestAnvil;

beforeAll(async () => {
  anvil = await startAnvil({ accounts: 0 });
  await build({
    entryPoints: [join(root, 'workers/deploy/main.ts')],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
});

afterAll(async () => {
  await anvil.stop();
  rmSync(folder, { recursive: true, force: true });
});

function deploy(rpcUrl = anvil.url): Promise<{ code: number | null; log: string }> {
  const child = spawn(process.execPath, [BUNDLE], {
    env: {
      ...process.env,
      RPC_URL: rpcUrl,
      KEYS_DIR: join(folder, 'keys'),
      DEPLOYMENT_FILE: file,
      CONTRACTS_OUT: join(root, 'contracts/out'),
      DIRECTORY_URL: 'http://127.0.0.1:4000',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    log += text;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, log })));
}

const written = () => parseDeployment(readFileSync(file, 'utf8'));
const lensMarket = (address: Address | undefined) =>
  createChainClient(anvil.url, 31_337, 50).readContract({
    address: address as Address,
    abi: marketLensAbi,
    functionName: 'market',
  });

it('brings a market with its lens to the development chain, once', async () => {
  expect((await deploy()).code).toBe(0);
  const first = written();
  expect(await lensMarket(first.lens)).toBe(first.market);
  expect(first.courts).toHaveLength(1);
  expect((await deploy()).code).toBe(0);
  expect(written()).toEqual(first);
});

it('gives a market that has no lens one', async () => {
  const { lens, ...older } = written();
  writeFileSync(file, formatDeployment(older));
  expect((await deploy()).code).toBe(0);
  const now = written();
  expect({ ...now, lens }).toEqual({ ...older, lens });
  expect(now.lens).not.toBe(lens);
  expect(await lensMarket(now.lens)).toBe(now.market);
});

it('leaves other chains to npm run deploy, and takes their deployment as it is', async () => {
  const other = await startAnvil({ chainId: 777_002, accounts: 0 });
  const refused = await deploy(other.url);
  expect(refused.code).toBe(1);
  expect(refused.log).toContain('needs a DEPLOYMENT_FILE');
  const text = formatDeployment({ ...written(), chainId: 777_002 });
  writeFileSync(file, text);
  const missing = await deploy(other.url);
  expect(missing.code).toBe(1);
  expect(missing.log).toContain('has no contract at');
  const client = createChainClient(anvil.url, 31_337, 50);
  const code = await client.getCode({ address: written().market });
  await createTestClient({ mode: 'anvil', transport: http(other.url) }).setCode({
    address: written().market,
    bytecode: code as `0x${string}`,
  });
  expect((await deploy(other.url)).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(text);
  await other.stop();
});
