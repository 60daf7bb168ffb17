import type { ContractErrorName } from 'viem';
import type { marketAbi } from './generated/market-abi';

/** The contract's errors by name. */
export type MarketErrorName = Extract<ContractErrorName<typeof marketAbi>, `Market_${string}`>;

/** Why a call would be refused, as the contract names it. */
export type Rejection = { readonly error: MarketErrorName };

export function reject(error: MarketErrorName): Rejection {
  return { error };
}

export function isRejection(result: object): result is Rejection {
  return 'error' in result;
}
