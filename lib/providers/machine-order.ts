import { z } from 'zod';
import { addressField, smallUintField } from '../shared/json-fields';

/**
 * What a provider tells one of its machines: take deals, finish what runs and take no more, or rest.
 * Signed by the provider's wallet; the agent checks that itself, so no server can stop a machine.
 */
export const machineOrderSchema = z.strictObject({
  /** Who signs: an account's key, or a contract wallet (ERC-1271). */
  provider: addressField,
  /** The machine's key. */
  agent: addressField,
  state: z.enum(['serving', 'draining', 'maintenance']),
  /** Seconds since 1970 when it serves again by itself; 0: when it is told to. */
  until: smallUintField(40),
  /** Seconds since 1970; a later order replaces an earlier one, never the other way round. */
  at: smallUintField(40),
});

export type MachineOrder = z.output<typeof machineOrderSchema>;
export type WantedState = MachineOrder['state'];

/** What an order comes to at a time: one that has ended, like none, lets the machine serve. */
export function wantedStateAt(order: MachineOrder | null | undefined, now: number): WantedState {
  if (!order || (order.until !== 0 && order.until <= now)) return 'serving';
  return order.state;
}
