import type { Address } from 'viem';
import { postJson } from '@/lib/shared/api.client';

/** Asks the development chain's faucet for gas and test tokens. Throws ApiError. */
export async function askFaucet(address: Address): Promise<void> {
  await postJson('/api/v1/local/faucet', { address });
}
