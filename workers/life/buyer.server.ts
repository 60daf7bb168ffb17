import type { Hex, PrivateKeyAccount } from 'viem';
import type { Deployment } from '../../lib/chain/deployment';
import { testTokenAbi } from '../../lib/chain/generated/test-token-abi';
import {
  type AccountBalances,
  type MarketAccess,
  readAccount,
} from '../../lib/chain/market.server';
import type { SignedPermit } from '../../lib/offers/match-item';
import type { PurchaseSigner } from '../../lib/offers/place-job-offer.client';
import { postJson } from '../../lib/shared/api.client';

const PERMIT_SECONDS = 3_600;

const PERMIT_TYPES = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

/** The market and its chain as a buyer's process sees them. */
export interface BuyerWorld {
  readonly access: MarketAccess;
  readonly deployment: Deployment;
  readonly api: string;
}

/** A buyer without a browser: signs like one, from a key. */
export function purchaseSigner(world: BuyerWorld, account: PrivateKeyAccount): PurchaseSigner {
  return {
    address: account.address,
    signJobOffer: (data) => account.signTypedData(data),
    signPermit: (amount) => signPermit(world, account, amount),
  };
}

/** Gives a buyer gas and tokens where it has too few; local chains only. */
export async function fundBuyer(
  { access, deployment, api }: BuyerWorld,
  account: PrivateKeyAccount,
  needed: bigint,
): Promise<void> {
  const balance = await access.client.readContract({
    address: deployment.token,
    abi: testTokenAbi,
    functionName: 'balanceOf',
    args: [account.address],
  });
  if (balance < needed) await postJson(`${api}/api/v1/local/faucet`, { address: account.address });
}

/** How much a buyer's deposit lacks for locking `needed`. */
export async function missingDeposit(
  { access }: BuyerWorld,
  account: PrivateKeyAccount,
  needed: bigint,
): Promise<bigint> {
  const { available }: AccountBalances = await readAccount(access, account.address);
  return needed > available ? needed - available : 0n;
}

async function signPermit(
  { access, deployment }: BuyerWorld,
  account: PrivateKeyAccount,
  amount: bigint,
): Promise<SignedPermit> {
  const token = { address: deployment.token, abi: testTokenAbi } as const;
  const [name, nonce, block] = await Promise.all([
    access.client.readContract({ ...token, functionName: 'name' }),
    access.client.readContract({ ...token, functionName: 'nonces', args: [account.address] }),
    access.client.getBlock(),
  ]);
  const deadline = block.timestamp + BigInt(PERMIT_SECONDS);
  const signature: Hex = await account.signTypedData({
    domain: {
      name,
      version: '1',
      chainId: deployment.chainId,
      verifyingContract: deployment.token,
    },
    types: PERMIT_TYPES,
    primaryType: 'Permit',
    message: {
      owner: account.address,
      spender: deployment.market,
      value: amount,
      nonce,
      deadline,
    },
  });
  return { owner: account.address, amount, deadline, signature };
}
