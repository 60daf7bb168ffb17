import type { PropertySchema } from '../../modules/input-fields';
import { inventedPng } from './invented-png';
import type { SeededChoices } from './seeded-choices';
import { shuffledBody } from './vary-text';

/** `near`: one value of the example's is a little another; `far`: any value is any other. */
export type Reach = 'near' | 'far';

const MOST_FLIPPED_BYTES = 8;
const PNG = 'image/png';

/**
 * Another file for a field. One that is near is still of its format: another picture where pictures
 * are wanted (any changed byte would break most of them), the lines of a text in another order. Of
 * others, and of those that are far, some bytes are flipped: beyond its head a file often stays
 * readable.
 */
export function varyFile(
  property: PropertySchema,
  before: Uint8Array,
  choices: SeededChoices,
  reach: Reach,
): Uint8Array {
  if (reach === 'near' || choices.below(2) === 0) {
    if (property['x-mediaTypes']?.includes(PNG)) return inventedPng(choices);
    const text = textOf(before);
    if (text !== undefined) return new TextEncoder().encode(shuffledBody(text, choices));
  }
  if (before.length === 0) return choices.bytes(1);
  const bytes = new Uint8Array(before);
  for (let count = 1 + choices.below(MOST_FLIPPED_BYTES); count > 0; count--) {
    const at = choices.below(bytes.length);
    bytes[at] = bytes[at]! ^ (1 + choices.below(255));
  }
  return bytes;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
