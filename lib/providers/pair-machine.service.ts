import { type Address, getAddress } from 'viem';
import { sameHex } from '../shared/address';
import type { NewPairing, PairingClaimed, SignedReport } from './machine-api';
import type { MachinePorts } from './machine-ports';
import { MachineRefusedError } from './machine-refused';
import { PAIRING_SECONDS, pairingCodeOf, pairingHashOf, readPairingCode } from './pairing-code';
import { findPairing, insertPairing, type KeptPairing, takePairing } from './pairings.repo';
import { checkedReport, keepReport } from './take-report.service';

const NEW_CODE = 'Ask for a new code on the page Provide.';

/** Makes a code by which a machine learns that it is this provider's. `random`: 8 random bytes. */
export async function createPairing(
  { db, now }: Pick<MachinePorts, 'db' | 'now'>,
  provider: Address,
  random: Uint8Array,
): Promise<NewPairing> {
  const code = pairingCodeOf(random);
  const expiresAt = now + PAIRING_SECONDS;
  await insertPairing(db, { codeHash: pairingHashOf(code), provider, expiresAt }, now);
  return { code, expiresAt };
}

/** What is known of a code. @throws {MachineRefusedError} */
export async function readPairing(
  { db }: Pick<MachinePorts, 'db'>,
  text: string,
): Promise<KeptPairing> {
  const code = readPairingCode(text);
  const kept = code && (await findPairing(db, pairingHashOf(code)));
  if (kept) return kept;
  const message = code
    ? `There is no pairing code ${code}.`
    : 'A pairing code has eight letters and digits, like 7KQ2-M4XD.';
  throw new MachineRefusedError('unknown-code', message, `Check how it is written. ${NEW_CODE}`);
}

/**
 * Gives a code to the machine whose report comes with it, and keeps the report.
 *
 * @throws {MachineRefusedError}
 */
export async function claimPairing(
  ports: MachinePorts,
  text: string,
  signed: SignedReport,
): Promise<PairingClaimed> {
  const { db, now } = ports;
  const { provider, expiresAt, agent } = await readPairing(ports, text);
  const { report } = signed;
  const isOwn = agent !== null && sameHex(agent, report.agent);
  if (agent !== null && !isOwn) {
    const message = 'This pairing code was used by another machine.';
    throw new MachineRefusedError('code-used', message, `Each is good for one. ${NEW_CODE}`);
  }
  if (!isOwn && expiresAt <= now) {
    const message = `This pairing code ended ${now - expiresAt} seconds ago.`;
    throw new MachineRefusedError('code-expired', message, NEW_CODE);
  }
  if (report.provider === null || !sameHex(report.provider, provider)) {
    const message = `The report must name the code's provider ${provider}, not ${report.provider}.`;
    const hint = 'Ask GET /api/v1/pairings/CODE for the provider before you sign.';
    throw new MachineRefusedError('other-provider', message, hint);
  }
  const checked = await checkedReport(ports, signed);
  await db.transaction(async (tx) => {
    const code = readPairingCode(text);
    if (!code || !(await takePairing(tx, pairingHashOf(code), report.agent, now))) {
      const message = 'This pairing code was used by another machine just now.';
      throw new MachineRefusedError('code-used', message, NEW_CODE);
    }
    await keepReport(tx, checked, now);
  });
  return { provider: getAddress(provider) };
}
