'use client';

import type { Address } from 'viem';
import { useCall } from '@/components/wallet/use-call.client';
import type { WantedState } from '@/lib/providers/machine-order';

const DONE: Record<WantedState, string> = {
  serving: 'Signed: it takes deals again.',
  draining: 'Signed: it finishes what runs and takes no more.',
  maintenance: 'Signed: it takes no deals until then.',
};

/** Orders to machines, signed by the connected wallet; `busy` is the machine that is ordered. */
export function useMachineOrder(onDone: () => void) {
  const { run, busy, problem } = useCall();
  const order = async (agent: Address, state: WantedState, until: number): Promise<boolean> => {
    const done = await run(agent, DONE[state], async ({ actions, config, address }) => {
      const { orderMachine } = await import('@/lib/wallet/order-machine.client');
      await orderMachine(actions, config, { provider: address, agent, state, until });
    });
    if (done) onDone();
    return done;
  };
  return { order, busy, problem };
}
