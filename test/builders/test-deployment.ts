import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Deployment, formatDeployment, parseDeployment } from '../../lib/chain/deployment';
import { LOCAL_LIMITS } from '../../workers/deploy/deploy-market';
import type { TestMarket } from './test-market';

const USUAL: Omit<Deployment, 'market' | 'token' | 'block'> = {
  chainId: 31_337,
  genesisHash: `0x${'00'.repeat(32)}`,
  tokenSymbol: 'tUSD',
  tokenDecimals: 6,
  limits: LOCAL_LIMITS,
  courts: [],
  directories: [],
};

type Facts = Partial<Deployment> & Pick<Deployment, 'market' | 'block'>;

/** Writes a deployment file as `npm start` does; what is not given is a local market's. */
export function writeTestDeployment(facts: Facts): { file: string; deployment: Deployment } {
  const text = formatDeployment({ ...USUAL, token: facts.market, ...facts });
  const file = join(mkdtempSync(join(tmpdir(), 'reckon-deployment-')), 'deployment.json');
  writeFileSync(file, text);
  return { file, deployment: parseDeployment(text) };
}

/** What a deployment file says of a test's market. */
export async function factsOf({ client, chainId, market, token, config, block }: TestMarket) {
  const { hash: genesisHash } = await client.getBlock({ blockNumber: 0n });
  const { token: _, ...limits } = config;
  return { chainId, genesisHash, market, token, limits, block: Number(block) } as const;
}
