import {
  type Address,
  domainSeparator,
  encodeDeployData,
  type Hex,
  numberToHex,
  type PublicClient,
  pad,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
} from 'viem';
import type { Deployment } from '../../lib/chain/deployment';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import { marketLensAbi } from '../../lib/chain/generated/market-lens-abi';
import { readConfig } from '../../lib/chain/market.server';
import { marketDomain } from '../../lib/offers/offer-types';
import { sameHex } from '../../lib/shared/address';
import { type Artifact, readArtifact } from '../deploy/artifacts';
import { codeDifference } from './compare-code';
import { readTokenFacts } from './token-facts';

type Recorded = 'annex' | 'lens' | 'transaction' | 'build';

/** A deployment file as `npm run deploy` writes it. */
type Released = Deployment & { readonly [Key in Recorded]: NonNullable<Deployment[Key]> };

/**
 * Everything in which the chain differs from a deployment file, or its code from this clone's build; a
 * line each, none when all is right. Errors of the transport pass through.
 *
 * @param artifacts forge's output folder
 */
export async function deploymentProblems(
  client: PublicClient,
  deployment: Deployment,
  artifacts: string,
): Promise<string[]> {
  const found = await client.getChainId();
  if (found !== deployment.chainId) {
    return [`the node serves chain ${found}, the file is for ${deployment.chainId}`];
  }
  const genesis = await client.getBlock({ blockNumber: 0n });
  if (!sameHex(genesis.hash, deployment.genesisHash)) {
    return [`the chain began with block ${genesis.hash}, the file names ${deployment.genesisHash}`];
  }
  if (!isReleased(deployment)) {
    return ['the file names no annex, lens, transaction or build: npm run deploy did not write it'];
  }
  const [market, annex, lens] = await Promise.all(
    ['Market', 'Annex', 'MarketLens'].map((name) => readArtifact(artifacts, name)),
  );
  const built = { market, annex, lens } as Record<'market' | 'annex' | 'lens', Artifact>;
  const code = await codeProblems(client, deployment, built);
  // Answers of foreign code would prove nothing.
  if (code.length > 0) return [...buildProblems(deployment, built.market), ...code];
  const rest = await Promise.all([
    parameterProblems(client, deployment),
    creationProblems(client, deployment, built.market),
  ]);
  return [...buildProblems(deployment, built.market), ...rest.flat()];
}

function isReleased(deployment: Deployment): deployment is Released {
  const { annex, lens, transaction, build } = deployment;
  return [annex, lens, transaction, build].every((part) => part !== undefined);
}

function buildProblems({ build }: Released, { compiler }: Artifact): string[] {
  const [written, here] = [JSON.stringify(build.compiler), JSON.stringify(compiler)];
  return written === here ? [] : [`the file was built by ${written}, this clone builds by ${here}`];
}

async function codeProblems(
  client: PublicClient,
  deployment: Released,
  built: Record<'market' | 'annex' | 'lens', Artifact>,
): Promise<string[]> {
  const words = wordsOf(deployment);
  const problems = (['market', 'annex', 'lens'] as const).map(async (part) => {
    const address = deployment[part];
    const difference = codeDifference(await client.getCode({ address }), built[part], words);
    return difference === undefined ? [] : [`the ${part} at ${address} ${difference}`];
  });
  return (await Promise.all(problems)).flat();
}

/** Every value that an immutable of the three contracts may hold. */
function wordsOf({ chainId, market, annex, token, limits }: Released): Hex[] {
  const numbers = Object.values(limits).map(Number);
  return [
    ...[market, annex, token].map((address) => pad(address)),
    ...[chainId, ...numbers].map((number) => numberToHex(number, { size: 32 })),
    domainSeparator({ domain: marketDomain(chainId, market) }),
  ];
}

async function parameterProblems(client: PublicClient, deployment: Released): Promise<string[]> {
  const { chainId, market, lens, limits } = deployment;
  const ask = (address: Address, functionName: 'market' | 'token') =>
    client.readContract({ address, abi: marketLensAbi, functionName });
  const [annex, config, lensMarket, lensToken, token] = await Promise.all([
    client.readContract({ address: market, abi: marketAbi, functionName: 'annex' }),
    readConfig({ client, chainId, market }),
    ask(lens, 'market'),
    ask(lens, 'token'),
    readTokenFacts(client, deployment.token),
  ]);
  const pairs: [string, unknown, unknown][] = [
    ['annex', annex, deployment.annex],
    ['token', config.token, deployment.token],
    ["lens's market", lensMarket, market],
    ["lens's token", lensToken, deployment.token],
    ["token's symbol", token?.symbol, deployment.tokenSymbol],
    ["token's decimals", token?.decimals, deployment.tokenDecimals],
    ...Object.entries(limits).map(([name, value]): [string, unknown, unknown] => [
      name,
      config[name as keyof typeof limits],
      value,
    ]),
  ];
  return pairs
    .filter(([, onChain, written]) => onChain !== written)
    .map(([what, onChain, written]) => `the ${what} is ${onChain}, the file says ${written}`);
}

/** The transaction that created the market must have run this build's constructor with the file's values. */
async function creationProblems(
  client: PublicClient,
  deployment: Released,
  { creationCode }: Artifact,
): Promise<string[]> {
  const { transaction: hash, market, block, token, limits, build } = deployment;
  const data = encodeDeployData({
    abi: marketAbi,
    bytecode: creationCode,
    args: [{ token, ...limits }],
  });
  const written = `0x${data.slice(creationCode.length)}`;
  if (written !== build.constructorArguments) {
    return ['the constructor arguments are not those of the token and limits in the file'];
  }
  try {
    const sent = await client.getTransaction({ hash });
    const receipt = await client.getTransactionReceipt({ hash });
    if (!receipt.contractAddress || !sameHex(receipt.contractAddress, market)) {
      return [`transaction ${hash} did not create the market`];
    }
    if (Number(receipt.blockNumber) !== block) {
      return [`the market was created in block ${receipt.blockNumber}, the file says ${block}`];
    }
    return sent.input.toLowerCase() === data ? [] : [`transaction ${hash} ran another constructor`];
  } catch (error) {
    const isUnknown =
      error instanceof TransactionNotFoundError || error instanceof TransactionReceiptNotFoundError;
    if (!isUnknown) throw error;
    return [`the node does not know transaction ${hash}: ask one that keeps all of them`];
  }
}
