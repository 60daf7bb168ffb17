import type { Address } from 'viem';
import type { SignedOrder } from '../../../lib/providers/machine-api';
import type { MachineOrder } from '../../../lib/providers/machine-order';
import { type MachineAudience, orderDigest } from '../../../lib/providers/machine-typed-data';
import { sameHex } from '../../../lib/shared/address';

/** Why an order that the API handed over is not obeyed; undefined where it is. */
export async function orderProblem(
  { order, signature }: SignedOrder,
  machine: {
    readonly agent: Address;
    readonly provider: Address | null;
    readonly audience: MachineAudience;
    /** The order that it obeys so far. */
    readonly last: MachineOrder | null;
    readonly isSignedBy: (
      signer: Address,
      digest: `0x${string}`,
      signature: `0x${string}`,
    ) => Promise<boolean>;
  },
): Promise<string | undefined> {
  const { agent, provider, audience, last, isSignedBy } = machine;
  if (!sameHex(order.agent, agent)) return `it is for the machine ${order.agent}`;
  if (provider === null || !sameHex(order.provider, provider)) {
    return `it is one of ${order.provider}, whom this machine does not serve`;
  }
  if (last && order.at < last.at) return 'a later one was obeyed before';
  const isSigned = await isSignedBy(order.provider, orderDigest(audience, order), signature);
  return isSigned ? undefined : `it is not signed by ${order.provider}`;
}
