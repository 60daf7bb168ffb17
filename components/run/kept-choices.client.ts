import { type Address, type Hex, isAddress, isHash } from 'viem';
import { VERIFICATION } from '@/lib/offers/offer-types';
import {
  formatNeedChanges,
  type NeedChanges,
  parseNeedChanges,
} from '@/lib/offers/search/need-changes';
import type { RunChoices } from './run-plan';

/** Whom the person chose to believe; undefined: whom the market names. */
export interface TrustChoices {
  court?: Hex | undefined;
  directories?: readonly Address[] | undefined;
  /** Directories that the market does not name. */
  own?: readonly Address[] | undefined;
}

export interface KeptChoices {
  run: RunChoices;
  /** What of the address's changes was not taken back. */
  changes: NeedChanges;
  trust: TrustChoices;
}

const keyOf = (formId: string): string => `reckon.choices.${formId}`;

/** Keeps what was chosen of a run, in this tab alone. @param asked by the address, of which it was a change */
export function keepChoices(formId: string, asked: string, choices: KeptChoices): void {
  const { where, verification, auditBps, ...needs } = choices.run;
  const stored = {
    asked,
    ...{ where, verification, auditBps, needs: formatNeedChanges(needs) },
    changes: formatNeedChanges(choices.changes),
    ...choices.trust,
  };
  try {
    sessionStorage.setItem(keyOf(formId), JSON.stringify(stored));
  } catch {
    // A browser that stores nothing: the page itself still has it.
  }
}

/** What was kept, as far as it can be understood; undefined where that is nothing, or was asked otherwise. */
export function keptChoices(formId: string, asked: string): KeptChoices | undefined {
  const stored = readStored(formId);
  if (stored?.asked !== asked) return undefined;
  const { where, court, auditBps, needs, changes } = stored;
  const { n, theta, executionWindow, reviewWindow } = parseNeedChanges(textOf(needs));
  return {
    run: {
      where: isHex32(where) ? where : 'any',
      verification: Object.values(VERIFICATION).find((one) => one === stored.verification),
      auditBps: isBps(auditBps) ? auditBps : undefined,
      ...{ n, theta, executionWindow, reviewWindow },
    },
    changes: parseNeedChanges(textOf(changes)),
    trust: {
      court: isHex32(court) ? court : undefined,
      directories: addressesOf(stored.directories),
      own: addressesOf(stored.own),
    },
  };
}

export function forgetChoices(formId: string): void {
  try {
    sessionStorage.removeItem(keyOf(formId));
  } catch {
    // A browser that stores nothing has nothing to forget.
  }
}

type Stored = Partial<Record<string, unknown>>;

function readStored(formId: string): Stored | undefined {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(keyOf(formId)) ?? 'null');
    return typeof stored === 'object' && stored !== null ? (stored as Stored) : undefined;
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const isHex32 = (value: unknown): value is Hex => typeof value === 'string' && isHash(value);

const isBps = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 10_000;

function addressesOf(value: unknown): Address[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((one): one is Address => isAddress(textOf(one), { strict: false }));
}
