import { WASM_ENGINES } from '@/lib/execution/engine-id';
import {
  addressesIn,
  addressListProblem,
  type CourtDraft,
  MAX_MEMBERS,
} from '@/lib/offers/draft-court';
import { engineIdOf } from '@/lib/offers/offer-hash';
import { type EngineClass, VERIFICATION } from '@/lib/offers/offer-types';
import { parseAmount } from '@/lib/shared/amount.view';
import { formatCount } from '@/lib/shared/quantity.view';

/** What the form holds: text, as typed. */
export interface CourtFields {
  members: string;
  directories: string;
  /** Class by engine name: "A", "B" or "" for not judged. */
  engines: Record<string, string>;
  /** Name of one more engine, judged in class B. */
  otherEngine: string;
  minSeatFee: string;
  maxExecutionWindow: string;
  maxFuel: string;
  cpu: string;
  memoryMiB: string;
  storageMiB: string;
  gpuCount: string;
  gpuMemoryMiB: string;
}

/** Dots stand for levels in the names of form fields. */
export const engineField = (name: string) => name.replaceAll('.', '-');

/** A court such as the local one: wasm in class A, jobs that fit a small machine. */
export function initialFields(directories: readonly string[], longestJob: number): CourtFields {
  return {
    members: '',
    directories: directories.join('\n'),
    engines: Object.fromEntries(WASM_ENGINES.map((name) => [engineField(name), 'A'])),
    otherEngine: '',
    minSeatFee: '0.0005',
    maxExecutionWindow: String(longestJob),
    maxFuel: '2000',
    cpu: '16',
    memoryMiB: '4096',
    storageMiB: '64',
    gpuCount: '0',
    gpuMemoryMiB: '0',
  };
}

export const membersProblem = (text: string) =>
  addressListProblem(addressesIn(text), 'member', MAX_MEMBERS);

export const directoriesProblem = (text: string) =>
  addressListProblem(addressesIn(text), 'directory', 16);

export function engineNameProblem(text: string): string | undefined {
  const name = text.trim();
  if (name === '' || /^[\w.-]+@[\w.-]+$/.test(name)) return undefined;
  return 'Write name and exact version: “name@1.2.3”.';
}

export function enginesProblem(fields: CourtFields): string | undefined {
  return enginesOf(fields).length === 0
    ? 'Judge at least one engine: a court without one can take no deal.'
    : undefined;
}

/** A whole number between bounds. @returns what is wrong, in words */
export function wholeProblem(text: string, least: number, most: number): string | undefined {
  const value = /^\d{1,12}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return undefined;
  return `Enter a whole number from ${formatCount(least)} to ${formatCount(most)}.`;
}

export function feeProblem(text: string): string | undefined {
  return parseAmount(text) === undefined
    ? 'Enter an amount with at most six decimals; 0 for none.'
    : undefined;
}

/** The draft of fields in which nothing is wrong. */
export function draftOf(fields: CourtFields): CourtDraft {
  return {
    members: addressesIn(fields.members),
    directories: addressesIn(fields.directories),
    engines: enginesOf(fields),
    cpuMilli: Number(fields.cpu) * 1_000,
    memoryMiB: Number(fields.memoryMiB),
    storageMiB: Number(fields.storageMiB),
    gpuCount: Number(fields.gpuCount),
    gpuMemoryMiB: Number(fields.gpuMemoryMiB),
    maxFuel: BigInt(fields.maxFuel.trim()) * 1_000_000_000n,
    maxExecutionWindow: Number(fields.maxExecutionWindow),
    minSeatFee: parseAmount(fields.minSeatFee) ?? 0n,
  };
}

function enginesOf({ engines, otherEngine }: CourtFields): EngineClass[] {
  const known = WASM_ENGINES.flatMap((name): EngineClass[] => {
    const choice = engines[engineField(name)];
    if (choice !== 'A' && choice !== 'B') return [];
    return [{ engine: engineIdOf(name), class_: VERIFICATION[choice] }];
  });
  const other = otherEngine.trim();
  return other === '' ? known : [...known, { engine: engineIdOf(other), class_: VERIFICATION.B }];
}
