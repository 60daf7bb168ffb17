import { z } from 'zod';
import type { Deployment } from '../../lib/chain/deployment';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import { testTokenAbi } from '../../lib/chain/generated/test-token-abi';
import { openMarket } from '../../lib/chain/market.server';
import { httpUrl, path } from '../../lib/env/fields';
import { engineIdOf, OCI_ENGINE, WASM_ENGINE_IDS } from '../../lib/execution/engine-id';
import { runWorker } from '../runtime/run-worker';
import { type Actors, ensureActorKeys } from './actor-keys';
import { createLens } from './create-contracts';
import { deployMarket, LOCAL_LIMITS } from './deploy-market';
import { readDeploymentFile, writeDeploymentFile } from './deployment-file';
import { connectLocalChain, LOCAL_CHAIN_ID, type LocalChain } from './local-chain';
import { localCourt } from './local-court';

const TOKENS_EACH = 100_000_000_000n; // 100,000 tUSD

const env = z.object({
  RPC_URL: httpUrl,
  KEYS_DIR: path,
  DEPLOYMENT_FILE: path,
  CONTRACTS_OUT: path,
  DIRECTORY_URL: httpUrl,
  /** Set where the local mediators run containers too. */
  OCI_SOCKET: path.optional(),
});

/**
 * Deploys a market to a development chain, founds its court, and gives everybody who acts there gas
 * and tokens. Does nothing where DEPLOYMENT_FILE names a market that is there already: on other
 * chains `npm run deploy` brings it there.
 */
void runWorker('deploy', env, async ({ env, log }) => {
  const known = await readDeploymentFile(env.DEPLOYMENT_FILE);
  const actors = await ensureActorKeys(env.KEYS_DIR);
  if (known && known.chainId !== LOCAL_CHAIN_ID) {
    await openMarket({ rpcUrl: env.RPC_URL, ...known });
    log.info({ market: known.market, chainId: known.chainId }, 'already deployed');
    return;
  }
  const chain = await connectLocalChain(env.RPC_URL, actors.deployer);
  const directories = [{ address: actors.directory.address, url: env.DIRECTORY_URL }];
  if (known && (await isThere(chain, known))) {
    const lens = known.lens ?? (await createLens(chain, env.CONTRACTS_OUT, known.market));
    await writeDeploymentFile(env.DEPLOYMENT_FILE, { ...known, lens, directories });
    log.info({ market: known.market }, 'already deployed');
    return;
  }
  const created = await deployMarket(chain, env.CONTRACTS_OUT);
  await fund(chain, created.token, actors);
  const court = localCourt({
    members: actors.mediators.map((account) => account.address),
    directories: [actors.directory.address],
    engines: WASM_ENGINE_IDS,
    probedEngines: env.OCI_SOCKET ? [engineIdOf(OCI_ENGINE)] : [],
    maxExecutionWindow: LOCAL_LIMITS.maxExecutionWindow,
  });
  const hash = await chain.wallet.writeContract({
    address: created.market,
    abi: marketAbi,
    functionName: 'foundCourt',
    args: [court.members, court.engines, court.directories, court.terms],
  });
  const receipt = await chain.client.waitForTransactionReceipt({ hash });
  if (receipt.status !== 'success') throw new Error('foundCourt reverted');
  await writeDeploymentFile(env.DEPLOYMENT_FILE, {
    chainId: LOCAL_CHAIN_ID,
    genesisHash: chain.genesisHash,
    ...created,
    block: Number(created.block),
    tokenSymbol: 'tUSD',
    tokenDecimals: 6,
    limits: LOCAL_LIMITS,
    courts: [court],
    directories,
  });
  log.info({ market: created.market, token: created.token, court: court.id }, 'deployed');
});

async function isThere({ client, genesisHash }: LocalChain, { market, ...known }: Deployment) {
  if (known.genesisHash !== genesisHash) return false;
  const code = await client.getCode({ address: market });
  return code !== undefined && code !== '0x';
}

async function fund({ client, wallet, giveGas }: LocalChain, token: `0x${string}`, actors: Actors) {
  const { deployer: _, ...others } = actors;
  const everybody = Object.values(others).flat();
  await Promise.all(everybody.map((account) => giveGas(account.address)));
  let nonce = await client.getTransactionCount({ address: wallet.account.address });
  const paid = [...actors.wallets, ...actors.mediators];
  const hashes: `0x${string}`[] = [];
  for (const { address } of paid) {
    hashes.push(
      await wallet.writeContract({
        address: token,
        abi: testTokenAbi,
        functionName: 'faucet',
        args: [address, TOKENS_EACH],
        nonce: nonce++,
        gas: 150_000n,
      }),
    );
  }
  for (const hash of hashes) {
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== 'success') throw new Error('faucet reverted');
  }
}
