import { KeyFileError, readKeyFile } from '../../lib/chain/key-file.server';
import { isOperator, openMarket } from '../../lib/chain/market.server';
import { NotDeployedError, readDeployment } from '../../lib/chain/market-access.server';
import { marketReader } from '../../lib/chain/market-reader.server';
import { WrongChainError } from '../../lib/chain/rpc-pool.server';
import { createSender } from '../../lib/chain/send-call.server';
import { httpUrls } from '../../lib/env/fields';
import { sameHex } from '../../lib/shared/address';
import { openStateFolder } from '../runtime/state-folder';
import { findMarket, MarketSettingsError } from './machine/market-settings.server';
import { forgetCancelled } from './own-offer.service';

type AllowOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly api: string | undefined;
  readonly print: (text: string) => void;
};

/** What trying again does not mend. */
const OF_SETTINGS = [KeyFileError, NotDeployedError, WrongChainError];

/**
 * `npm run provider -- allow`: lets an agent with a wallet serve again after its provider has forbidden
 * its key. Offers that were cancelled then are signed anew by the agent.
 *
 * @throws MarketSettingsError, MarketAwayError; errors of transport and market
 */
export async function allowKey(options: AllowOptions): Promise<void> {
  try {
    await allow(options);
  } catch (error) {
    if (!(error instanceof Error) || !OF_SETTINGS.some((kind) => error instanceof kind))
      throw error;
    throw new MarketSettingsError(error.message, { cause: error });
  }
}

async function allow({ env, api, print }: AllowOptions): Promise<void> {
  const { WALLET_KEY_FILE, KEY_FILE, STATE_DIR = '' } = env;
  if (!WALLET_KEY_FILE) {
    throw new MarketSettingsError(
      'WALLET_KEY_FILE is missing: only the provider\u2019s own key can allow another one. Without it, allow the key on the page Provide',
    );
  }
  if (!KEY_FILE) throw new MarketSettingsError('KEY_FILE is missing: the agent\u2019s key file');
  const wallet = await readKeyFile(WALLET_KEY_FILE);
  const { address: key } = await readKeyFile(KEY_FILE);
  const settings = await findMarket(env, api);
  const rpcUrl = httpUrls.safeParse(settings.RPC_URL);
  if (!rpcUrl.success) {
    throw new MarketSettingsError(`RPC_URL ${rpcUrl.error.issues[0]?.message ?? 'is wrong'}`);
  }
  const { chainId, market } = await readDeployment(settings.DEPLOYMENT_FILE);
  const access = await openMarket({ rpcUrl: rpcUrl.data, chainId, market });
  if (sameHex(key, wallet.address) || (await isOperator(access, wallet.address, key))) {
    print(`The key ${key} may post for ${wallet.address} already.\n`);
  } else {
    const { signal } = new AbortController();
    const sender = createSender({ access, account: wallet, signal });
    await sender.send({ functionName: 'setOperator', args: [key, true] });
    print(`The key ${key} may post for ${wallet.address} again.\n`);
  }
  const { resourceUses } = marketReader(access.client, market);
  const dropped = await forgetCancelled(
    await openStateFolder(STATE_DIR),
    async ({ provider, nonce }) => (await resourceUses(provider, nonce)).cancelled,
  );
  if (dropped > 0) {
    const were = dropped === 1 ? 'One offer was' : `${dropped} offers were`;
    print(`${were} cancelled: the agent signs anew within a minute.\n`);
  }
}
