import { type Address, createPublicClient, http, parseAbi } from 'viem';
import type { SignedPermit } from '../offers/match-item';
import type { WalletActions } from './wallet-store.client';

const TOKEN = parseAbi([
  'function name() view returns (string)',
  'function nonces(address owner) view returns (uint256)',
]);

const PERMIT_TYPES = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

const LIFETIME_SECONDS = 3_600;

export interface PermitRequest {
  rpcUrl: string;
  chainId: number;
  token: Address;
  market: Address;
  owner: Address;
  amount: bigint;
}

/**
 * Has the wallet sign an EIP-2612 permit for the market. Costs no gas; whoever sends it later can
 * only credit its owner. Throws what the wallet or the RPC throw.
 */
export async function signPermit(
  actions: Pick<WalletActions, 'signTypedData'>,
  request: PermitRequest,
): Promise<SignedPermit> {
  const { rpcUrl, chainId, token, market, owner, amount } = request;
  const client = createPublicClient({ transport: http(rpcUrl, { batch: true }) });
  const [name, nonce] = await Promise.all([
    client.readContract({ address: token, abi: TOKEN, functionName: 'name' }),
    client.readContract({ address: token, abi: TOKEN, functionName: 'nonces', args: [owner] }),
  ]);
  const deadline = BigInt(Math.floor(Date.now() / 1000) + LIFETIME_SECONDS);
  const signature = await actions.signTypedData({
    domain: { name, version: '1', chainId, verifyingContract: token },
    types: PERMIT_TYPES,
    primaryType: 'Permit',
    message: { owner, spender: market, value: amount, nonce, deadline },
  });
  return { owner, amount, deadline, signature };
}
