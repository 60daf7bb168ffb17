import type { EditList } from './edit-list';
import { EDIT, SHAPE_BITS } from './edit-list';
import { MODULE_CAPS } from './module-caps';
import { SHAPE } from './opcodes';
import { IF, LOOP } from './skip-instruction';
import { MOST_LOOP_EXITS } from './source-room';

/** A value whose bits are the same on every machine. Other values are edits, or joins of values. */
export const CLEAN = -1;

/** Locals that are followed: the first so many floats and vectors of a function. */
const MOST_SLOTS = 64;
/** Steps after which a function's locals are followed no more, so that no module takes long. */
const MOST_STEPS = 1_000_000;
const DEEPEST_LOOK = 6;

/**
 * Where a function's NaNs have to be made canonical: only where somebody could see their bits.
 *
 * A value is CLEAN, or the number of the edit that would make it canonical where it arose (>= 0),
 * or a join of two values, told apart by `-2 - join`. A local keeps the value that was put into it,
 * so that a sum which only grows inside a loop is made canonical once, behind the loop.
 */
export class NanFlow {
  /** Shapes (as bits 1 << shape) that are made canonical. */
  spareShapes = 0;

  private readonly edits: EditList;
  private slots = 0;
  /** Labels that are open. */
  private depth = 0;
  private steps = 0;
  private loopExits = 0;
  private readonly slotOf = new Int8Array(MODULE_CAPS.locals + MODULE_CAPS.params);
  private readonly localOf = new Int32Array(MOST_SLOTS);
  private readonly now = new Int32Array(MOST_SLOTS);
  // By label: what branches bring to its end, and what an if began with.
  private readonly brought = new Int32Array((MODULE_CAPS.nesting + 1) * MOST_SLOTS);
  private readonly isBrought = new Uint8Array(MODULE_CAPS.nesting + 1);
  private readonly begun = new Int32Array((MODULE_CAPS.nesting + 1) * MOST_SLOTS);
  // Joins: their two values, the shapes for which they were used, and whether a loop may add more.
  private joins = 0;
  private lefts = new Int32Array(1024);
  private rights = new Int32Array(1024);
  private uses = new Uint8Array(1024);
  private open = new Uint8Array(1024);

  constructor(edits: EditList) {
    this.edits = edits;
  }

  /** Begins a function. */
  clear(): void {
    this.spareShapes = 0;
    this.slots = 0;
    this.steps = 0;
    this.loopExits = 0;
    this.joins = 0;
    this.depth = 0;
  }

  /** Declares a local; `isFloat` of floats and vectors. */
  declare(local: number, isFloat: boolean): void {
    const isFollowed = isFloat && this.slots < MOST_SLOTS;
    this.slotOf[local] = isFollowed ? this.slots : -1;
    if (!isFollowed) return;
    this.localOf[this.slots] = local;
    this.now[this.slots++] = CLEAN;
  }

  /** The value of a local. */
  get(local: number): number {
    const slot = this.slotOf[local]!;
    return slot < 0 || slot >= this.slots ? CLEAN : this.now[slot]!;
  }

  /** Puts a value into a local. */
  set(local: number, value: number): void {
    const slot = this.slotOf[local]!;
    if (slot < 0 || slot >= this.slots) this.use(value, SHAPE.none);
    else this.now[slot] = value;
  }

  /** Somebody takes a value who cannot tell NaNs of shape `blind` apart; SHAPE.none: who sees bits. */
  use(value: number, blind: number): void {
    if (value === CLEAN) return;
    if (value >= 0) {
      const { edits } = this;
      const shape = edits.value(value) & ((1 << SHAPE_BITS) - 1);
      if (shape === blind) return;
      const isLocal = edits.kindOf(value) === EDIT.mayBeLocal;
      if (isLocal) edits.setKind(value, EDIT.canonicalLocal);
      else if (edits.kindOf(value) === EDIT.none) edits.setKind(value, EDIT.canonical);
      this.spareShapes |= 1 << shape;
      return;
    }
    const pending = [value];
    while (pending.length > 0) {
      const next = pending.pop()!;
      if (next >= CLEAN) {
        this.use(next, blind);
        continue;
      }
      const join = -2 - next;
      if (this.uses[join]! & (1 << blind)) continue;
      this.uses[join]! |= 1 << blind;
      pending.push(this.lefts[join]!, this.rights[join]!);
    }
  }

  /** A value that is one of two. */
  join(left: number, right: number): number {
    if (left === right) return left;
    return this.newJoin(left, right);
  }

  private newJoin(left: number, right: number): number {
    const join = this.joins++;
    if (join === this.lefts.length) this.growJoins();
    this.lefts[join] = left;
    this.rights[join] = right;
    this.uses[join] = 0;
    this.open[join] = 0;
    return -2 - join;
  }

  private growJoins(): void {
    const grown = <T extends Int32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const size = this.joins * 2;
    this.lefts = grown(this.lefts, new Int32Array(size));
    this.rights = grown(this.rights, new Int32Array(size));
    this.uses = grown(this.uses, new Uint8Array(size));
    this.open = grown(this.open, new Uint8Array(size));
  }

  /** Opens the label at depth `at`. */
  openLabel(at: number, isLoop: boolean): void {
    if (!this.step()) return;
    this.isBrought[at] = 0;
    const base = at * MOST_SLOTS;
    this.depth = at + 1;
    for (let slot = 0; slot < this.slots; slot++) {
      if (isLoop) {
        this.now[slot] = this.newJoin(this.now[slot]!, CLEAN);
        this.open[this.joins - 1] = 1;
      }
      this.begun[base + slot] = this.now[slot]!;
    }
  }

  /** Control goes to the label at depth `at`, or stays. */
  branch(at: number, isLoop: boolean): void {
    if (!this.step()) return;
    const base = at * MOST_SLOTS;
    for (let slot = 0; slot < this.slots; slot++) {
      const value = this.now[slot]!;
      const known = base + slot;
      if (isLoop) this.addTo(-2 - this.begun[known]!, value);
      else if (this.isBrought[at] === 0) this.brought[known] = value;
      else this.brought[known] = this.join(this.brought[known]!, value);
    }
    this.isBrought[at] = 1;
  }

  /** A loop's head is also reached with `value`. */
  private addTo(join: number, value: number): void {
    if (value === -2 - join || value === CLEAN) return;
    for (let uses = this.uses[join]!, shape = 0; uses > 0; uses >>= 1, shape++) {
      if (uses & 1) this.use(value, shape);
    }
    this.rights[join] = this.join(this.rights[join]!, value);
  }

  /** The else of the if at depth `at`. */
  elseArm(at: number, isLive: boolean): void {
    if (isLive) this.branch(at, false);
    const base = at * MOST_SLOTS;
    for (let slot = 0; slot < this.slots; slot++) this.now[slot] = this.begun[base + slot]!;
  }

  /** The end of the label at depth `at`; `byte` is behind it. */
  closeLabel(at: number, isLive: boolean, kind: number, byte: number): void {
    if (!this.step()) return;
    const base = at * MOST_SLOTS;
    const isLoop = kind === LOOP;
    // An if without an else: what it began with comes here too.
    const skips = kind === IF;
    if (skips) {
      if (isLive) this.branch(at, false);
      for (let slot = 0; slot < this.slots; slot++) this.now[slot] = this.begun[base + slot]!;
    }
    const isReached = isLive || skips;
    for (let slot = 0; slot < this.slots; slot++) {
      const brought = isLoop || this.isBrought[at] === 0 ? CLEAN : this.brought[base + slot]!;
      const isJoined = !isLoop && this.isBrought[at] === 1;
      if (!isReached) this.now[slot] = isJoined ? brought : CLEAN;
      else if (isJoined) this.now[slot] = this.join(this.now[slot]!, brought);
      if (isLoop) this.open[-2 - this.begun[base + slot]!] = 0;
    }
    this.depth = at;
    if (isLoop) this.offerExits(byte);
  }

  /** Behind a loop: a value that arose inside may be made canonical here instead. */
  private offerExits(byte: number): void {
    for (let slot = 0; slot < this.slots; slot++) {
      const shape = this.shapeOf(this.now[slot]!, DEEPEST_LOOK);
      if (shape === SHAPE.none) continue;
      if (this.loopExits++ >= MOST_LOOP_EXITS) return;
      const value = shape | (this.localOf[slot]! << SHAPE_BITS);
      this.now[slot] = this.edits.add(EDIT.mayBeLocal, byte, byte, value);
    }
  }

  /** The one shape of a value that may have any NaN; none where its bits may have to stay. */
  private shapeOf(value: number, depth: number): number {
    if (value === CLEAN || depth === 0) return SHAPE.none;
    if (value >= 0) return this.edits.value(value) & ((1 << SHAPE_BITS) - 1);
    const join = -2 - value;
    if (this.open[join] === 1) return SHAPE.none;
    const left = this.shapeOf(this.lefts[join]!, depth - 1);
    const right = this.shapeOf(this.rights[join]!, depth - 1);
    return left === right ? left : SHAPE.none;
  }

  /** Counts the work; a function that makes too much of it is followed no further. */
  private step(): boolean {
    if (this.slots === 0) return false;
    this.steps += this.slots;
    if (this.steps <= MOST_STEPS) return true;
    this.giveUp();
    return false;
  }

  /** Whatever a local holds, or will hold where control meets, is made canonical where it arose. */
  private giveUp(): void {
    const { slots } = this;
    for (let slot = 0; slot < slots; slot++) {
      this.use(this.now[slot]!, SHAPE.none);
      for (let at = 1; at < this.depth; at++) {
        this.use(this.begun[at * MOST_SLOTS + slot]!, SHAPE.none);
        if (this.isBrought[at] === 1) this.use(this.brought[at * MOST_SLOTS + slot]!, SHAPE.none);
      }
    }
    for (let join = 0; join < this.joins; join++) this.use(-2 - join, SHAPE.none);
    this.slots = 0;
  }
}
