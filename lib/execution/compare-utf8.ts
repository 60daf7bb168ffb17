/** What texts have in common at their start is skipped in pieces: paths may be long and much the same. */
const PIECE = 256;

/** Orders texts by their UTF-8 bytes (JavaScript's own order differs beyond U+FFFF). */
export function compareUtf8(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  let same = 0;
  while (
    same + PIECE <= length &&
    left.slice(same, same + PIECE) === right.slice(same, same + PIECE)
  ) {
    same += PIECE;
  }
  for (let index = same; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return left.length - right.length;
}

/**
 * A surrogate stands for a code point above U+FFFF, whose first byte in UTF-8 is above that of
 * every other character.
 */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
