import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Deployment, formatDeployment, parseDeployment } from '../../../lib/chain/deployment';
import { sameHex } from '../../../lib/shared/address';
import { getJson } from '../../../lib/shared/api.client';
import { ApiError } from '../../../lib/shared/api-error';
import { within } from '../../../lib/shared/in-time';
import { openStateFolder } from '../../runtime/state-folder';

/** What an agent has to know of its market is not known, or not what it was. The message says what to do. */
export class MarketSettingsError extends Error {
  override name = 'MarketSettingsError';
}

/** The market is out of reach, and nothing is kept of it: it may be another moment. */
export class MarketAwayError extends Error {
  override name = 'MarketAwayError';
}

export type MarketSettings = {
  readonly API_URL: string;
  readonly RPC_URL: string;
  readonly DEPLOYMENT_FILE: string;
};

const httpField = z
  .string()
  .max(500)
  .regex(/^https?:\/\/[^\s/]+\S*$/);
const savedSchema = z.object({ apiUrl: httpField, rpcUrl: httpField });
const statusSchema = z.object({ deployment: z.unknown(), rpcUrl: httpField.optional() });

const PATIENCE_MS = 15_000;
const LOCAL_CHAIN_ID = 31_337;

/**
 * Where an agent finds its market. What the environment says goes first; the rest is asked of the
 * market's own pages (`--api` or API_URL) and kept in the state folder, from which a later start
 * without either goes on. A market once chosen does not change by itself: its pages are not trusted
 * to move an agent to other contracts.
 *
 * @throws MarketSettingsError; MarketAwayError where trying again may help
 */
export async function findMarket(
  env: Readonly<Record<string, string | undefined>>,
  api: string | undefined,
): Promise<MarketSettings> {
  const stateDir = env.STATE_DIR;
  if (!stateDir) throw new MarketSettingsError('STATE_DIR is missing: a folder for its state');
  const state = await openStateFolder(stateDir);
  const saved = await state.read('market', savedSchema);
  const apiUrl = (api ?? (env.API_URL || saved?.apiUrl))?.replace(/\/+$/, '');
  if (!apiUrl || !httpField.safeParse(apiUrl).success) {
    throw new MarketSettingsError(
      'No market is known: add --api https://MARKET, or set API_URL, RPC_URL and DEPLOYMENT_FILE',
    );
  }
  if (env.RPC_URL && env.DEPLOYMENT_FILE) {
    return { API_URL: apiUrl, RPC_URL: env.RPC_URL, DEPLOYMENT_FILE: env.DEPLOYMENT_FILE };
  }
  const file = env.DEPLOYMENT_FILE || join(stateDir, 'deployment.json');
  const kept = await readKept(file);
  const asked = await ask(apiUrl).catch((error: unknown) => {
    // A market that is out of reach for a while is no reason not to serve its deals.
    if (kept && saved?.apiUrl === apiUrl) return { deployment: kept, rpcUrl: saved.rpcUrl };
    throw error;
  });
  const rpcUrl = env.RPC_URL || asked.rpcUrl;
  if (!rpcUrl) {
    throw new MarketSettingsError(`${apiUrl} names no node of its chain: set RPC_URL`);
  }
  refuseOther(kept, asked.deployment, file);
  if (!env.DEPLOYMENT_FILE) {
    await mkdir(stateDir, { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, formatDeployment(asked.deployment));
    await rename(`${file}.new`, file);
  }
  await state.write('market', { apiUrl, rpcUrl });
  return { API_URL: apiUrl, RPC_URL: rpcUrl, DEPLOYMENT_FILE: file };
}

async function ask(
  apiUrl: string,
): Promise<{ deployment: Deployment; rpcUrl?: string | undefined }> {
  let answer: unknown;
  try {
    answer = await getJson(`${apiUrl}/api/v1/status`, within(PATIENCE_MS));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const text = `The market at ${apiUrl} cannot be asked: ${why}`;
    throw isAway(error)
      ? new MarketAwayError(text, { cause: error })
      : new MarketSettingsError(text);
  }
  try {
    const { deployment, rpcUrl } = statusSchema.parse(answer);
    return { deployment: parseDeployment(JSON.stringify(deployment)), rpcUrl };
  } catch {
    throw new MarketSettingsError(`What answers at ${apiUrl} is no market of this kind`);
  }
}

/** Whether a server said nothing, or that it cannot now: a network that is not up yet, a restart. */
export function isAway(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}

async function readKept(file: string): Promise<Deployment | undefined> {
  try {
    return parseDeployment(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A development chain may start over; any other market stays what it was. */
function refuseOther(kept: Deployment | undefined, asked: Deployment, file: string): void {
  if (!kept || kept.chainId === LOCAL_CHAIN_ID) return;
  if (kept.chainId === asked.chainId && sameHex(kept.market, asked.market)) return;
  throw new MarketSettingsError(
    `The market is now ${asked.market} on chain ${asked.chainId}; this agent served ${kept.market} on chain ${kept.chainId}. If that is right, remove ${file}.`,
  );
}
