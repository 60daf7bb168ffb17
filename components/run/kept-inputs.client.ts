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

const keyOf = (moduleId: string): string => `reckon.inputs.${moduleId}`;

/** Keeps what a module's form holds, in this tab alone. */
export function keepInputs(moduleId: string, values: Values): void {
  const chosen = Object.entries(values).filter(([, value]) => typeof value === 'object');
  const typed = Object.entries(values).filter(
    ([, value]) => value !== undefined && typeof value !== 'object',
  );
  files.set(moduleId, Object.fromEntries(chosen));
  const stored = {
    values: Object.fromEntries(typed),
    files: chosen.flatMap(([, value]) => (value as readonly File[]).map(({ name }) => name)),
  };
  try {
    sessionStorage.setItem(keyOf(moduleId), JSON.stringify(stored));
  } catch {
    // More than a tab may store: the form itself still has it.
  }
}

/** What was kept for the fields that the form has; undefined where that is nothing. */
export function keptInputs(
  moduleId: string,
  fields: readonly InputField[],
): KeptInputs | undefined {
  const stored = readStored(moduleId);
  if (!stored) return undefined;
  const chosen = files.get(moduleId);
  const values = Object.fromEntries(
    fields.flatMap((field): [string, FieldValue][] => {
      const value =
        field.kind === 'file' ? chosen?.[field.name] : storedValue(stored.values, field);
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
  return { values, lost: chosen === undefined ? stored.files : [] };
}

export function forgetInputs(moduleId: string): void {
  files.delete(moduleId);
  try {
    sessionStorage.removeItem(keyOf(moduleId));
  } catch {
    // A browser that stores nothing has nothing to forget.
  }
}

function storedValue(values: StoredInputs['values'], field: InputField): FieldValue {
  const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
  return typeof value === (field.kind === 'switch' ? 'boolean' : 'string') ? value : undefined;
}

function readStored(moduleId: string): StoredInputs | undefined {
  try {
    const stored = JSON.parse(
      sessionStorage.getItem(keyOf(moduleId)) ?? 'null',
    ) as StoredInputs | null;
    return stored?.values && stored.files ? stored : undefined;
  } catch {
    return undefined;
  }
}
