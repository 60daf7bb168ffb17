/** Shortens a hex value or CID for a table: "0x1f3a…9c2e". */
export function shortHash(value: string, head = 6, tail = 4): string {
  return value.length <= head + tail + 2 ? value : `${value.slice(0, head)}…${value.slice(-tail)}`;
}

export interface Fingerprint {
  /** Hue in degrees of the two inks. */
  hues: readonly [number, number];
  /** 5 x 5 cells, row by row, mirrored: 0 empty, 1 first ink, 2 second ink. */
  cells: readonly number[];
}

/**
 * A small deterministic picture of a hash: equal values give equal pictures, and different ones
 * almost surely differ at a glance. Works on any text; spreads it by FNV-1a first, so that values
 * that share a prefix do not look alike.
 */
export function fingerprintOf(value: string): Fingerprint {
  const next = generatorOf(value);
  const first = next() % 360;
  const second = (first + 80 + (next() % 200)) % 360;
  const cells: number[] = [];
  for (let row = 0; row < 5; row += 1) {
    const [edge, middle, centre] = [inkOf(next()), inkOf(next()), inkOf(next())];
    cells.push(edge, middle, centre, middle, edge);
  }
  return { hues: [first, second], cells };
}

/** Of eight cells three are empty, three have the first ink and two the second. */
function inkOf(random: number): number {
  const die = random & 7;
  if (die < 3) return 0;
  return die < 6 ? 1 : 2;
}

/** Random numbers of 32 bits that depend on nothing but the text (FNV-1a, then mulberry32). */
function generatorOf(text: string): () => number {
  let state = 0x811c9dc5;
  for (const char of text) state = Math.imul(state ^ char.charCodeAt(0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) >>> 3;
  };
}
