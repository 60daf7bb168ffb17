import { readKeyFile } from '../../lib/chain/key-file.server';
import { isOperator, openMarket } from '../../lib/chain/market.server';
import { readDeployment } from '../../lib/chain/market-access.server';
import { marketReader } from '../../lib/chain/market-reader.server';
import { createSender } from '../../lib/chain/send-call.server';
import { httpUrls } from '../../lib/env/fields';
import { sameHex } from '../../lib/shared/address';
import { openStateFolder } from '../runtime/state-folder';
import { findMarket, MarketSettingsError } from './machine/market-settings.server';
import { forgetCancelled } from './own-offer.service';

/**
 * `npm run provider -- allow`: lets an agent with a wallet serve again after its provider has forbidden
 * its key. Offers that were cancelled then are
 * signed anew by the agent.
 *
 * @throws MarketSettingsError, MarketAwayError, WrongChainError; errors of transport and market
 */
export async function allowKey(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly api: string | undefined;
  readonly print: (text: string) => void;
}): Promise<void> {
  const { env, api, print } = options;
  const { WALLET_KEY_FILE, KEY_FILE, STATE_DIR = '' } = env;
  if (!WALLET_KEY_FILE || !KEY_FILE) {
    throw new MarketSettingsError(
      'WALLET_KEY_FILE is missing: only the provider\u2019s own key can allow another one. Without it, allow the key on the page Provide',
    );
  }
  const settings = await findMarket(env, api);
  const deployment = await readDeployment(settings.DEPLOYMENT_FILE);
  const { chainId, market } = deployment;
  const access = await openMarket({ rpcUrl: httpUrls.parse(settings.RPC_URL), chainId, market });
  const wallet = await readKeyFile(WALLET_KEY_FILE);
  const { address: key } = await readKeyFile(KEY_FILE);
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
