import { mediaTypeProblem } from '@/lib/execution/certify/media-type-problem';
import { type FieldValue, filesOf, type InputField } from '@/lib/modules/input-fields';

/** Files above this are told by their beginning alone. */
const WHOLE_BYTES = 16 * 1024 * 1024;
const HEAD_BYTES = 4_096;

/**
 * What is wrong with the chosen files' bytes, by the name of their field: a file can be dropped that
 * the form would not have let one choose, and its name proves nothing.
 */
export async function fileTypeErrors(
  fields: readonly InputField[],
  values: Readonly<Record<string, FieldValue>>,
): Promise<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const field of fields) {
    // Of many files each is a run of its own: one that is broken is an item's result, and not the end.
    if (field.kind !== 'file' || (field.isMapped && filesOf(values[field.name]).length > 1))
      continue;
    const files = filesOf(values[field.name]);
    for (const file of files) {
      const problem = await problemOf(file, field.mediaTypes);
      if (!problem) continue;
      errors[field.name] = `This file ${problem}.`;
      break;
    }
  }
  return errors;
}

/** undefined where the file can be of one of the types; endings (".csv") say nothing of bytes. */
async function problemOf(file: File, accepted: readonly string[]): Promise<string | undefined> {
  const types = accepted.filter((type) => type.includes('/'));
  if (types.length === 0 || types.length < accepted.length) return undefined;
  const part = file.size > WHOLE_BYTES ? file.slice(0, HEAD_BYTES) : file;
  const isCut = part !== file;
  const bytes = new Uint8Array(await part.arrayBuffer());
  const problems = types.map((type) =>
    isCut && /^text\/|json/.test(type) ? undefined : mediaTypeProblem(type, bytes),
  );
  return problems.includes(undefined) ? undefined : problems[0];
}
