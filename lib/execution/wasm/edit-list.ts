/** What the transformer does at a place of a function body. */
export const EDIT = {
  /** Nothing (an edit that turned out not to be needed). */
  none: 0,
  /** Take `value` fuel. */
  charge: 1,
  /** The head of a loop: take `value` fuel and look whether any is left. */
  loopHead: 2,
  /** call of function `value`, with the counter written back before it. */
  call: 3,
  callIndirect: 4,
  /** After a call: read the counter again and take `value` fuel. */
  reload: 5,
  /** Make the NaNs of the value on top canonical; `value` is its shape. */
  canonical: 6,
  /** return, as a branch over `value` labels to the epilogue. */
  return: 7,
  /** Code that cannot be reached: left out. */
  skip: 8,
  memoryGrow: 9,
  /** A bulk operation whose size on top is charged: in bytes, or in entries of tables. */
  bulkBytes: 10,
  bulkEntries: 11,
  /** The head of a loop that holds neither loops nor calls. */
  innerLoopHead: 12,
  /** Nothing, or canonicalLocal where that turns out to be needed. */
  mayBeLocal: 13,
  /** Make the NaNs of a local canonical; `value` is its shape and, above SHAPE_BITS, the local. */
  canonicalLocal: 14,
  /** ref.func of function `value`. */
  refFunc: 15,
} as const;

/** Bits of an edit's value that hold a shape. */
export const SHAPE_BITS = 3;

const FIELDS = 4;

/**
 * The edits of one function body in order of place: the bytes [from, to) of the original are
 * replaced by what the kind says. Re-used from function to function, so nothing is allocated.
 */
export class EditList {
  private fields = new Int32Array(FIELDS * 4096);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** Appends and returns the edit's number. */
  add(kind: number, from: number, to: number, value: number): number {
    const at = this.length * FIELDS;
    if (at === this.fields.length) {
      const grown = new Int32Array(this.fields.length * 2);
      grown.set(this.fields);
      this.fields = grown;
    }
    this.fields[at] = kind;
    this.fields[at + 1] = from;
    this.fields[at + 2] = to;
    this.fields[at + 3] = value;
    return this.length++;
  }

  kindOf(edit: number): number {
    return this.fields[edit * FIELDS]!;
  }

  from(edit: number): number {
    return this.fields[edit * FIELDS + 1]!;
  }

  to(edit: number): number {
    return this.fields[edit * FIELDS + 2]!;
  }

  value(edit: number): number {
    return this.fields[edit * FIELDS + 3]!;
  }

  setKind(edit: number, kind: number): void {
    this.fields[edit * FIELDS] = kind;
  }

  setValue(edit: number, value: number): void {
    this.fields[edit * FIELDS + 3] = value;
  }
}
