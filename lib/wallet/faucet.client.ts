import type { Address } from 'viem';
import { postJson } from '@/lib/shared/api.client';

const asking = new Map<Address, Promise<void>>();

/**
 * Asks the development chain's faucet for gas and test tokens; asking again while it is at it waits
 * for the same answer. Throws ApiError.
 */
export function askFaucet(address: Address): Promise<void> {
  const running = asking.get(address);
  if (running) return running;
  const asked = postJson<unknown>('/api/v1/local/faucet', { address })
    .then(() => undefined)
    .finally(() => asking.delete(address));
  asking.set(address, asked);
  return asked;
}
