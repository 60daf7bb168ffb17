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
  let state = 0x811c9dc5;
  const next = (salt: number) => {
    for (const char of value) {
      state = Math.imul(state ^ char.charCodeAt(0), 0x01000193) >>> 0;
    }
    state = Math.imul(state ^ salt, 0x85ebca6b) >>> 0;
    return (state ^ (state >>> 15)) >>> 0;
  };
  const first = next(1) % 360;
  const second = (first + 80 + (next(2) % 200)) % 360;
  const bits = next(3);
  const more = next(4);
  const cells: number[] = [];
  for (let row = 0; row < 5; row += 1) {
    const half = [0, 1, 2].map((column) => {
      const die = ((row < 3 ? bits : more) >>> ((row % 3) * 9 + column * 3)) & 7;
      return die < 3 ? 0 : die < 6 ? 1 : 2;
    });
    cells.push(half[0]!, half[1]!, half[2]!, half[1]!, half[0]!);
  }
  return { hues: [first, second], cells };
}
