import {
  type Address,
  createWalletClient,
  encodeDeployData,
  formatEther,
  http,
  type PublicClient,
} from 'viem';
import { chainOf } from '../../lib/chain/chain-of';
import type { Deployment } from '../../lib/chain/deployment';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import { createChainClient } from '../../lib/chain/market.server';
import { readArtifact } from '../deploy/artifacts';
import {
  createLens,
  createMarket,
  createTestToken,
  type Deployer,
} from '../deploy/create-contracts';
import { deploymentProblems } from './deployment-problems';
import type { SourceCommit } from './git-commit';
import { ReleaseError } from './release-error';
import { limitsOf, type ReleaseSettings } from './settings';
import { readTokenFacts, type TokenFacts } from './token-facts';

/** The lens costs less than this share of what the market does. */
const GAS_WITH_LENS = 1.3;
const MAX_SYMBOL = 11;

/**
 * Deploys market, annex and lens to the chain at RPC_URL, and compares what lies there then with the
 * build. Refuses before the first transaction what can be known to be wrong.
 *
 * @param kept what an earlier deployment file lists that a new market may go on with
 * @param say one line of progress; addresses and hashes only
 * @throws {ReleaseError} naming what is wrong; errors of the transport pass through
 */
export async function releaseMarket(
  settings: ReleaseSettings,
  source: SourceCommit,
  kept: Deployment['directories'],
  say: (line: string) => void,
): Promise<Deployment> {
  const { CHAIN_ID: chainId, CONTRACTS_OUT: artifacts, DEPLOYER_KEY: account } = settings;
  const client = await openChain(settings.RPC_URL, chainId);
  const transport = http(settings.RPC_URL, { timeout: 20_000 });
  const wallet = createWalletClient({
    account,
    chain: chainOf(settings.RPC_URL, chainId),
    transport,
  });
  const deployer: Deployer = { client, wallet };
  const limits = limitsOf(settings);
  await refuseEmptyKey(deployer);
  const token = settings.TOKEN ?? (await createTestToken(deployer, artifacts));
  const facts = await readReadableToken(client, token);
  await refusePoorKey(deployer, artifacts, { token, ...limits });
  const created = await createMarket(deployer, artifacts, token, limits);
  say(`market ${created.market} in block ${created.block}, transaction ${created.transaction}`);
  say(`annex ${created.annex}`);
  const lens = await createLens(deployer, artifacts, created.market);
  say(`lens ${lens}`);
  const { creationCode, compiler } = await readArtifact(artifacts, 'Market');
  const args = [{ token, ...limits }] as const;
  const data = encodeDeployData({ abi: marketAbi, bytecode: creationCode, args });
  const deployment: Deployment = {
    chainId,
    genesisHash: (await client.getBlock({ blockNumber: 0n })).hash,
    ...created,
    block: Number(created.block),
    lens,
    token,
    tokenSymbol: facts.symbol,
    tokenDecimals: facts.decimals,
    limits,
    courts: [],
    directories: kept,
    build: { ...source, compiler, constructorArguments: `0x${data.slice(creationCode.length)}` },
  };
  const problems = await deploymentProblems(client, deployment, artifacts);
  if (problems.length > 0) {
    throw new ReleaseError(`what was deployed is not the build: ${problems.join('; ')}`);
  }
  return deployment;
}

/** A client for the chain that is meant. @throws {ReleaseError} where the node serves another */
export async function openChain(rpcUrl: string, chainId: number) {
  const client = createChainClient(rpcUrl, chainId);
  const found = await client.getChainId().catch((cause: unknown) => {
    throw new ReleaseError('RPC_URL does not answer as an Ethereum node', { cause });
  });
  if (found !== chainId) {
    throw new ReleaseError(`RPC_URL is chain ${found}, CHAIN_ID says ${chainId}`);
  }
  return client;
}

async function readReadableToken(client: PublicClient, token: Address): Promise<TokenFacts> {
  const code = await client.getCode({ address: token });
  if (!code || code === '0x') throw new ReleaseError(`TOKEN ${token} has no code on this chain`);
  const facts = await readTokenFacts(client, token);
  if (!facts) throw new ReleaseError(`TOKEN ${token} does not answer symbol() and decimals()`);
  if (facts.symbol.length === 0 || facts.symbol.length > MAX_SYMBOL) {
    throw new ReleaseError(
      `TOKEN ${token} has a symbol that is empty or longer than ${MAX_SYMBOL}`,
    );
  }
  return facts;
}

async function refuseEmptyKey({ client, wallet }: Deployer): Promise<void> {
  const { address } = wallet.account;
  if ((await client.getBalance({ address })) > 0n) return;
  throw new ReleaseError(`the key's account ${address} has no coins to pay for gas`);
}

async function refusePoorKey(
  { client, wallet }: Deployer,
  artifacts: string,
  config: ReturnType<typeof limitsOf> & { token: Address },
): Promise<void> {
  const { address } = wallet.account;
  const { creationCode } = await readArtifact(artifacts, 'Market');
  const data = encodeDeployData({ abi: marketAbi, bytecode: creationCode, args: [config] });
  const [balance, gas, gasPrice] = await Promise.all([
    client.getBalance({ address }),
    client.estimateGas({ account: address, data }),
    client.getGasPrice(),
  ]);
  const needed = BigInt(Math.ceil(Number(gas) * GAS_WITH_LENS)) * gasPrice;
  if (balance >= needed) return;
  throw new ReleaseError(
    `the key's account ${address} has ${formatEther(balance)} coins, about ${formatEther(needed)} are needed`,
  );
}
