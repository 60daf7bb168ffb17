import type { Address } from 'viem';
import { marketAbi } from '../chain/generated/market-abi';
import type { PublicConfig } from '../env/public-config';
import { splitSignature } from '../offers/match-item';
import { signPermit } from './permit.client';
import { readBalances } from './read-balances.client';
import type { WalletActions } from './wallet-store.client';

/** Neither deposit nor wallet hold enough. */
export class NotEnoughMoneyError extends Error {
  constructor() {
    super('Deposit and wallet together hold too little for this.');
    this.name = 'NotEnoughMoneyError';
  }
}

/** Deposits `amount` from the account's own wallet: a permit and one transaction. */
export async function deposit(
  actions: WalletActions,
  config: PublicConfig,
  account: Address,
  amount: bigint,
): Promise<void> {
  const { market, token, rpcUrl, chainId } = config;
  if (!market || !token) throw new Error('The market is not deployed yet.');
  const permit = await signPermit(actions, {
    rpcUrl,
    chainId,
    token,
    market,
    owner: account,
    amount,
  });
  const { v, r, s } = splitSignature(permit.signature);
  await actions.send({
    address: market,
    abi: marketAbi,
    functionName: 'depositWithPermit',
    args: [account, amount, permit.deadline, v, r, s],
  });
}

/**
 * Makes sure that `needed` is available in the market, by a deposit of what is missing.
 * Throws NotEnoughMoneyError, or what wallet and chain throw.
 */
export async function ensureDeposit(
  actions: WalletActions,
  config: PublicConfig,
  account: Address,
  needed: bigint,
): Promise<void> {
  const { market, token, rpcUrl } = config;
  if (needed === 0n || !market || !token) return;
  const { available, wallet } = await readBalances({ rpcUrl, market, token, account });
  if (available >= needed) return;
  if (available + wallet < needed) throw new NotEnoughMoneyError();
  await deposit(actions, config, account, needed - available);
}
