import type { Address } from 'viem';
import type { PublicConfig } from '../env/public-config';
import type { MachineOrder, WantedState } from '../providers/machine-order';
import { orderTypedData } from '../providers/machine-typed-data';
import { postJson } from '../shared/api.client';
import type { WalletActions } from './wallet-store.client';

/**
 * Has the provider's wallet sign what a machine is to do, and hands it in. Throws what wallet and API
 * throw.
 *
 * @param until seconds since 1970 when it serves again by itself; 0: when it is told to
 */
export async function orderMachine(
  actions: WalletActions,
  { chainId, market }: Pick<PublicConfig, 'chainId' | 'market'>,
  wanted: { provider: Address; agent: Address; state: WantedState; until: number },
): Promise<void> {
  if (!market) throw new Error('The market is not deployed yet.');
  const order: MachineOrder = { ...wanted, at: Math.floor(Date.now() / 1_000) };
  const signature = await actions.signTypedData(
    orderTypedData({ chainId, market }, order) as never,
  );
  await postJson(`/api/v1/machines/${order.agent}/orders`, { order, signature });
}
