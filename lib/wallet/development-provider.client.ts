import {
  type Chain,
  createPublicClient,
  createWalletClient,
  type EIP1193RequestFn,
  type Hex,
  hexToBigInt,
  http,
  numberToHex,
  type TypedDataDefinition,
} from 'viem';
import type { LocalAccount } from 'viem/accounts';

interface TransactionRequest {
  to?: Hex;
  data?: Hex;
  value?: Hex;
  gas?: Hex;
}

/**
 * An EIP-1193 provider around a local account: signs by itself and hands everything else to the
 * chain's RPC. Throws what the RPC answers.
 */
export function developmentProvider(account: LocalAccount, chain: Chain) {
  const transport = http(chain.rpcUrls.default.http[0]);
  const reader = createPublicClient({ chain, transport });
  const writer = createWalletClient({ account, chain, transport });

  const request = async ({ method, params }: { method: string; params?: unknown }) => {
    const list = (params ?? []) as unknown[];
    switch (method) {
      case 'eth_accounts':
      case 'eth_requestAccounts':
        return [account.address];
      case 'eth_chainId':
        return numberToHex(chain.id);
      case 'personal_sign':
        return account.signMessage({ message: { raw: list[0] as Hex } });
      case 'eth_signTypedData_v4': {
        const data = JSON.parse(list[1] as string) as TypedDataDefinition;
        return account.signTypedData(data);
      }
      case 'eth_sendTransaction': {
        const { to, data, value, gas } = list[0] as TransactionRequest;
        return writer.sendTransaction({
          ...(to ? { to } : {}),
          ...(data ? { data } : {}),
          ...(value ? { value: hexToBigInt(value) } : {}),
          ...(gas ? { gas: hexToBigInt(gas) } : {}),
        });
      }
      case 'wallet_switchEthereumChain':
      case 'wallet_addEthereumChain':
        return null;
      default:
        return reader.request({ method, params: list } as never);
    }
  };
  return { request: request as EIP1193RequestFn };
}
