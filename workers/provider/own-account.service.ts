import { type Address, getAbiItem } from 'viem';
import type { Deployment } from '../../lib/chain/deployment';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import { isOperator, type MarketAccess, readAccount } from '../../lib/chain/market.server';
import type { CallSender } from '../../lib/chain/send-call.server';
import type { Logger } from '../../lib/log/logger.server';
import { sameHex } from '../../lib/shared/address';
import { greatest } from '../../lib/shared/integer';
import { depositTokens } from '../runtime/deposit-tokens.service';
import type { KeyLeave } from './key-leave';

const CHUNK = 5_000n;

/**
 * Brings a wallet's account to where it can serve: at least `deposit` in the market and the agent's
 * key as operator. Does only what is missing, and nothing where the key was forbidden: that is for its
 * provider to take back, not for a restart.
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
  const isAllowed = await isOperator(access, wallet.address, operator);
  if (!isAllowed && (await wasAllowed(access, deployment, wallet.address, operator))) {
    log.warn(leaveProblem('forbidden', operator, true));
    return;
  }
  const { available, locked } = await readAccount(access, wallet.address);
  const missing = deposit - available - locked;
  if (missing > 0n) {
    await depositTokens(wallet, deployment, missing);
    log.info({ amount: missing }, 'deposited');
  }
  if (!isAllowed) {
    await wallet.send({ functionName: 'setOperator', args: [operator, true] });
    log.info({ operator }, 'operator set');
  }
}

/** Whether a key was ever an operator of that provider: where it no longer is, it was forbidden. */
async function wasAllowed(
  { client, market }: MarketAccess,
  { block }: Pick<Deployment, 'block'>,
  principal: Address,
  operator: Address,
): Promise<boolean> {
  const first = BigInt(block);
  const event = getAbiItem({ abi: marketAbi, name: 'OperatorSet' });
  // From the newest on: nodes answer for so many blocks at a time.
  for (let to = await client.getBlockNumber(); to >= first; to -= CHUNK) {
    const fromBlock = greatest(first, to - CHUNK + 1n);
    const args = { principal, operator };
    const logs = await client.getLogs({ address: market, event, args, fromBlock, toBlock: to });
    if (logs.length > 0) return true;
  }
  return false;
}

/** Whether a provider lets this key post for it; its own key may always. */
export async function mayPostFor(
  access: MarketAccess,
  provider: Address,
  key: Address,
): Promise<boolean> {
  return sameHex(provider, key) || isOperator(access, provider, key);
}

/**
 * Why a key gives no tickets, and what its owner can do; undefined where it may post.
 *
 * @param hasWallet whether the agent has its provider's own key, which can allow it again
 */
export function leaveProblem(
  leave: KeyLeave,
  key: Address,
  hasWallet: boolean,
): string | undefined {
  if (leave === 'allowed') return undefined;
  if (leave !== 'forbidden') {
    return `The nodes of RPC_URL do not tell whether its provider lets its key post, so it gives no tickets: ${leave.unknown}`;
  }
  const how = hasWallet
    ? 'on the page Provide or by npm run provider -- allow'
    : 'on the page Provide';
  return `Its provider has forbidden the key ${key}: it can post no result. Allow it again ${how}, or cancel its offers.`;
}
