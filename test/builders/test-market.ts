import { fileURLToPath } from 'node:url';
import {
  type Abi,
  type Address,
  createTestClient,
  createWalletClient,
  getAddress,
  type Hex,
  http,
  parseEther,
} from 'viem';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { chainOf } from '../../lib/chain/chain-of';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import { testTokenAbi } from '../../lib/chain/generated/test-token-abi';
import { createChainClient, type MarketAccess } from '../../lib/chain/market.server';
import type { MarketConfig } from '../../lib/shared/market-config';
import { readCreationCode } from '../../workers/deploy/artifacts';
import { type AnvilOptions, startAnvil, type TestAnvil } from '../stack/start-anvil';
import { testConfig } from './test-config';

const artifacts = fileURLToPath(new URL('../../contracts/out', import.meta.url));

export type TestMarket = MarketAccess & {
  readonly anvil: TestAnvil;
  readonly test: ReturnType<typeof testClientOf>;
  readonly deployer: PrivateKeyAccount;
  readonly token: Address;
  readonly config: MarketConfig;
  /** Block of the market's deployment. */
  readonly block: bigint;
  /** A fresh key with gas. */
  newAccount(): Promise<PrivateKeyAccount>;
  stop(): Promise<void>;
};

/** A real market on a chain of its own, which mines a block a transaction unless told otherwise. */
export async function startTestMarket(
  overrides: Partial<Omit<MarketConfig, 'token'>> = {},
  anvilOptions: AnvilOptions = {},
): Promise<TestMarket> {
  const anvil = await startAnvil({ accounts: 1, ...anvilOptions });
  const client = createChainClient(anvil.url, anvil.chainId, 50);
  const test = testClientOf(anvil.url);
  const newAccount = async () => {
    const account = privateKeyToAccount(generatePrivateKey());
    await test.setBalance({ address: account.address, value: parseEther('1000') });
    return account;
  };
  const deployer = await newAccount();
  const wallet = createWalletClient({
    account: deployer,
    chain: chainOf(anvil.url, anvil.chainId),
    transport: http(anvil.url),
  });
  const create = async (name: string, abi: Abi, args: readonly unknown[]) => {
    const bytecode: Hex = await readCreationCode(artifacts, name);
    const hash = await wallet.deployContract({ abi, bytecode, args: args as never });
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (!receipt.contractAddress) throw new Error(`${name} was not deployed`);
    return { address: getAddress(receipt.contractAddress), block: receipt.blockNumber };
  };
  const token = (await create('TestToken', testTokenAbi, [])).address;
  const config = { token, ...testConfig, ...overrides };
  const { address: market, block } = await create('Market', marketAbi, [config]);
  return {
    client,
    chainId: anvil.chainId,
    market,
    anvil,
    test,
    deployer,
    token,
    config,
    block,
    newAccount,
    stop: () => anvil.stop(),
  };
}

function testClientOf(url: string) {
  return createTestClient({ mode: 'anvil', transport: http(url) });
}
