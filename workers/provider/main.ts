import { access as fileAccess } from 'node:fs/promises';
import { join } from 'node:path';
import { readDeployment } from '../../lib/chain/market-access.server';
import { shortTextOf } from '../../lib/chain/rpc-pool.server';
import { createLogger } from '../../lib/log/logger.server';
import { FolderTakenError } from '../runtime/folder-lock.server';
import { ociSocketOf } from '../runtime/oci-socket.server';
import { namedGpus, openRunners } from '../runtime/open-runners.server';
import { EXIT_CONFIG, runWorker } from '../runtime/run-worker';
import { startAgent } from './agent.server';
import { allowKey } from './allow-key.server';
import { providerEnv } from './env';
import { jobGpusOf } from './job-gpus';
import { findFirstGpus } from './machine/detect-hardware.server';
import { runDoctor } from './machine/doctor.server';
import { findMarket, MarketAwayError, MarketSettingsError } from './machine/market-settings.server';
import { OtherProviderError, PairingRefusedError, pairByCode } from './machine/pair-machine.server';
import {
  type ProviderCommand,
  ProviderUsageError,
  parseProviderCommand,
  USAGE,
} from './parse-provider-command';
import { waitForDisk } from './wait-for-disk.server';

const EXIT_USAGE = 64;
/** EX_TEMPFAIL: the supervisor starts it again. */
const EXIT_AWAY = 75;

/** `npm run provider`: serves deals on this machine, tells whether it is fit for that, or lets it again. */
async function main(): Promise<void> {
  let command: ProviderCommand;
  try {
    command = parseProviderCommand(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof ProviderUsageError)) throw error;
    process.stderr.write(`reckon: ${error.message}\n${USAGE}`);
    process.exit(EXIT_USAGE);
  }
  if (command.kind !== 'help') process.env.OCI_SOCKET = await ociSocketOf(process.env);
  if (command.kind === 'help') {
    process.stdout.write(USAGE);
  } else if (command.kind === 'doctor') {
    const print = (text: string) => process.stdout.write(text);
    // A name of its own: it must not take what an agent runs for its own leftovers.
    const owner = `${process.env.STATE_DIR ?? ''} doctor`;
    const gpus = jobGpusOf(namedGpus(), await findFirstGpus());
    const runners = openRunners({ owner, signal: new AbortController().signal, gpus });
    const options = { env: process.env, runners, root: process.cwd(), print };
    process.exit(await runDoctor(command, options));
  } else if (command.kind === 'allow') {
    const print = (text: string) => process.stdout.write(text);
    await allowKey({ env: process.env, api: command.api, print }).catch((error: unknown) => {
      if (isOwnersToMend(error)) refuse(error);
      process.stderr.write(`reckon: the key could not be allowed: ${shortTextOf(error)}\n`);
      process.exit(EXIT_AWAY);
    });
  } else {
    await serve(command.api, command.pair ?? (process.env.PAIR_CODE || undefined));
  }
}

/** Serves the deals of every offer that names this agent's key, until it is asked to stop. */
async function serve(api: string | undefined, code: string | undefined): Promise<void> {
  const { STATE_DIR, HEALTH_PORT, NAME } = process.env;
  if (STATE_DIR) {
    const port = providerEnv.shape.HEALTH_PORT.safeParse(HEALTH_PORT).data;
    await waitForDisk(STATE_DIR, port, createLogger(NAME || 'provider'));
  }
  try {
    Object.assign(process.env, await findMarket(process.env, api));
  } catch (error) {
    refuse(error);
  }
  await runWorker('provider', providerEnv, async (context) => {
    const { env } = context;
    const deployment = await readDeployment(env.DEPLOYMENT_FILE);
    if (code) await pairByCode(code, env, deployment, context.log).catch(refuse);
    const cheatFile = join(env.STATE_DIR, 'cheat');
    const isCheating = () =>
      fileAccess(cheatFile).then(
        () => true,
        () => false,
      );
    await startAgent(context, deployment, isCheating).catch(refuse);
  });
}

/**
 * What only its owner can mend ends the agent for good: the supervisor does not start it again. A
 * market that is out of reach does not: the network may be up in a moment.
 */
function refuse(error: unknown): never {
  if (error instanceof MarketAwayError) {
    process.stderr.write(`reckon: ${error.message}\n`);
    process.exit(EXIT_AWAY);
  }
  if (!isOwnersToMend(error)) throw error;
  process.stderr.write(`reckon: ${error.message}\n`);
  process.exit(EXIT_CONFIG);
}

function isOwnersToMend(error: unknown): error is Error {
  const kinds = [MarketSettingsError, OtherProviderError, PairingRefusedError, FolderTakenError];
  return kinds.some((kind) => error instanceof kind);
}

void main();
