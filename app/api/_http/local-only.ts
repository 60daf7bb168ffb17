import type { Deployment } from '@/lib/chain/deployment';
import { chainClient, readDeployment } from '@/lib/chain/market-access.server';
import { ApiProblem } from './respond';

const LOCAL_CHAIN_ID = 31_337;

/**
 * Lets a request pass only on the development chain: by the deployment file and by what the node
 * itself says. @throws {ApiProblem} 403
 */
export async function requireLocalChain(): Promise<Deployment> {
  const deployment = await readDeployment();
  const isLocal =
    deployment.chainId === LOCAL_CHAIN_ID && (await chainClient().getChainId()) === LOCAL_CHAIN_ID;
  if (!isLocal) {
    throw new ApiProblem(403, 'local-only', 'This exists on the development chain only.');
  }
  return deployment;
}
