import type { Address, Hex } from 'viem';
import type { Deployment } from '../../lib/chain/deployment';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import { testTokenAbi } from '../../lib/chain/generated/test-token-abi';
import { readCreationCode } from './artifacts';
import type { LocalChain } from './local-chain';

/** Short windows, so that a newcomer sees a whole dispute within minutes. Seconds. */
export const LOCAL_LIMITS: Deployment['limits'] = {
  grace: 10,
  appealWindow: 30,
  seatWait: 120,
  maxExecutionWindow: 600,
  maxReviewWindow: 600,
  unbondingTime: 3_930,
  publicDraws: true,
};

/** Deploys the test token and a market for it. Answers their addresses and the market's block. */
export async function deployMarket(
  chain: LocalChain,
  artifacts: string,
): Promise<{ token: Address; market: Address; block: bigint }> {
  const token = await create(
    chain,
    testTokenAbi,
    await readCreationCode(artifacts, 'TestToken'),
    [],
  );
  const market = await create(chain, marketAbi, await readCreationCode(artifacts, 'Market'), [
    { token: token.address, ...LOCAL_LIMITS },
  ]);
  return { token: token.address, market: market.address, block: market.block };
}

async function create(
  { wallet, client }: LocalChain,
  abi: typeof marketAbi | typeof testTokenAbi,
  bytecode: Hex,
  args: readonly unknown[],
): Promise<{ address: Address; block: bigint }> {
  const hash = await wallet.deployContract({ abi, bytecode, args: args as never });
  const receipt = await client.waitForTransactionReceipt({ hash });
  if (receipt.status !== 'success' || !receipt.contractAddress) {
    throw new Error(`Deployment ${hash} reverted`);
  }
  return { address: receipt.contractAddress, block: receipt.blockNumber };
}
