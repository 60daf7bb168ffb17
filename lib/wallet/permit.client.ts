import { type Address, domainSeparator } from 'viem';
import { type LensPlace, openLens } from '../chain/open-lens.client';
import type { SignedPermit } from '../offers/match-item';
import type { WalletActions } from './wallet-store.client';

export const PERMIT_TYPES = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

const LIFETIME_SECONDS = 3_600;

/** The token has no EIP-2612 permit, or one whose EIP-712 domain is not what it says it is. */
export class NoPermitError extends Error {
  constructor() {
    super('The token of this market takes no permits: deposit on the account page first.');
    this.name = 'NoPermitError';
  }
}

interface PermitRequest extends LensPlace {
  chainId: number;
  token: Address;
  market: Address;
  owner: Address;
  amount: bigint;
}

/**
 * Has the wallet sign an EIP-2612 permit for the market. Costs no gas; whoever sends it later can
 * only credit its owner. Throws NoPermitError, NoLensError, or what the wallet or the RPC throw.
 */
export async function signPermit(
  actions: Pick<WalletActions, 'signTypedData'>,
  request: PermitRequest,
): Promise<SignedPermit> {
  const { chainId, token, market, owner, amount } = request;
  const { client, contract } = openLens(request);
  const permit = await client.readContract({
    ...contract,
    functionName: 'permitOf',
    args: [owner],
  });
  const { name, version, nonce } = permit;
  const domain = { name, version, chainId, verifyingContract: token };
  if (!permit.supported || domainSeparator({ domain }) !== permit.domainSeparator) {
    throw new NoPermitError();
  }
  const deadline = BigInt(Math.floor(Date.now() / 1000) + LIFETIME_SECONDS);
  const signature = await actions.signTypedData({
    domain,
    types: PERMIT_TYPES,
    primaryType: 'Permit',
    message: { owner, spender: market, value: amount, nonce, deadline },
  });
  return { owner, amount, deadline, signature };
}
