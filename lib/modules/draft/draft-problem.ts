import { digitsOf, type ModuleDraft, manifestOf } from './module-draft';

const TEXTS = ['title', 'version', 'summary', 'author', 'licence'] as const;

const WHOLE = /^[1-9]\d*$/;

/** What a draft still lacks, in the words of its form; undefined once it can be certified. */
export function problemOfDraft(draft: ModuleDraft, engine: string): string | undefined {
  const empty = TEXTS.filter((field) => draft[field].trim() === '');
  if (empty.length > 0) return `Still to fill in: ${empty.join(', ')}.`;
  if (draft.name === '') {
    return 'Title: use a letter from a to z or a digit, of which its short name is made.';
  }
  for (const [label, text] of [
    ['Memory', draft.memoryMiB],
    ['Outputs', draft.storageMiB],
    ['Fuel limit', digitsOf(draft.fuelLimit)],
  ] as const) {
    if (!WHOLE.test(text.trim())) return `${label}: write a whole number above 0.`;
  }
  if (draft.outputs.length === 0) return 'Outputs: there is none yet. Run the sample first.';
  try {
    manifestOf(draft, engine);
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return text.replace(/^manifest\.json: /, '');
  }
}

/** The fuel limit in units, as far as it is a number. */
export function fuelLimitOf({ fuelLimit }: ModuleDraft): bigint | undefined {
  const digits = digitsOf(fuelLimit);
  return WHOLE.test(digits) ? BigInt(digits) : undefined;
}
