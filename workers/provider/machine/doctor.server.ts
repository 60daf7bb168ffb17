import { type Address, isAddress } from 'viem';
import { ensureKeyFile, readKeyFile } from '../../../lib/chain/key-file.server';
import { createNodesClient } from '../../../lib/chain/market.server';
import { readDeployment } from '../../../lib/chain/market-access.server';
import { httpUrls } from '../../../lib/env/fields';
import type { Runner } from '../../../lib/execution/runner';
import type { ProviderCommand } from '../parse-provider-command';
import { describeMachine, signReport } from './describe-machine.server';
import { doctorText } from './doctor-text';
import { fitnessOf } from './judge-machine';
import { findMarket, MarketSettingsError } from './market-settings.server';
import { readPrincipal } from './principal.server';

const EXIT = { fit: 0, warnings: 1, unfit: 2, cannotTell: 75 } as const;

type DoctorCommand = Extract<ProviderCommand, { kind: 'doctor' }>;

/**
 * npm run provider -- doctor: looks at the machine and says whether it is fit.
 *
 * @param print where its words go
 * @returns the exit code
 */
export async function runDoctor(
  command: DoctorCommand,
  options: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly runners: readonly Runner[];
    readonly root: string;
    readonly print: (text: string) => void;
  },
): Promise<number> {
  const { env, runners, root, print } = options;
  try {
    const market = await findMarket(env, command.api);
    const deployment = await readDeployment(market.DEPLOYMENT_FILE);
    const stateDir = env.STATE_DIR ?? '';
    const keyFile = env.KEY_FILE;
    if (!keyFile) throw new MarketSettingsError('KEY_FILE is missing: the agent’s key file');
    // Where it cannot be made or read, the preflight says so.
    const key = await ensureKeyFile(keyFile).catch(() => undefined);
    const description = await describeMachine({
      deployment,
      apiUrl: market.API_URL,
      client: createNodesClient(httpUrls.parse(market.RPC_URL), deployment.chainId),
      keyFile,
      stateDir,
      runners,
      provider: await principalOf(env, stateDir),
      root,
      name: env.MACHINE_NAME,
      benchmark: command.benchmark ? 'now' : 'due',
    });
    const fitness = fitnessOf(description.checks);
    if (command.json) {
      const now = Math.floor(Date.now() / 1_000);
      const report = key
        ? await signReport(description, key, deployment, now)
        : { report: description };
      print(`${JSON.stringify({ fitness, ...report })}\n`);
    } else {
      print(doctorText(description, command));
    }
    if (fitness === 'warnings') return command.strict ? EXIT.warnings : EXIT.fit;
    return EXIT[fitness];
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (command.json) print(`${JSON.stringify({ fitness: 'unknown', error: text })}\n`);
    else print(`reckon: this machine cannot be judged: ${text}\n`);
    return EXIT.cannotTell;
  }
}

/** Whom the agent serves, by the same settings; null where nobody, or where that cannot be read. */
async function principalOf(
  { WALLET_KEY_FILE, PROVIDER }: Readonly<Record<string, string | undefined>>,
  stateDir: string,
): Promise<Address | null> {
  const wallet = WALLET_KEY_FILE
    ? await readKeyFile(WALLET_KEY_FILE).catch(() => undefined)
    : undefined;
  const named = PROVIDER && isAddress(PROVIDER) ? PROVIDER : undefined;
  return wallet?.address ?? named ?? (await readPrincipal(stateDir));
}
