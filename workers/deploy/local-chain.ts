import {
  type Address,
  createPublicClient,
  createTestClient,
  createWalletClient,
  defineChain,
  http,
  numberToHex,
  parseEther,
} from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';

export const LOCAL_CHAIN_ID = 31_337;
const GAS_MONEY = parseEther('1000');

/** Clients of a development chain, which lets anybody set balances. */
export type LocalChain = Awaited<ReturnType<typeof connectLocalChain>>;

/**
 * Connects to the chain at `rpcUrl` and gives the deployer gas.
 *
 * @throws where the chain is not a development chain: real ones are deployed to by their own command
 */
export async function connectLocalChain(rpcUrl: string, deployer: PrivateKeyAccount) {
  const transport = http(rpcUrl, { timeout: 10_000 });
  const chain = defineChain({
    id: LOCAL_CHAIN_ID,
    name: 'Reckon development chain',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const client = createPublicClient({ chain, transport, pollingInterval: 200 });
  const chainId = await client.getChainId().catch((cause: unknown) => {
    throw new Error(`RPC_URL ${rpcUrl} does not answer`, { cause });
  });
  if (chainId !== LOCAL_CHAIN_ID) {
    throw new Error(
      `RPC_URL is chain ${chainId}, which needs a DEPLOYMENT_FILE of a market there; only ${LOCAL_CHAIN_ID} is deployed to on start`,
    );
  }
  const test = createTestClient({ chain, transport, mode: 'anvil' });
  const giveGas = (address: Address) => test.setBalance({ address, value: GAS_MONEY });
  await giveGas(deployer.address);
  const genesis = await client.request({
    method: 'eth_getBlockByNumber',
    params: [numberToHex(0), false],
  });
  if (!genesis?.hash) throw new Error(`RPC_URL ${rpcUrl} has no first block`);
  const wallet = createWalletClient({ account: deployer, chain, transport });
  return { chain, client, wallet, giveGas, genesisHash: genesis.hash };
}
