import type { Address } from 'viem';
import type { MarketAccess } from '../../lib/chain/market.server';
import type { Logger } from '../../lib/log/logger.server';
import { postJson } from '../../lib/shared/api.client';

/** Gas of some twenty posted results. */
export const LEAST_GAS = 3_000_000n;

/**
 * Whether the agent's key can pay for the results that it posts; an agent that cannot would miss
 * every deal, so its offers must not be on the market. On a local chain the faucet fills it.
 *
 * @throws what RPC and API throw
 */
export async function hasGas(options: {
  readonly access: MarketAccess;
  readonly operator: Address;
  /** Where a faucet is, if there is one. */
  readonly faucet: string | undefined;
  readonly log: Logger;
}): Promise<boolean> {
  const { access, operator, faucet, log } = options;
  const [balance, price] = await Promise.all([
    access.client.getBalance({ address: operator }),
    access.client.getGasPrice(),
  ]);
  const least = LEAST_GAS * price;
  if (balance >= least) return true;
  if (faucet) {
    await postJson(faucet, { address: operator });
    return true;
  }
  log.warn(
    { operator, balance, least },
    'too little coin for gas: send some to this key; until then its offers are off the market',
  );
  return false;
}
