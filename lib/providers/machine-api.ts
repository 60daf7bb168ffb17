import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { addressField, bytesField } from '../shared/json-fields';
import { type MachineOrder, machineOrderSchema, type WantedState } from './machine-order';
import { type MachineRecheck, machineRecheckSchema, type RecheckState } from './machine-recheck';
import {
  type MachinePulse,
  type MachineReport,
  machinePulseSchema,
  machineReportSchema,
} from './machine-report';

/** Bodies and answers of /api/v1/pairings and /api/v1/machines. Times in seconds since 1970. */

const keySignature = bytesField(65);
/** Contract wallets may need more than a key's 65 bytes. */
const walletSignature = bytesField(4_096);

export const newPairingSchema = z.strictObject({ provider: addressField });
export const pairingClaimSchema = z.strictObject({
  code: z.string().max(40),
  report: machineReportSchema,
  signature: keySignature,
});
export const reportSubmissionSchema = z.strictObject({
  report: machineReportSchema,
  signature: keySignature,
});
export const pulseSubmissionSchema = z.strictObject({
  pulse: machinePulseSchema,
  signature: keySignature,
});
export const orderSubmissionSchema = z.strictObject({
  order: machineOrderSchema,
  signature: walletSignature,
});

export const recheckSubmissionSchema = z.strictObject({
  recheck: machineRecheckSchema,
  signature: walletSignature,
});

export type SignedReport = { readonly report: MachineReport; readonly signature: Hex };
export type SignedPulse = { readonly pulse: MachinePulse; readonly signature: Hex };
export type SignedOrder = { readonly order: MachineOrder; readonly signature: Hex };
export type SignedRecheck = { readonly recheck: MachineRecheck; readonly signature: Hex };

/** POST /pairings {provider} -> 201. `code` is shown once: only its hash is kept. */
export type NewPairing = { readonly code: string; readonly expiresAt: number };

/** GET /pairings/CODE. `agent` and `report` once it is claimed. */
export type Pairing = {
  readonly state: 'waiting' | 'claimed' | 'expired';
  readonly provider: Address;
  readonly expiresAt: number;
  readonly agent: Address | null;
  readonly report: SignedReport | null;
};

/** POST /pairings/claim {code, report, signature} -> 201. */
export type PairingClaimed = { readonly provider: Address };

/** POST /machines/AGENT/report {report, signature} -> 201, or 200 where it is kept already. */
export type ReportTaken = { readonly isNew: boolean };

/** POST /machines/AGENT/pulse {pulse, signature}. */
export type PulseTaken = {
  /** The newest order of its provider, which the agent checks itself. */
  readonly order: SignedOrder | null;
  /** Its provider's order to report anew, which no report of it has answered. */
  readonly recheck: SignedRecheck | null;
  readonly minimumVersion: string;
  /** Another agent with this key sends pulses too: one of the two must stop. */
  readonly isShared: boolean;
  /** The server's clock. */
  readonly now: number;
};

/** POST /machines/AGENT/orders {order, signature} or /rechecks {recheck, signature} -> 201. */
export type OrderTaken = { readonly isNew: boolean };

/** Whether the provider itself stands for this machine; without either, it is only the machine's word. */
export type Standing = {
  /** A signed resource offer of the provider names its key (ticketKey). */
  readonly inOffer: boolean;
  /** The market names its key as operator of the provider; null where the chain did not answer. */
  readonly isOperator: boolean | null;
};

/** `new`: never sent a pulse. `silent`: none within the last minute. Else what the last pulse said. */
export type MachineState = 'new' | 'silent' | MachinePulse['state'];

export type IncidentKind =
  | 'silent'
  | 'unhealthy'
  | 'problem'
  | 'shared-key'
  | 'gpu-lost'
  | 'engine-lost';

/** Something that went wrong, or is going wrong (`until` null), with a machine. */
export type Incident = {
  readonly kind: IncidentKind;
  readonly from: number;
  readonly until: number | null;
  readonly text: string;
};

/** A machine as the list has it. */
export type MachineSummary = {
  readonly agent: Address;
  readonly provider: Address | null;
  readonly name: string;
  readonly software: string;
  readonly state: MachineState;
  /** Its software is older than this market's minimum. */
  readonly isOutdated: boolean;
  readonly inOffer: boolean;
  /** When its provider last forbade its key; null where it is allowed, or never was. Seconds since 1970. */
  readonly forbiddenAt: number | null;
  readonly hardware: MachineReport['hardware'];
  readonly engines: MachineReport['engines'];
  readonly benchmark: MachineReport['benchmark'];
  /** Checks of the preflight by their outcome. */
  readonly checks: { readonly failed: number; readonly warning: number; readonly passed: number };
  readonly reportedAt: number;
  readonly pulse: MachinePulse | null;
  readonly order: MachineOrder | null;
  /** What its provider wants of it now. */
  readonly wanted: WantedState;
  /** Share of the last 24 hours with pulses, 0..1; null before its first hour is over. */
  readonly uptimeDay: number | null;
};

/** GET /machines?provider=0x..: those that the provider names first, then by age of the pulse. */
export type MachineList = { readonly items: readonly MachineSummary[] };

/** GET /machines/AGENT. What is signed comes with its signature, so that anybody can check it. */
export type MachineDetail = MachineSummary & {
  readonly report: SignedReport;
  readonly signedPulse: SignedPulse | null;
  readonly signedOrder: SignedOrder | null;
  readonly standing: Standing;
  /** Newest first, at most 100, of the last 30 days. */
  readonly incidents: readonly Incident[];
  readonly minimumVersion: string;
  /** Its provider's last order to look at it anew, and what became of it. */
  readonly recheck:
    | (Omit<MachineRecheck, 'provider' | 'agent'> & { readonly state: RecheckState })
    | null;
};

export const HISTORY_RANGES = ['24h', '7d', '30d'] as const;
export type HistoryRange = (typeof HISTORY_RANGES)[number];

/** One bucket: means of its pulses; null where none told. Buckets without any pulse are there too. */
export type HistoryPoint = {
  /** Where it begins. */
  readonly at: number;
  /** Share of it with pulses, 0..1; null before the machine first reported. */
  readonly up: number | null;
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly gpu: number | null;
  readonly running: number | null;
  readonly queued: number | null;
};

/** GET /machines/AGENT/history?range=: oldest first, `step` seconds a bucket. */
export type MachineHistory = {
  readonly range: HistoryRange;
  readonly step: number;
  readonly items: readonly HistoryPoint[];
};

export type Spread = { readonly p10: number; readonly median: number; readonly p90: number };
export const BENCHMARK_FIGURES = [
  'fuelPerSecond',
  'memoryBytesPerSecond',
  'diskBytesPerSecond',
  'gpuFlopsPerSecond',
] as const;
export type BenchmarkFigure = (typeof BENCHMARK_FIGURES)[number];

/** One figure of the benchmark among machines that are on; `spread` null where there are none. */
export type PeerFigure = {
  readonly own: number | null;
  readonly spread: Spread | null;
  /** Machines that told this figure, of any provider, this one left out. */
  readonly count: number;
};

/** GET /machines/AGENT/peers: machines named by a provider's offer, with a pulse of the last 5 minutes. */
export type MachinePeers = { readonly figures: Readonly<Record<BenchmarkFigure, PeerFigure>> };
