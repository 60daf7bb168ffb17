import type { Hex } from 'viem';
import { canonicalSignature } from '../chain/key-signature';
import type { Db } from '../db/database.server';
import { sameHex } from '../shared/address';
import { CLOCK_TOLERANCE } from './admit-pulse';
import type { MachinePorts } from './machine-ports';
import { MachineRefusedError } from './machine-refused';
import { type KeptMachine, lockMachine } from './machines.repo';
import type { ProviderWord } from './provider-word';
import { unknownMachine } from './take-pulse.service';

/** The owners of a contract wallet may need a day to sign. */
const OLDEST = 86_400;

/**
 * Checks for whom and of when a provider's word is, and that the provider signed it.
 *
 * @param agent the machine that it was handed in for
 * @returns the signature in the one form
 * @throws {MachineRefusedError}
 */
export async function checkedWord(
  { now, isSignedBy }: MachinePorts,
  agent: Hex,
  word: ProviderWord,
  digest: Hex,
  given: Hex,
): Promise<Hex> {
  if (!sameHex(agent, word.agent)) {
    const message = `The order is for ${word.agent}, not for ${agent}.`;
    throw new MachineRefusedError('wrong-agent', message);
  }
  if (word.at > now + CLOCK_TOLERANCE || word.at < now - OLDEST) {
    const message = `The order is of ${word.at}; it is ${now} here.`;
    throw new MachineRefusedError('clock-skew', message, 'Set the clock, and sign a new order.');
  }
  const signature = canonicalSignature(given);
  if (!(await isSignedBy(word.provider, digest, signature))) {
    const message = `The order is not signed by ${word.provider} for this market.`;
    throw new MachineRefusedError('bad-signature', message);
  }
  return signature;
}

/** The machine that a provider speaks to, held. @throws {MachineRefusedError} where it is not its own */
export async function lockOwnMachine(
  tx: Db,
  { agent, provider }: ProviderWord,
): Promise<KeptMachine> {
  const kept = await lockMachine(tx, agent);
  if (!kept) throw unknownMachine(agent);
  if (kept.provider === null || !sameHex(kept.provider, provider)) {
    const message = `The machine ${agent} serves ${kept.provider ?? 'nobody yet'}, not ${provider}.`;
    const hint = 'Pair it with your account first, or sign with the account that it serves.';
    throw new MachineRefusedError('not-your-machine', message, hint);
  }
  return kept;
}
