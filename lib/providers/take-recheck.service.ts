import type { Hex } from 'viem';
import { isOlderThan } from './agent-version';
import type { OrderTaken, SignedRecheck } from './machine-api';
import type { MachinePorts } from './machine-ports';
import { RECHECK_GAP, RECHECK_SINCE } from './machine-recheck';
import { MachineRefusedError } from './machine-refused';
import { recheckDigest } from './machine-typed-data';
import { putRecheck } from './machines.repo';
import { checkedWord, lockOwnMachine } from './provider-word.service';

/**
 * Keeps a provider's order to look at its machine anew, of which its agent hears with its next pulse.
 * The same one again changes nothing; another within seconds is refused, as is one for an agent that
 * would not understand it.
 *
 * @throws {MachineRefusedError}
 */
export async function takeRecheck(
  ports: MachinePorts,
  agent: Hex,
  { recheck, signature: given }: SignedRecheck,
): Promise<OrderTaken> {
  const { db, audience, now } = ports;
  const digest = recheckDigest(audience, recheck);
  const signature = await checkedWord(ports, agent, recheck, digest, given);
  return db.transaction(async (tx) => {
    const { recheck: before, pulse, report } = await lockOwnMachine(tx, recheck);
    const { software } = pulse ?? report;
    if (isOlderThan(software, RECHECK_SINCE)) {
      const message = `This agent is too old (${software || 'it names no version'}): update it.`;
      const hint = `Agents of ${RECHECK_SINCE} and later check on demand: git pull && npm ci, and start it again, which checks it too.`;
      throw new MachineRefusedError('agent-too-old', message, hint);
    }
    if (before && recheckDigest(audience, before) === digest) return { isNew: false };
    if (before && recheck.at < before.at + RECHECK_GAP) {
      const message = `A recheck of ${before.at} is kept; this one is of ${recheck.at}.`;
      const hint = `One can follow another after ${RECHECK_GAP} seconds.`;
      throw new MachineRefusedError('too-soon', message, hint);
    }
    await putRecheck(tx, { recheck, signature }, now);
    return { isNew: true };
  });
}
