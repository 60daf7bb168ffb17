import { fileURLToPath } from 'node:url';
import {
  type Abi,
  type Address,
  createWalletClient,
  type Hex,
  http,
  parseEther,
  toFunctionSelector,
  type WriteContractParameters,
} from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestMarket, type TestMarket } from '../../test/builders/test-market';
import { readCreationCode } from '../../workers/deploy/artifacts';
import { createLens, createMarket, type Deployer } from '../../workers/deploy/create-contracts';
import { localCourt } from '../../workers/deploy/local-court';
import { chainOf } from '../chain/chain-of';
import { marketAbi } from '../chain/generated/market-abi';
import { testTokenAbi } from '../chain/generated/test-token-abi';
import { NoLensError } from '../chain/no-lens-error';
import type { PublicConfig } from '../env/public-config';
import { readCourtSeats } from '../offers/read-court-seats.client';
import { readFunds } from '../offers/read-funds.client';
import { deposit, ensureDeposit, NotEnoughMoneyError } from './deposit.client';
import { readBalances } from './read-balances.client';
import { isOperatorOf } from './read-operator.client';
import type { WalletActions } from './wallet-store.client';

/** What pages read and do through the lens, on a real market. */

const artifacts = fileURLToPath(new URL('../../contracts/out', import.meta.url));

let market: TestMarket;
let lens: Address;
let account: PrivateKeyAccount;

beforeAll(async () => {
  market = await startTestMarket();
  lens = await createLens(deployerOf(market), artifacts, market.market);
  account = await market.newAccount();
  await send(account, market.token, testTokenAbi, 'faucet', [account.address, 900n]);
});

afterAll(() => market.stop());

const walletOf = (sender: PrivateKeyAccount) =>
  createWalletClient({
    account: sender,
    chain: chainOf(market.anvil.url, market.chainId),
    transport: http(market.anvil.url),
  });
const deployerOf = ({ client, deployer }: TestMarket): Deployer => ({
  client,
  wallet: walletOf(deployer),
});

async function send(
  sender: PrivateKeyAccount,
  address: Address,
  abi: Abi,
  functionName: string,
  args: readonly unknown[],
): Promise<void> {
  const call = { address, abi, functionName, args } as unknown as WriteContractParameters;
  const hash = await walletOf(sender).writeContract({ ...call, account: sender } as never);
  const receipt = await market.client.waitForTransactionReceipt({ hash });
  expect(receipt.status).toBe('success');
}

/** A connected wallet, which lists the calls it sent. */
function actionsOf(sender: PrivateKeyAccount, sent: string[] = []): WalletActions {
  return {
    signTypedData: (data: unknown) => sender.signTypedData(data as never),
    send: async (call: { address: Address; abi: Abi; functionName: string; args: unknown[] }) => {
      sent.push(call.functionName);
      await send(sender, call.address, call.abi, call.functionName, call.args);
    },
  } as unknown as WalletActions;
}

const configOf = (over: Partial<PublicConfig> = {}) =>
  ({
    rpcUrl: market.anvil.url,
    chainId: market.chainId,
    market: market.market,
    token: market.token,
    lens,
    ...over,
  }) as PublicConfig;
const balances = (place: { lens: Address | undefined } = { lens }) =>
  readBalances({ rpcUrl: market.anvil.url, account: account.address, ...place });

it('reads an account’s money in one call, and deposits by permit', async () => {
  const sent: string[] = [];
  const actions = actionsOf(account, sent);
  expect(await balances()).toMatchObject({ available: 0n, locked: 0n, wallet: 900n });
  await deposit(actions, configOf(), account.address, 250n);
  await deposit(actions, configOf(), account.address, 50n);
  expect(sent).toEqual(['depositWithPermit', 'depositWithPermit']);
  await send(account, market.market, marketAbi, 'stake', [120n]);
  const read = await balances();
  expect(read).toMatchObject({ available: 180n, locked: 0n, wallet: 600n });
  expect(read.stake).toEqual({ free: 120n, seated: 0n, unbonding: 0n, releaseAt: 0 });
  expect(read.gas).toBeGreaterThan(parseEther('999'));
  expect(read.gas).toBeLessThan(parseEther('1000'));
  const others = [account.address.toLowerCase() as Address, market.deployer.address];
  const funds = await readFunds({ rpcUrl: market.anvil.url, lens, accounts: others });
  expect([...funds.values()]).toEqual([180n, 0n]);
});

it('knows operators', async () => {
  const { rpcUrl } = configOf();
  const operator = market.deployer.address;
  const isOne = () => isOperatorOf({ rpcUrl, lens, account: account.address, operator });
  expect(await isOne()).toBe(false);
  await send(account, market.market, marketAbi, 'setOperator', [operator, true]);
  expect(await isOne()).toBe(true);
});

it('deposits only what is missing', async () => {
  const sent: string[] = [];
  const actions = actionsOf(account, sent);
  await ensureDeposit(actions, configOf(), account.address, 180n);
  expect(sent).toEqual([]);
  await ensureDeposit(actions, configOf(), account.address, 200n);
  expect((await balances()).available).toBe(200n);
  const tooMuch = ensureDeposit(actions, configOf(), account.address, 10_000n);
  await expect(tooMuch).rejects.toThrow(NotEnoughMoneyError);
});

it('says so where a deployment has no lens', async () => {
  const without = { rpcUrl: market.anvil.url, lens: undefined };
  await expect(balances({ lens: undefined })).rejects.toThrow(NoLensError);
  await expect(readFunds({ ...without, accounts: [] })).rejects.toThrow(NoLensError);
  const config = configOf({ lens: undefined });
  await expect(deposit(actionsOf(account), config, account.address, 1n)).rejects.toThrow(
    'names no lens',
  );
});

it('approves where the token takes no permits', async () => {
  const plain = await createPlainToken();
  const created = await createMarket(deployerOf(market), artifacts, plain, market.config);
  const config = configOf({
    market: created.market,
    token: plain,
    lens: await createLens(deployerOf(market), artifacts, created.market),
  });
  const sent: string[] = [];
  await deposit(actionsOf(account, sent), config, account.address, 40n);
  expect(sent).toEqual(['approve', 'deposit']);
  expect((await balances({ lens: config.lens })).available).toBe(40n);
});

/** The test token without nonces(): its selector is another function's. */
async function createPlainToken(): Promise<Address> {
  const code = await readCreationCode(artifacts, 'TestToken');
  const selector = toFunctionSelector('nonces(address)').slice(2);
  expect(code).toContain(selector);
  const bytecode = code.replaceAll(selector, 'ffffffff') as Hex;
  const hash = await walletOf(account).deployContract({ abi: testTokenAbi, bytecode });
  const { contractAddress } = await market.client.waitForTransactionReceipt({ hash });
  const token = contractAddress as Address;
  await send(account, token, testTokenAbi, 'faucet', [account.address, 100n]);
  return token;
}

it('counts who of a court could sit', async () => {
  const members = [await market.newAccount(), await market.newAccount(), account];
  const court = localCourt({
    members: members.map(({ address }) => address),
    directories: [market.deployer.address],
    engines: [`0x${'11'.repeat(32)}`],
    maxExecutionWindow: 60,
  });
  const { engines, directories, terms } = court;
  const found = [court.members, engines, directories, terms];
  await send(account, market.market, marketAbi, 'foundCourt', found);
  const seats = (buyer?: Address, value = 30n) =>
    readCourtSeats(configOf(), court, { value, theta: 9, n: 1, buyer });
  expect(await seats()).toMatchObject({ serving: 0, seatable: 0 });
  for (const member of [account, members[0] as PrivateKeyAccount]) {
    await send(member, market.market, marketAbi, 'joinCourt', [court.members, terms]);
  }
  await market.test.increaseTime({ seconds: 5 });
  await market.test.mine({ blocks: 1 });
  // ceil(11 * 30 / 3) = 110; the account has staked 120, the other member nothing.
  expect(await seats()).toEqual({ serving: 2, seatable: 1, seatLock: 110n });
  expect(await seats(undefined, 40n)).toMatchObject({ seatable: 0, seatLock: 147n });
  expect(await seats(account.address)).toMatchObject({ serving: 1, seatable: 0 });
});
