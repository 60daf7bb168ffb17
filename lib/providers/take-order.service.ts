import type { Hex } from 'viem';
import { canonicalSignature } from '../chain/key-signature';
import { sameHex } from '../shared/address';
import { CLOCK_TOLERANCE } from './admit-pulse';
import type { OrderTaken, SignedOrder } from './machine-api';
import type { MachinePorts } from './machine-ports';
import { MachineRefusedError } from './machine-refused';
import { orderDigest } from './machine-typed-data';
import { lockMachine, putOrder } from './machines.repo';
import { unknownMachine } from './take-pulse.service';

/** The owners of a contract wallet may need a day to sign. */
const OLDEST_ORDER = 86_400;

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
  const { db, audience, now, isSignedBy } = ports;
  if (!sameHex(agent, order.agent)) {
    const message = `The order is for ${order.agent}, not for ${agent}.`;
    throw new MachineRefusedError('wrong-agent', message);
  }
  if (order.at > now + CLOCK_TOLERANCE || order.at < now - OLDEST_ORDER) {
    const message = `The order is of ${order.at}; it is ${now} here.`;
    throw new MachineRefusedError('clock-skew', message, 'Set the clock, and sign a new order.');
  }
  if (order.until !== 0 && order.until <= now) {
    const message = `The order ended at ${order.until}; it is ${now}.`;
    throw new MachineRefusedError('bad-order', message, 'Choose a later end, or none (0).');
  }
  const signature = canonicalSignature(given);
  if (!(await isSignedBy(order.provider, orderDigest(audience, order), signature))) {
    const message = `The order is not signed by ${order.provider} for this market.`;
    throw new MachineRefusedError('bad-signature', message);
  }
  return db.transaction(async (tx) => {
    const before = await lockMachine(tx, agent);
    if (!before) throw unknownMachine(agent);
    if (before.provider === null || !sameHex(before.provider, order.provider)) {
      const message = `The machine ${agent} serves ${before.provider ?? 'nobody yet'}, not ${order.provider}.`;
      const hint = 'Pair it with your account first, or sign with the account that it serves.';
      throw new MachineRefusedError('not-your-machine', message, hint);
    }
    if (before.order && order.at <= before.order.at) {
      if (orderDigest(audience, before.order) === orderDigest(audience, order)) {
        return { isNew: false };
      }
      const message = `An order of ${before.order.at} is kept; this one is of ${order.at}.`;
      throw new MachineRefusedError('stale-order', message, 'Sign a new one.');
    }
    await putOrder(tx, { order, signature });
    return { isNew: true };
  });
}
