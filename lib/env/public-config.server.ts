import { readFile } from 'node:fs/promises';
import { isAddress } from 'viem';
import { LOCAL_CHAIN_ID, LOCAL_WINDOWS, PUBLIC_WINDOWS, type PublicConfig } from './public-config';

/**
 * Reads what the browser has to know from the environment and the deployment file.
 * Never throws: a page must answer when nothing is deployed yet.
 */
export async function readPublicConfig(): Promise<PublicConfig> {
  const deployment = await readDeployment(process.env.DEPLOYMENT_FILE);
  const chainId = Number(process.env.CHAIN_ID ?? deployment.chainId ?? LOCAL_CHAIN_ID);
  const local = chainId === LOCAL_CHAIN_ID;
  const address = (value: unknown) =>
    typeof value === 'string' && isAddress(value, { strict: false }) ? value : undefined;
  return {
    chainId,
    chainName: local ? 'Reckon development chain' : (process.env.CHAIN_NAME ?? `Chain ${chainId}`),
    rpcUrl: process.env.PUBLIC_RPC_URL ?? process.env.RPC_URL ?? 'http://127.0.0.1:8545',
    market: address(deployment.market),
    token: address(deployment.token),
    tokenSymbol: typeof deployment.tokenSymbol === 'string' ? deployment.tokenSymbol : 'tUSD',
    directoryUrl:
      process.env.PUBLIC_DIRECTORY_URL ?? process.env.DIRECTORY_URL ?? 'http://127.0.0.1:4000',
    windows: {
      ...(local ? LOCAL_WINDOWS : PUBLIC_WINDOWS),
      ...(isRecord(deployment.windows) ? numbersOf(deployment.windows) : {}),
    },
    local,
  };
}

async function readDeployment(file: string | undefined): Promise<Record<string, unknown>> {
  if (!file) return {};
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numbersOf(record: Record<string, unknown>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => {
      const number = Number(value);
      return Number.isFinite(number) ? [[key, number]] : [];
    }),
  );
}
