import { getAddress } from 'viem';
import type { Db } from '@/lib/db/database.server';
import type { Pairing } from '@/lib/providers/machine-api';
import { findMachine } from '@/lib/providers/machines.query';
import { readPairing } from '@/lib/providers/pair-machine.service';

/** What became of a code, with the report of the machine that has it. @throws {MachineRefusedError} */
export async function readPairingState(db: Db, code: string, now: number): Promise<Pairing> {
  const { provider, expiresAt, agent } = await readPairing({ db }, code);
  const machine = agent === null ? undefined : await findMachine(db, agent, now);
  const open = expiresAt > now ? 'waiting' : 'expired';
  return {
    state: agent === null ? open : 'claimed',
    provider: getAddress(provider),
    expiresAt,
    agent: agent && getAddress(agent),
    report: machine?.report ?? null,
  };
}
