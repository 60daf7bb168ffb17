import type { Hex } from 'viem';
import type { OrderTaken, SignedOrder } from './machine-api';
import type { MachinePorts } from './machine-ports';
import { MachineRefusedError } from './machine-refused';
import { orderDigest } from './machine-typed-data';
import { putOrder } from './machines.repo';
import { checkedWord, lockOwnMachine } from './provider-word.service';

/**
 * Keeps a provider's order for its machine, which hears of it with its next pulse. The same one again
 * changes nothing.
 *
 * @throws {MachineRefusedError}
 */
export async function takeOrder(
  ports: MachinePorts,
  agent: Hex,
  { order, signature: given }: SignedOrder,
): Promise<OrderTaken> {
  const { db, audience, now } = ports;
  const digest = orderDigest(audience, order);
  const signature = await checkedWord(ports, agent, order, digest, given);
  if (order.until !== 0 && order.until <= now) {
    const message = `The order ended at ${order.until}; it is ${now}.`;
    throw new MachineRefusedError('bad-order', message, 'Choose a later end, or none (0).');
  }
  return db.transaction(async (tx) => {
    const { order: before } = await lockOwnMachine(tx, order);
    if (before && order.at <= before.at) {
      if (orderDigest(audience, before) === digest) return { isNew: false };
      const message = `An order of ${before.at} is kept; this one is of ${order.at}.`;
      throw new MachineRefusedError('stale-order', message, 'Sign a new one.');
    }
    await putOrder(tx, { order, signature });
    return { isNew: true };
  });
}
