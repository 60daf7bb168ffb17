import {
  type Abi,
  type Account,
  type Address,
  type Chain,
  getAddress,
  type Hex,
  type PublicClient,
  type Transport,
  type WalletClient,
  zeroAddress,
} from 'viem';
import type { Deployment } from '../../lib/chain/deployment';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import { marketLensAbi } from '../../lib/chain/generated/market-lens-abi';
import { testTokenAbi } from '../../lib/chain/generated/test-token-abi';
import { readCreationCode } from './artifacts';

/** Who sends, and where receipts are asked for. */
export interface Deployer {
  readonly wallet: WalletClient<Transport, Chain, Account>;
  readonly client: PublicClient;
}

export interface CreatedMarket {
  readonly market: Address;
  readonly annex: Address;
  readonly block: bigint;
  readonly transaction: Hex;
}

interface Created {
  readonly address: Address;
  readonly block: bigint;
  readonly transaction: Hex;
}

/** Creates a market for `token`; its constructor creates the annex. `artifacts` is forge's output. */
export async function createMarket(
  deployer: Deployer,
  artifacts: string,
  token: Address,
  limits: Deployment['limits'],
): Promise<CreatedMarket> {
  const args = [{ ...limits, token }];
  const { address, ...rest } = await create(deployer, artifacts, 'Market', marketAbi, args);
  const annex = await deployer.client.readContract({
    address,
    abi: marketAbi,
    functionName: 'annex',
  });
  return { market: address, annex, ...rest };
}

/** Creates the lens that screens read a market through. */
export async function createLens(
  deployer: Deployer,
  artifacts: string,
  market: Address,
): Promise<Address> {
  return (await create(deployer, artifacts, 'MarketLens', marketLensAbi, [market])).address;
}

/** Creates the money of local chains. */
export async function createTestToken(deployer: Deployer, artifacts: string): Promise<Address> {
  return (await create(deployer, artifacts, 'TestToken', testTokenAbi, [])).address;
}

async function create(
  { wallet, client }: Deployer,
  artifacts: string,
  contract: string,
  abi: Abi,
  args: readonly unknown[],
): Promise<Created> {
  const bytecode = await readCreationCode(artifacts, contract);
  const transaction = await wallet.deployContract({ abi, bytecode, args });
  const receipt = await client.waitForTransactionReceipt({ hash: transaction });
  if (receipt.status !== 'success') {
    throw new Error(`${contract} was not created: transaction ${transaction} reverted`);
  }
  const address = getAddress(receipt.contractAddress ?? zeroAddress);
  await waitForCode(client, contract, address);
  return { address, block: receipt.blockNumber, transaction };
}

const CODE_LIMIT_MS = 30_000;
const CODE_POLL_MS = 500;

/** Behind one RPC address there may be several nodes, of which some lag behind the receipt. */
async function waitForCode(client: PublicClient, contract: string, address: Address) {
  const until = Date.now() + CODE_LIMIT_MS;
  while (((await client.getCode({ address })) ?? '0x') === '0x') {
    if (Date.now() > until) throw new Error(`${contract} has no code at ${address}`);
    await new Promise((resolve) => setTimeout(resolve, CODE_POLL_MS));
  }
}
