import { join } from 'node:path';
import type { PrivateKeyAccount } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { fundBuyer } from '../../workers/life/buyer.server';
import { publishGoneProvider } from '../../workers/life/gone-provider.server';
import { openStateFolder } from '../../workers/runtime/state-folder';
import type { Scenario } from '../scenario';
import { silentLogger } from './silent-logger';

const FUNDS = 500_000_000n;

/**
 * A provider without an agent: its offer is live and the cheapest, and what becomes of its one deal is
 * up to the test that holds its key.
 */
export async function newHandProvider(market: Scenario): Promise<PrivateKeyAccount> {
  const { access, deployment, api } = market;
  const world = { access, deployment, api };
  const wallet = privateKeyToAccount(generatePrivateKey());
  await fundBuyer(world, wallet, FUNDS);
  await publishGoneProvider({
    world,
    wallet,
    sender: market.senderOf(wallet),
    state: await openStateFolder(join(market.stack.market.dataDir, 'agents', wallet.address)),
    now: Number((await access.client.getBlock()).timestamp),
    log: silentLogger,
  });
  return wallet;
}
