import type { Address, PrivateKeyAccount } from 'viem';
import { z } from 'zod';
import type { Deployment } from '../../../lib/chain/deployment';
import { ensureKeyFile, readKeyFile } from '../../../lib/chain/key-file.server';
import type { Logger } from '../../../lib/log/logger.server';
import type { Pairing, PairingClaimed } from '../../../lib/providers/machine-api';
import { sameHex } from '../../../lib/shared/address';
import { getJson, postJson } from '../../../lib/shared/api.client';
import { ApiError } from '../../../lib/shared/api-error';
import { within } from '../../../lib/shared/in-time';
import { addressField } from '../../../lib/shared/json-fields';
import { openRunners } from '../../runtime/open-runners.server';
import type { ProviderEnv } from '../env';
import {
  type DescribeOptions,
  describeMachine,
  describeOptionsOf,
  signReport,
} from './describe-machine.server';
import { isAway, MarketAwayError } from './market-settings.server';
import { readPrincipal, writePrincipal } from './principal.server';

/** The machine serves somebody else than the one whose code it got. */
export class OtherProviderError extends Error {
  override name = 'OtherProviderError';
}

/** The code is not taken, and the machine serves nobody yet. */
export class PairingRefusedError extends Error {
  override name = 'PairingRefusedError';
}

const PATIENCE_MS = 15_000;

const pairingSchema = z.object({ provider: addressField });

/**
 * Claims a pairing code with this machine's report, and serves the code's provider from now on. Done
 * twice it changes nothing. Answers the provider.
 *
 * @param wallet whom it serves by its settings (WALLET_KEY_FILE, PROVIDER), where they say
 * @throws OtherProviderError, ApiError
 */
export async function pairMachine(options: {
  readonly code: string;
  readonly agent: PrivateKeyAccount;
  readonly wallet: Address | undefined;
  readonly describe: Omit<DescribeOptions, 'provider' | 'benchmark'>;
}): Promise<Address> {
  const { code, agent, wallet, describe } = options;
  const { apiUrl, stateDir, deployment } = describe;
  const path = `${apiUrl}/api/v1/pairings/${encodeURIComponent(code)}`;
  const { provider } = pairingSchema.parse(await getJson<Pairing>(path, within(PATIENCE_MS)));
  const known = wallet ?? (await readPrincipal(stateDir));
  if (known && !sameHex(known, provider)) {
    throw new OtherProviderError(
      `This machine serves ${known}; the code is one of ${provider}. To change that, end the agent and remove principal.json from ${stateDir}.`,
    );
  }
  const description = await describeMachine({ ...describe, provider, benchmark: 'due' });
  const signed = await signReport(description, agent, deployment, Math.floor(Date.now() / 1_000));
  await postJson<PairingClaimed>(
    `${apiUrl}/api/v1/pairings/claim`,
    { code, ...signed },
    {},
    within(PATIENCE_MS),
  );
  await writePrincipal(stateDir, provider);
  return provider;
}

/**
 * Pairs at the start of an agent. A machine that is paired goes on where its old code is no longer
 * known, or the market is out of reach: service files keep the code that they were made with, and its
 * deals wait for nobody.
 *
 * @throws OtherProviderError, PairingRefusedError; MarketAwayError where nobody is known yet and the
 *   market cannot be reached
 */
export async function pairByCode(
  code: string,
  env: ProviderEnv,
  deployment: Deployment,
  log: Logger,
): Promise<void> {
  const agent = await ensureKeyFile(env.KEY_FILE);
  const wallet = env.WALLET_KEY_FILE ? (await readKeyFile(env.WALLET_KEY_FILE)).address : undefined;
  const stop = new AbortController();
  const runners = openRunners({ owner: `${env.STATE_DIR} pairing`, signal: stop.signal });
  const describe = describeOptionsOf(env, deployment, runners);
  try {
    const provider = await pairMachine({ code, agent, wallet: wallet ?? env.PROVIDER, describe });
    log.info({ provider, agent: agent.address }, 'paired: this machine serves this provider');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const known = await readPrincipal(env.STATE_DIR);
    const text = `${error.message} ${error.hint ?? ''}`.trim();
    if (!known && isAway(error)) {
      throw new MarketAwayError(`This machine could not be paired: ${text}`, { cause: error });
    }
    if (!known) throw new PairingRefusedError(text);
    log.warn({ provider: known }, `not paired anew, going on as paired before: ${error.message}`);
  } finally {
    stop.abort();
  }
}
