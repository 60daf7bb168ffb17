import { readFile } from 'node:fs/promises';
import { createPublicClient, http, type PublicClient } from 'viem';
import { type Deployment, parseDeployment } from './deployment';

/** There is no readable deployment file: the market is not there yet, or the path is wrong. */
export class NotDeployedError extends Error {
  constructor(reason: string, cause?: unknown) {
    super(`The market's deployment cannot be read: ${reason}`, { cause });
    this.name = 'NotDeployedError';
  }
}

/**
 * Reads the deployment file that DEPLOYMENT_FILE names. Read each time: a chain that starts over gets
 * a new market.
 * @throws {NotDeployedError}
 */
export async function readDeployment(
  file: string | undefined = process.env.DEPLOYMENT_FILE,
): Promise<Deployment> {
  if (!file) throw new NotDeployedError('DEPLOYMENT_FILE is missing');
  try {
    return parseDeployment(await readFile(file, 'utf8'));
  } catch (error) {
    throw new NotDeployedError(`${file} is missing or damaged`, error);
  }
}

const clients = new Map<string, PublicClient>();

/** A JSON-RPC client of the chain (RPC_URL), one a URL. */
export function chainClient(rpcUrl: string = process.env.RPC_URL ?? ''): PublicClient {
  if (rpcUrl === '') throw new NotDeployedError('RPC_URL is missing');
  const known = clients.get(rpcUrl);
  if (known) return known;
  const client = createPublicClient({
    transport: http(rpcUrl, { retryCount: 1, timeout: 10_000 }),
  });
  clients.set(rpcUrl, client);
  return client;
}
