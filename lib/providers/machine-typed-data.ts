import { type Address, getAddress, type Hex, hashTypedData, keccak256, stringToBytes } from 'viem';
import { canonicalJson, type JsonValue } from '../shared/canonical-json';
import type { MachineOrder } from './machine-order';
import type { MachineRecheck } from './machine-recheck';
import type { MachinePulse, MachineReport } from './machine-report';

/** The market that a machine's words are for: they count for no other. */
export type MachineAudience = { readonly chainId: number; readonly market: Address };

/** EIP-712 types of what machines and their providers sign. */
const TYPES = {
  MachineReport: [
    { name: 'agent', type: 'address' },
    { name: 'at', type: 'uint40' },
    { name: 'content', type: 'bytes32' },
  ],
  MachinePulse: [
    { name: 'agent', type: 'address' },
    { name: 'at', type: 'uint40' },
    { name: 'content', type: 'bytes32' },
  ],
  MachineOrder: [
    { name: 'provider', type: 'address' },
    { name: 'agent', type: 'address' },
    { name: 'state', type: 'string' },
    { name: 'until', type: 'uint40' },
    { name: 'at', type: 'uint40' },
  ],
  MachineRecheck: [
    { name: 'provider', type: 'address' },
    { name: 'agent', type: 'address' },
    { name: 'benchmark', type: 'bool' },
    { name: 'at', type: 'uint40' },
  ],
} as const;

const domainOf = ({ chainId, market }: MachineAudience) =>
  ({ name: 'Reckon machine', version: '1', chainId, verifyingContract: market }) as const;

/** keccak256 of the canonical JSON (RFC 8785): the same for the same facts, however they are written. */
const contentHash = (value: object): Hex =>
  keccak256(stringToBytes(canonicalJson(value as JsonValue)));

/** What an agent signs of its report. */
export function reportTypedData(audience: MachineAudience, report: MachineReport) {
  const { agent, at } = report;
  return {
    domain: domainOf(audience),
    types: { MachineReport: TYPES.MachineReport },
    primaryType: 'MachineReport',
    message: { agent: getAddress(agent), at, content: contentHash(report) },
  } as const;
}

/** What an agent signs of its pulse. */
export function pulseTypedData(audience: MachineAudience, pulse: MachinePulse) {
  const { agent, at } = pulse;
  return {
    domain: domainOf(audience),
    types: { MachinePulse: TYPES.MachinePulse },
    primaryType: 'MachinePulse',
    message: { agent: getAddress(agent), at, content: contentHash(pulse) },
  } as const;
}

/** What a provider's wallet signs and shows: the order itself. */
export function orderTypedData(audience: MachineAudience, order: MachineOrder) {
  return {
    domain: domainOf(audience),
    types: { MachineOrder: TYPES.MachineOrder },
    primaryType: 'MachineOrder',
    message: order,
  } as const;
}

/** What a provider's wallet signs to have its machine looked at anew. */
export function recheckTypedData(audience: MachineAudience, recheck: MachineRecheck) {
  return {
    domain: domainOf(audience),
    types: { MachineRecheck: TYPES.MachineRecheck },
    primaryType: 'MachineRecheck',
    message: recheck,
  } as const;
}

export const reportDigest = (audience: MachineAudience, report: MachineReport): Hex =>
  hashTypedData(reportTypedData(audience, report));
export const pulseDigest = (audience: MachineAudience, pulse: MachinePulse): Hex =>
  hashTypedData(pulseTypedData(audience, pulse));
export const orderDigest = (audience: MachineAudience, order: MachineOrder): Hex =>
  hashTypedData(orderTypedData(audience, order));
export const recheckDigest = (audience: MachineAudience, recheck: MachineRecheck): Hex =>
  hashTypedData(recheckTypedData(audience, recheck));
