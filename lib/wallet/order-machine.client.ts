import type { Address } from 'viem';
import type { PublicConfig } from '../env/public-config';
import type { MachineOrder, WantedState } from '../providers/machine-order';
import type { MachineRecheck } from '../providers/machine-recheck';
import { orderTypedData, recheckTypedData } from '../providers/machine-typed-data';
import { postJson } from '../shared/api.client';
import type { WalletActions } from './wallet-store.client';

type Market = Pick<PublicConfig, 'chainId' | 'market'>;

/**
 * Has the provider's wallet sign what a machine is to do, and hands it in. Throws what wallet and API
 * throw.
 *
 * @param until seconds since 1970 when it serves again by itself; 0: when it is told to
 */
export async function orderMachine(
  actions: WalletActions,
  market: Market,
  wanted: { provider: Address; agent: Address; state: WantedState; until: number },
): Promise<void> {
  const order: MachineOrder = { ...wanted, at: secondsNow() };
  const signature = await actions.signTypedData(orderTypedData(audienceOf(market), order) as never);
  await postJson(`/api/v1/machines/${order.agent}/orders`, { order, signature });
}

/** Has the provider's wallet sign that a machine is to be looked at anew, and hands it in. Throws likewise. */
export async function recheckMachine(
  actions: WalletActions,
  market: Market,
  wanted: { provider: Address; agent: Address; benchmark: boolean },
): Promise<void> {
  const recheck: MachineRecheck = { ...wanted, at: secondsNow() };
  const signature = await actions.signTypedData(
    recheckTypedData(audienceOf(market), recheck) as never,
  );
  await postJson(`/api/v1/machines/${recheck.agent}/rechecks`, { recheck, signature });
}

const secondsNow = (): number => Math.floor(Date.now() / 1_000);

function audienceOf({ chainId, market }: Market) {
  if (!market) throw new Error('The market is not deployed yet.');
  return { chainId, market };
}
