import type { Address } from 'viem';
import { isOperator } from '@/lib/chain/market.server';
import { chainClient, readDeployment } from '@/lib/chain/market-access.server';
import type { Db } from '@/lib/db/database.server';
import type { MachineDetail } from '@/lib/providers/machine-api';
import { findMachine } from '@/lib/providers/machines.query';

/** One machine, and whether its provider stands for it; undefined where none has reported. */
export async function readMachine(
  db: Db,
  agent: Address,
  now: number,
): Promise<MachineDetail | undefined> {
  const machine = await findMachine(db, agent, now);
  if (!machine) return undefined;
  const { provider, inOffer } = machine;
  const allowed = provider === null ? false : await isOperatorOf(provider, agent);
  return { ...machine, standing: { inOffer, isOperator: allowed } };
}

/** null where the chain does not answer. */
async function isOperatorOf(provider: Address, agent: Address): Promise<boolean | null> {
  try {
    const { chainId, market } = await readDeployment();
    return await isOperator({ client: chainClient(), chainId, market }, provider, agent);
  } catch {
    return null;
  }
}
