import type { Hex } from 'viem';
import { canonicalSignature, isSignedByKey } from '../chain/key-signature';
import { sameHex } from '../shared/address';
import { admitPulse, isShared } from './admit-pulse';
import { MINIMUM_AGENT_VERSION } from './agent-version';
import type { PulseTaken, SignedPulse, SignedRecheck } from './machine-api';
import { incidentsOfPulse } from './machine-incidents';
import { changeIncidents } from './machine-incidents.repo';
import type { MachinePorts } from './machine-ports';
import { recheckStateOf } from './machine-recheck';
import { MachineRefusedError } from './machine-refused';
import { addSample } from './machine-samples.repo';
import { pulseDigest } from './machine-typed-data';
import { type KeptMachine, lockMachine, putPulse } from './machines.repo';
import { refuseSkew } from './take-report.service';

/**
 * Takes a pulse: keeps it as the newest, as a sample, and as the incidents that it tells of.
 *
 * @param agent the machine whose pulse it must be
 * @throws {MachineRefusedError}
 */
export async function takePulse(
  ports: MachinePorts,
  agent: Hex,
  { pulse, signature: given }: SignedPulse,
): Promise<PulseTaken> {
  const { db, audience, now } = ports;
  if (!sameHex(agent, pulse.agent)) {
    const message = `The pulse is one of ${pulse.agent}, not of ${agent}.`;
    throw new MachineRefusedError('wrong-agent', message);
  }
  refuseSkew(pulse.at, now);
  const signature = canonicalSignature(given);
  if (!(await isSignedByKey(pulse.agent, pulseDigest(audience, pulse), signature))) {
    const message = `The pulse is not signed by the key of the machine ${pulse.agent} for this market.`;
    throw new MachineRefusedError('bad-signature', message);
  }
  return db.transaction(async (tx) => {
    const before = await lockMachine(tx, agent);
    if (!before) throw unknownMachine(agent);
    const boots = admitPulse(before.boots, pulse, now);
    if (!boots) {
      const message = `A pulse of this machine from ${pulse.at} or later was taken already.`;
      const hint =
        'Each pulse must be later than the one before. If this one is new, another agent runs with the same key: stop one.';
      throw new MachineRefusedError('stale-pulse', message, hint);
    }
    await putPulse(tx, { pulse, signature }, boots, now);
    await addSample(tx, pulse, now);
    await changeIncidents(tx, agent, incidentsOfPulse(before, pulse, boots, now), now);
    return {
      order: signedOrderOf(before),
      recheck: openRecheckOf(before, now),
      minimumVersion: MINIMUM_AGENT_VERSION,
      isShared: isShared(boots, now),
      now,
    };
  });
}

const signedOrderOf = ({ order, orderSignature: signature }: KeptMachine) =>
  order && signature ? { order, signature } : null;

/** An order that is answered, or for whose answer nobody waits, need not be told again. */
function openRecheckOf(kept: KeptMachine, now: number): SignedRecheck | null {
  const { recheck: heard, recheckSignature: signature, report } = kept;
  if (!heard || !signature) return null;
  const isOpen = recheckStateOf(heard, report.answers, now) === 'checking';
  // What was signed, and no more: an agent takes nothing else.
  const { heardAt: _, ...recheck } = heard;
  return isOpen ? { recheck, signature } : null;
}

export function unknownMachine(agent: Hex): MachineRefusedError {
  const message = `No machine ${agent} has reported here.`;
  const hint = 'Start its agent: it reports first. If it runs, check its API_URL.';
  return new MachineRefusedError('unknown-machine', message, hint);
}
