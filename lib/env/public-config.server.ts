import { readFile } from 'node:fs/promises';
import { cache } from 'react';
import { parseDeployment } from '../chain/deployment';
import { LOCAL_CHAIN_ID, OFFER_WINDOWS, type PublicConfig, type Windows } from './public-config';

/**
 * Reads what the browser has to know from the environment and the deployment file.
 * Never throws: a page must answer when nothing is deployed yet. Read once for each page.
 */
export const readPublicConfig = cache(async (): Promise<PublicConfig> => {
  const deployment = await readDeployment(process.env.DEPLOYMENT_FILE);
  const chainId = Number(process.env.CHAIN_ID || deployment?.chainId || LOCAL_CHAIN_ID);
  const local = chainId === LOCAL_CHAIN_ID;
  const directory = deployment?.directories[0]?.url;
  return {
    chainId,
    chainName: process.env.CHAIN_NAME || (local ? 'Development chain' : `Chain ${chainId}`),
    rpcUrl: process.env.PUBLIC_RPC_URL || process.env.RPC_URL || 'http://127.0.0.1:8545',
    directoryUrl:
      process.env.PUBLIC_DIRECTORY_URL ||
      process.env.DIRECTORY_URL ||
      directory ||
      'http://127.0.0.1:4000',
    local,
    deployment,
    market: deployment?.market,
    lens: deployment?.lens,
    token: deployment?.token,
    tokenSymbol: deployment?.tokenSymbol ?? 'tUSD',
    gasSymbol: deployment?.coin ?? 'ETH',
    explorerUrl: deployment?.explorer?.replace(/\/+$/, ''),
    windows: windowsOf(local, deployment),
  };
});

function windowsOf(local: boolean, deployment: PublicConfig['deployment']): Windows {
  const offer = local ? OFFER_WINDOWS.local : OFFER_WINDOWS.public;
  const limits = deployment?.limits;
  return {
    execution: Math.min(offer.execution, limits?.maxExecutionWindow ?? offer.execution),
    review: Math.min(offer.review, limits?.maxReviewWindow ?? offer.review),
    grace: limits?.grace ?? (local ? 10 : 3_600),
    appeal: limits?.appealWindow ?? (local ? 30 : 86_400),
    seatWait: limits?.seatWait ?? (local ? 120 : 604_800),
    unbonding: limits?.unbondingTime ?? (local ? 3_600 : 3_024_000),
  };
}

async function readDeployment(file: string | undefined): Promise<PublicConfig['deployment']> {
  if (!file) return undefined;
  try {
    // What it was built from is nothing that a page shows.
    const { build: _, ...deployment } = parseDeployment(await readFile(file, 'utf8'));
    return deployment;
  } catch {
    return undefined;
  }
}
