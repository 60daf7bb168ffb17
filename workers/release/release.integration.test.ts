import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Address,
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  parseEther,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chainOf } from '../../lib/chain/chain-of';
import { type Deployment, parseDeployment } from '../../lib/chain/deployment';
import { marketLensAbi } from '../../lib/chain/generated/market-lens-abi';
import { createChainClient, readConfig } from '../../lib/chain/market.server';
import { readPublicConfig } from '../../lib/env/public-config.server';
import { startAnvil, type TestAnvil } from '../../test/stack/start-anvil';
import { createTestToken } from '../deploy/create-contracts';
import { deploymentProblems } from './deployment-problems';

/** `npm run deploy` as a person runs it, on a chain that is not the development chain. */

const CHAIN_ID = 777_001;
const root = join(import.meta.dirname, '../..');
const artifacts = join(root, 'contracts/out');
const folder = mkdtempSync(join(tmpdir(), 'reckon-release-'));
const file = join(folder, `${CHAIN_ID}.json`);
const key = generatePrivateKey();
const deployer = privateKeyToAccount(key);

let anvil: TestAnvil;
let client: ReturnType<typeof createChainClient>;
let test: ReturnType<typeof testClientOf>;
let token: Address;

const testClientOf = (url: string) => createTestClient({ mode: 'anvil', transport: http(url) });
const written = () => parseDeployment(readFileSync(file, 'utf8'));

beforeAll(async () => {
  anvil = await startAnvil({ chainId: CHAIN_ID, accounts: 0 });
  client = createChainClient(anvil.url, CHAIN_ID, 50);
  test = testClientOf(anvil.url);
  await test.setBalance({ address: deployer.address, value: parseEther('10') });
  const chain = chainOf(anvil.url, CHAIN_ID);
  const wallet = createWalletClient({ account: deployer, chain, transport: http(anvil.url) });
  token = await createTestToken({ client, wallet }, artifacts);
});

afterAll(async () => {
  await anvil.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What scripts/deploy.mjs builds, then runs. */
const BUNDLE = 'dist/release.js';

/** Runs the command. A working tree under test has changes: they are allowed unless told otherwise. */
function deploy(
  env: Record<string, string> = {},
  args: readonly string[] = ['--allow-dirty'],
  program = BUNDLE,
): Promise<Run> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    env: {
      ...process.env,
      CONTRACTS_OUT: artifacts,
      SOURCE_DIR: root,
      RPC_URL: anvil.url,
      CHAIN_ID: String(CHAIN_ID),
      DEPLOYER_KEY: key,
      TOKEN: token,
      DEPLOYMENTS_DIR: folder,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said.err += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...said }));
  });
}

const check = () => deploy({ DEPLOYER_KEY: '', TOKEN: '' }, ['--check']);

async function refused(run: Promise<Run>, line: string | RegExp, status = 1): Promise<void> {
  const { code, err } = await run;
  expect(err).toMatch(/^reckon: [^\n]*\n$/);
  if (typeof line === 'string') expect(err).toContain(line);
  else expect(err).toMatch(line);
  expect(err).not.toContain(key.slice(2));
  expect(code).toBe(status);
}

/** Sets the code at an address to what `change` makes of it, runs `work`, and puts it back. */
async function withCode(address: Address, change: (code: Hex) => Hex, work: () => Promise<void>) {
  const code = (await client.getCode({ address })) as Hex;
  await test.setCode({ address, bytecode: change(code) });
  try {
    await work();
  } finally {
    await test.setCode({ address, bytecode: code });
  }
}

describe('before anything is sent', () => {
  it('names missing and wrong variables', async () => {
    const without = { RPC_URL: '', CHAIN_ID: '', DEPLOYER_KEY: '' };
    const all = 'RPC_URL is missing; CHAIN_ID is missing; DEPLOYER_KEY is missing';
    await refused(deploy(without, [], 'scripts/deploy.mjs'), all, 78);
    await refused(deploy({ TOKEN: '' }), 'TOKEN is missing', 78);
    await refused(deploy({}, ['--force']), 'unknown option --force');
  });

  it('refuses another chain, a chain with weak hashes, a node that does not answer', async () => {
    const other = 'RPC_URL is chain 777001, CHAIN_ID says 777002';
    await refused(deploy({ CHAIN_ID: '777002' }), other);
    await refused(deploy({ CHAIN_ID: '42161' }), 'PUBLIC_DRAWS must be false on Arbitrum One', 78);
    await refused(
      deploy({ RPC_URL: 'http://127.0.0.1:9/secret-token' }),
      /^reckon: RPC_URL does not answer as an Ethereum node\n$/,
    );
  });

  it('refuses a key without coins, or with too few', async () => {
    const poor = generatePrivateKey();
    const { address } = privateKeyToAccount(poor);
    await refused(deploy({ DEPLOYER_KEY: poor }), `account ${address} has no coins`);
    await test.setBalance({ address, value: 1_000n });
    await refused(deploy({ DEPLOYER_KEY: poor }), /has 0\.0{14}1 coins, about 0\.\d+ are needed/);
  });

  it('refuses a token that is none', async () => {
    await refused(deploy({ TOKEN: deployer.address }), 'has no code on this chain');
    const silent: Address = '0x00000000000000000000000000000000000051e7';
    await test.setCode({ address: silent, bytecode: '0x00' });
    await refused(deploy({ TOKEN: silent }), 'does not answer symbol() and decimals()');
  });

  it('refuses source that no commit holds', async () => {
    // A folder outside every working tree.
    await refused(deploy({ SOURCE_DIR: folder }, []), 'git knows no commit of this folder');
  });

  it('has nothing to check', async () => {
    await refused(check(), /there is no .*777001\.json: nothing is deployed to this chain/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a deployment', () => {
  it('is written down, and is what the file says', async () => {
    const env = { GRACE: '60', MAX_EXECUTION_WINDOW: '3600', PUBLIC_DRAWS: 'false' };
    const run = await deploy(env);
    expect(run.err).toBe('');
    expect(run.code).toBe(0);
    expect(run.out).not.toContain(key.slice(2));
    const deployment = written();
    const { market, annex, lens, transaction, block, build, limits } = deployment;
    for (const said of [market, annex, lens, transaction]) expect(run.out).toContain(said);
    expect(deployment).toMatchObject({
      chainId: CHAIN_ID,
      token,
      tokenSymbol: 'tUSD',
      tokenDecimals: 6,
      courts: [],
      directories: [],
    });
    expect(build?.compiler.version).toMatch(/^0\.8\.\d+\+commit\./);
    expect(build?.compiler.settings).toMatchObject({ viaIR: true, evmVersion: 'cancun' });
    expect(readFileSync(file, 'utf8')).not.toContain(root);
    // grace, 7 d, 2 * (7 d + 2 * 1 h + grace), 1 d, 3 * grace
    expect(limits.unbondingTime).toBe(3_600 + 604_800 + 2 * (604_800 + 7_200 + 60) + 86_400 + 180);
    expect(await readConfig({ client, chainId: CHAIN_ID, market })).toEqual({ token, ...limits });
    expect(limits).toMatchObject({ grace: 60, appealWindow: 86_400, publicDraws: false });
    const receipt = await client.getTransactionReceipt({ hash: transaction as Hex });
    expect([receipt.contractAddress?.toLowerCase(), Number(receipt.blockNumber)]).toEqual([
      market.toLowerCase(),
      block,
    ]);
    const read = { address: lens as Address, abi: marketLensAbi, functionName: 'market' } as const;
    expect(await client.readContract(read)).toBe(market);
    expect((await check()).out).toContain(`${market} on chain ${CHAIN_ID} is what`);
  });

  it('is what the app can be pointed at', async () => {
    process.env.DEPLOYMENT_FILE = file;
    const config = await readPublicConfig();
    delete process.env.DEPLOYMENT_FILE;
    const { market, lens } = written();
    expect(config).toMatchObject({ chainId: CHAIN_ID, local: false, market, lens, token });
  });

  it('is not made twice unless asked for; the old one is kept', async () => {
    const { market, block } = written();
    await refused(deploy(), `names the market ${market}: --check compares it`);
    expect((await deploy({}, ['--allow-dirty', '--again'])).code).toBe(0);
    expect(written().market).not.toBe(market);
    const old = join(folder, `${CHAIN_ID}-block-${block}.json`);
    expect(parseDeployment(readFileSync(old, 'utf8')).market).toBe(market);
    expect((await check()).code).toBe(0);
  });
});

describe('--check', () => {
  const problems = (deployment: object) =>
    deploymentProblems(client, deployment as Deployment, artifacts);
  const lastByte = (code: Hex): Hex =>
    `${code.slice(0, -2)}${code.endsWith('00') ? '01' : '00'}` as Hex;

  it('fails where the code of market, annex or lens is another', async () => {
    const { market, annex, lens } = written();
    for (const [name, address] of Object.entries({ market, annex, lens })) {
      const line = new RegExp(`^the ${name} at ${address} differs from the build at byte \\d+$`);
      await withCode(address as Address, lastByte, async () => {
        expect(await problems(written())).toEqual([expect.stringMatching(line)]);
        if (name === 'market') await refused(check(), `the market at ${market} differs`);
      });
    }
    const gone = `the market at ${market} has no code`;
    await withCode(
      market,
      () => '0x',
      async () => expect(await problems(written())).toEqual([gone]),
    );
    expect((await check()).code).toBe(0);
  });

  it('fails where an immutable was changed in place', async () => {
    const { market, annex } = written();
    const [from, to] = [(annex as Hex).slice(2).toLowerCase(), '12'.repeat(20)];
    const line = /^the market at .* holds a value at byte \d+ that is none of the deployment's$/;
    await withCode(
      market,
      (code) => code.replaceAll(from, to) as Hex,
      async () => expect(await problems(written())).toEqual([expect.stringMatching(line)]),
    );
    expect(await problems(written())).toEqual([]);
  });

  it.each<[string, (d: Deployment) => object, string]>([
    ['limits', (d) => ({ limits: { ...d.limits, grace: 3_601 } }), "none of the deployment's"],
    ['swapped limits', (d) => ({ limits: { ...d.limits, ...swapped(d) } }), 'the grace is 3600'],
    [
      'token decimals',
      () => ({ tokenDecimals: 18 }),
      "the token's decimals is 6, the file says 18",
    ],
    [
      'token symbol',
      () => ({ tokenSymbol: 'USD' }),
      "the token's symbol is tUSD, the file says USD",
    ],
    ['annex', (d) => ({ annex: d.lens }), 'the annex at'],
    ['lens', () => ({ lens: deployer.address }), `the lens at ${deployer.address} has no code`],
    ['block', (d) => ({ block: d.block - 1 }), 'the market was created in block'],
    ['transaction', () => ({ transaction: `0x${'12'.repeat(32)}` }), 'does not know transaction'],
    ['genesis', () => ({ genesisHash: `0x${'12'.repeat(32)}` }), 'the chain began with block'],
    ['chain', () => ({ chainId: 5 }), 'the node serves chain 777001, the file is for 5'],
    ['build', () => ({ build: undefined }), 'npm run deploy did not write it'],
    [
      'compiler',
      (d) => ({ build: { ...d.build, compiler: { version: '0.8.1', settings: {} } } }),
      'the file was built by {"version":"0.8.1"',
    ],
    [
      'arguments',
      (d) => ({ build: { ...d.build, constructorArguments: '0x' } }),
      'the constructor arguments are not those',
    ],
  ])('fails where the file names another %s', async (_, change, line) => {
    const deployment = written();
    expect((await problems({ ...deployment, ...change(deployment) })).join('; ')).toContain(line);
  });

  it('fails where the transaction created something else', async () => {
    const deployment = written();
    const { transactions } = await client.getBlock({ blockNumber: BigInt(deployment.block) + 1n });
    const [transaction] = transactions;
    expect(await problems({ ...deployment, transaction })).toEqual([
      `transaction ${transaction} did not create the market`,
    ]);
  });
});

const swapped = ({ limits }: Deployment) => ({
  grace: limits.appealWindow,
  appealWindow: limits.grace,
});
