import type { Address } from 'viem';
import type { Deployment } from '../../lib/chain/deployment';
import { isOperator, type MarketAccess, readAccount } from '../../lib/chain/market.server';
import type { CallSender } from '../../lib/chain/send-call.server';
import type { Logger } from '../../lib/log/logger.server';
import { sameHex } from '../../lib/shared/address';
import { depositTokens } from '../runtime/deposit-tokens.service';

/**
 * Brings a wallet's account to where it can serve: at least `deposit` in the market and the agent's
 * key as operator. Does only what is missing.
 */
export async function prepareAccount(options: {
  readonly access: MarketAccess;
  readonly deployment: Deployment;
  readonly wallet: CallSender;
  readonly operator: Address;
  readonly deposit: bigint;
  readonly log: Logger;
}): Promise<void> {
  const { access, deployment, wallet, operator, deposit, log } = options;
  const { available, locked } = await readAccount(access, wallet.address);
  const missing = deposit - available - locked;
  if (missing > 0n) {
    await depositTokens(wallet, deployment, missing);
    log.info({ amount: missing }, 'deposited');
  }
  if (!(await isOperator(access, wallet.address, operator))) {
    await wallet.send({ functionName: 'setOperator', args: [operator, true] });
    log.info({ operator }, 'operator set');
  }
}

/** Whether a provider lets this key post for it; its own key may always. */
export async function mayPostFor(
  access: MarketAccess,
  provider: Address,
  key: Address,
): Promise<boolean> {
  return sameHex(provider, key) || isOperator(access, provider, key);
}

/** What its owner is told when it no longer may. */
export function forbiddenText(key: Address): string {
  return `Its provider has forbidden the key ${key}: it can post no result. Allow it again on the page Provide, or cancel its offers.`;
}
