import type { Hex } from 'viem';
import { canonicalSignature, isSignedByKey } from '../chain/key-signature';
import type { Db } from '../db/database.server';
import { sameHex } from '../shared/address';
import { canonicalJson, type JsonValue } from '../shared/canonical-json';
import { CLOCK_TOLERANCE, clockSkew } from './admit-pulse';
import type { ReportTaken, SignedReport } from './machine-api';
import { incidentsOfReport } from './machine-incidents';
import { changeIncidents } from './machine-incidents.repo';
import type { MachinePorts } from './machine-ports';
import { MachineRefusedError } from './machine-refused';
import type { MachineReport } from './machine-report';
import { reportDigest } from './machine-typed-data';
import { forgetSilentMachines, lockMachine, putReport } from './machines.repo';

/**
 * Keeps a machine's report in place of an older one. The same one again changes nothing.
 *
 * @param agent the machine whose report it must be
 * @throws {MachineRefusedError}
 */
export async function takeReport(
  ports: MachinePorts,
  agent: Hex,
  signed: SignedReport,
): Promise<ReportTaken> {
  if (!sameHex(agent, signed.report.agent)) {
    const message = `The report is one of ${signed.report.agent}, not of ${agent}.`;
    throw new MachineRefusedError('wrong-agent', message);
  }
  const report = await checkedReport(ports, signed);
  return ports.db.transaction((tx) => keepReport(tx, report, ports.now));
}

/** The report with its signature in the one form. @throws {MachineRefusedError} */
export async function checkedReport(
  { audience, now }: MachinePorts,
  { report, signature: given }: SignedReport,
): Promise<SignedReport> {
  refuseSkew(report.at, now);
  const signature = canonicalSignature(given);
  if (!(await isSignedByKey(report.agent, reportDigest(audience, report), signature))) {
    const message = `The report is not signed by the key of the machine ${report.agent} for this market.`;
    const hint =
      'Sign exactly what is sent, with the agent’s key, for the chain and market of /api/v1/status.';
    throw new MachineRefusedError('bad-signature', message, hint);
  }
  return { report, signature };
}

/** Keeps a checked report within a transaction. @throws {MachineRefusedError} */
export async function keepReport(tx: Db, signed: SignedReport, now: number): Promise<ReportTaken> {
  const { report } = signed;
  const before = await lockMachine(tx, report.agent);
  if (before && report.at <= before.report.at) {
    if (isSameReport(before.report, report)) return { isNew: false };
    const message = `A report of ${before.report.at} is kept; this one is of ${report.at}.`;
    throw new MachineRefusedError('stale-report', message, 'Make a new one, and send that.');
  }
  if (!before) await forgetSilentMachines(tx, now);
  await putReport(tx, signed, now);
  if (before) {
    await changeIncidents(tx, report.agent, incidentsOfReport(before.report, report), now);
  }
  return { isNew: true };
}

const textOf = (report: MachineReport) => canonicalJson(report as unknown as JsonValue);
const isSameReport = (one: MachineReport, other: MachineReport) => textOf(one) === textOf(other);

/** @throws {MachineRefusedError} */
export function refuseSkew(at: number, now: number): void {
  const skew = clockSkew(at, now);
  if (skew === undefined) return;
  const way = skew > 0 ? 'ahead of' : 'behind';
  const message = `This machine's clock is ${Math.abs(skew)} seconds ${way} the market's (${now}); ${CLOCK_TOLERANCE} are allowed.`;
  const hint = 'Set the clock: timedatectl set-ntp true';
  throw new MachineRefusedError('clock-skew', message, hint);
}
