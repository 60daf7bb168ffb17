import { mediaTypeProblem } from '@/lib/execution/certify/media-type-problem';
import { type FieldValue, filesOf, type InputField } from '@/lib/modules/input-fields';
import { shortMediaTypes } from '@/lib/shared/media-type.view';

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
      errors[field.name] = problem;
      break;
    }
  }
  return errors;
}

/** What is wrong and what to do; undefined where the file can be of one of the types. Endings (".csv") say nothing of bytes. */
async function problemOf(file: File, accepted: readonly string[]): Promise<string | undefined> {
  const types = accepted.filter((type) => type.includes('/'));
  if (types.length === 0 || types.length < accepted.length) return undefined;
  const part = file.size > WHOLE_BYTES ? file.slice(0, HEAD_BYTES) : file;
  const isCut = part !== file;
  const bytes = new Uint8Array(await part.arrayBuffer());
  const problems = types.map((type) =>
    isCut && /^text\/|json/.test(type) ? undefined : mediaTypeProblem(type, bytes),
  );
  if (problems.includes(undefined)) return undefined;
  if (types.some((type) => /^text\/|json/.test(type))) {
    return `This file ${problems[0]}. Choose another, or save it again as that.`;
  }
  const names = shortMediaTypes(types);
  return names.length > 1
    ? `This file is none of ${names.join(', ')}, whatever its name says. Choose one that is.`
    : `This file is no ${names[0]}, whatever its name says. Choose one that is.`;
}
