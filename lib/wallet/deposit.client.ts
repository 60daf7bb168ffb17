import { type Address, erc20Abi } from 'viem';
import { marketAbi } from '../chain/generated/market-abi';
import type { PublicConfig } from '../env/public-config';
import { type SignedPermit, splitSignature } from '../offers/match-item';
import { NoPermitError, signPermit } from './permit.client';
import { readBalances } from './read-balances.client';
import type { WalletActions } from './wallet-store.client';

/** Neither deposit nor wallet hold enough. */
export class NotEnoughMoneyError extends Error {
  constructor() {
    super('Deposit and wallet together hold too little for this.');
    this.name = 'NotEnoughMoneyError';
  }
}

/**
 * Deposits `amount` from the account's own wallet: a permit and one transaction; two transactions
 * where the token takes no permits.
 */
export async function deposit(
  actions: WalletActions,
  config: PublicConfig,
  account: Address,
  amount: bigint,
): Promise<void> {
  const { market, token, lens, rpcUrl, chainId } = config;
  if (!market || !token) throw new Error('The market is not deployed yet.');
  const request = { rpcUrl, chainId, lens, token, market, owner: account, amount };
  const call = { address: market, abi: marketAbi };
  let permit: SignedPermit;
  try {
    permit = await signPermit(actions, request);
  } catch (error) {
    if (!(error instanceof NoPermitError)) throw error;
    const args = [market, amount];
    await actions.send({ address: token, abi: erc20Abi, functionName: 'approve', args });
    await actions.send({ ...call, functionName: 'deposit', args: [amount] });
    return;
  }
  const { v, r, s } = splitSignature(permit.signature);
  const args = [account, amount, permit.deadline, v, r, s];
  await actions.send({ ...call, functionName: 'depositWithPermit', args });
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
  const { market, lens, rpcUrl } = config;
  if (needed === 0n || !market) return;
  const { available, wallet } = await readBalances({ rpcUrl, lens, account });
  if (available >= needed) return;
  if (available + wallet < needed) throw new NotEnoughMoneyError();
  await deposit(actions, config, account, needed - available);
}
