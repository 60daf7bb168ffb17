import type { FieldValue, InputField } from '@/lib/modules/input-fields';

/** What a form held when it was left. */
export interface KeptInputs {
  values: Record<string, FieldValue>;
  /** Names of files that a reload has lost. */
  lost: readonly string[];
}

type Values = Readonly<Record<string, FieldValue>>;

interface StoredInputs {
  values: Record<string, string | boolean>;
  files: string[];
}

/** Files live as long as the page's scripts: they outlast another page, but no reload. */
const files = new Map<string, Values>();

const keyOf = (formId: string): string => `reckon.inputs.${formId}`;

/** Keeps what a form holds, in this tab alone. @param lost names of files that it still lacks */
export function keepInputs(formId: string, values: Values, lost: readonly string[] = []): void {
  const chosen = Object.entries(values).filter(([, value]) => typeof value === 'object');
  const typed = Object.entries(values).filter(
    ([, value]) => value !== undefined && typeof value !== 'object',
  );
  files.set(formId, Object.fromEntries(chosen));
  const stored = {
    values: Object.fromEntries(typed),
    files: [...lost, ...namesOf(chosen.map(([, value]) => value))],
  };
  try {
    sessionStorage.setItem(keyOf(formId), JSON.stringify(stored));
  } catch {
    // More than a tab may store: the form itself still has it. What it held before is not it.
    removeStored(formId);
  }
}

/** What was kept for the fields that the form has; undefined where that is nothing. */
export function keptInputs(formId: string, fields: readonly InputField[]): KeptInputs | undefined {
  const stored = readStored(formId);
  if (!stored) return undefined;
  const chosen = files.get(formId);
  const values = Object.fromEntries(
    fields.flatMap((field): [string, FieldValue][] => {
      const value =
        field.kind === 'file' ? chosen?.[field.name] : storedValue(stored.values, field);
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
  const held = new Set(namesOf(Object.values(chosen ?? {})));
  return { values, lost: stored.files.filter((name) => !held.has(name)) };
}

function namesOf(values: readonly FieldValue[]): string[] {
  return values.flatMap((value) =>
    typeof value === 'object' ? value.map(({ name }) => name) : [],
  );
}

export function forgetInputs(formId: string): void {
  files.delete(formId);
  removeStored(formId);
}

function removeStored(formId: string): void {
  try {
    sessionStorage.removeItem(keyOf(formId));
  } catch {
    // A browser that stores nothing has nothing to forget.
  }
}

function storedValue(values: StoredInputs['values'], field: InputField): FieldValue {
  const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
  return typeof value === (field.kind === 'switch' ? 'boolean' : 'string') ? value : undefined;
}

/** What this page has written, as far as it could break on it. */
function isStored(value: unknown): value is StoredInputs {
  const { values, files: names } = (value ?? {}) as Partial<Record<keyof StoredInputs, unknown>>;
  const isNamed = Array.isArray(names) && names.every((name) => typeof name === 'string');
  return isNamed && typeof values === 'object' && values !== null;
}

function readStored(formId: string): StoredInputs | undefined {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(keyOf(formId)) ?? 'null');
    return isStored(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}
