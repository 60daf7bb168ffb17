import type { BinaryWriter } from './binary-writer';
import { EDIT, SHAPE_BITS } from './edit-list';
import { SHAPE } from './opcodes';
import type { CodeBody, FunctionType } from './parsed-module';
import { VALUE_TYPE } from './parsed-module';
import type { FunctionScanner } from './scan-function';

/** Where the engine's own parts sit in the transformed module's index spaces. */
export interface EngineIndices {
  /** i64, mutable: fuel left. */
  readonly fuel: number;
  /** i64, mutable: where fuel is below it, the host is to hear of the progress. */
  readonly notice: number;
  /** i64, mutable: units of call depth left. */
  readonly depth: number;
  /** Functions of the module from here on moved up by one: `tick` was imported before them. */
  readonly firstMoved: number;
  /** () -> (): traps where no fuel is left, else tells the host. */
  readonly report: number;
  readonly memoryGrow: number;
  /** (i32) -> (i32): charges so many bytes, or entries of tables, and gives them back. */
  readonly chargeBytes: number;
  readonly chargeEntries: number;
  /** The type index of a block that gives these results, for two results or more. */
  blockTypeOf(results: readonly number[]): number;
}

const SPARE_TYPES: readonly (readonly [number, number])[] = [
  [SHAPE.f32, VALUE_TYPE.f32],
  [SHAPE.f64, VALUE_TYPE.f64],
  [SHAPE.f32x4, VALUE_TYPE.v128],
  [SHAPE.f64x2, VALUE_TYPE.v128],
];

const NAN_F32 = [0x43, 0x00, 0x00, 0xc0, 0x7f];
const NAN_F64 = [0x44, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f];
const NAN_F32X4 = [0xfd, 12, ...Array.from({ length: 4 }, () => [0, 0, 0xc0, 0x7f]).flat()];
const NAN_F64X2 = [0xfd, 12, ...Array.from({ length: 2 }, () => [0, 0, 0, 0, 0, 0, 0xf8, 0x7f])]
  .flat()
  .map(Number);

/**
 * By shape: the canonical NaN, the comparison with itself, and the choice between them. Single
 * floats ask "x <= x": the processor answers it with one jump, and "x == x" with two.
 */
const CANONICAL: readonly (readonly [
  nan: readonly number[],
  isItself: readonly number[],
  choose: readonly number[],
])[] = [
  [[], [], []],
  [NAN_F32, [0x5f], [0x1b]],
  [NAN_F64, [0x65], [0x1b]],
  [NAN_F32X4, [0xfd, 0x41], [0xfd, 0x52]],
  [NAN_F64X2, [0xfd, 0x47], [0xfd, 0x52]],
];

/**
 * Writes one transformed function body, its size included, from what the scanner found.
 *
 * The counter lives in a local of its own and is written back to the global before calls, at loop
 * heads and at the end; the body stands in a block, so that every way out passes the epilogue.
 */
export class FunctionEmitter {
  private readonly out: BinaryWriter;
  private readonly source: Uint8Array;
  private readonly indices: EngineIndices;
  private fuelLocal = 0;
  private readonly spareLocal = new Int32Array(5);

  constructor(out: BinaryWriter, source: Uint8Array, indices: EngineIndices) {
    this.out = out;
    this.source = source;
    this.indices = indices;
  }

  /** @returns the bytes that it wrote */
  emit(scan: FunctionScanner, body: CodeBody, type: FunctionType): number {
    const { out } = this;
    const size = out.openSize();
    this.locals(scan);
    this.prologue(scan);
    out.u8(0x02);
    if (type.results.length === 0) out.u8(0x40);
    else if (type.results.length === 1) out.u8(type.results[0]!);
    else out.signed(this.indices.blockTypeOf(type.results));
    this.body(scan, body);
    // The body's own end closes the block; what follows is the way out.
    this.writeBack();
    if (scan.depth > 0) this.addDepth(scan.depth, 0x7c);
    out.u8(0x0b);
    out.closeSize(size);
    return out.length - size;
  }

  private locals(scan: FunctionScanner): void {
    const { out } = this;
    const spares = new Set<number>();
    for (const [shape, type] of SPARE_TYPES) if (scan.spareShapes & (1 << shape)) spares.add(type);
    out.u32(scan.localGroups + 1 + spares.size);
    out.copy(this.source, scan.groupsStart, scan.bodyStart);
    out.u8(1);
    out.u8(VALUE_TYPE.i64);
    this.fuelLocal = scan.localCount;
    let next = scan.localCount + 1;
    for (const spare of spares) {
      out.u8(1);
      out.u8(spare);
      for (const [shape, type] of SPARE_TYPES) if (type === spare) this.spareLocal[shape] = next;
      next++;
    }
  }

  private prologue(scan: FunctionScanner): void {
    const { out } = this;
    this.global(0x23, this.indices.fuel);
    this.takeConstant(scan.entryCost);
    if (!scan.checksEntry && scan.depth === 0) {
      this.local(0x21);
      return;
    }
    this.local(0x22);
    if (scan.depth > 0) {
      this.addDepth(scan.depth, 0x7d);
      this.global(0x23, this.indices.depth);
      out.u8(0x84); // i64.or: below zero if either is
    }
    out.raw([0x42, 0x00, 0x53, 0x04, 0x40]); // i64.const 0, i64.lt_s, if
    this.writeBack();
    out.raw([0x00, 0x0b]); // unreachable, end
  }

  /** depth := depth (+|-) amount */
  private addDepth(amount: number, operation: number): void {
    this.global(0x23, this.indices.depth);
    this.out.u8(0x42);
    this.out.signed(amount);
    this.out.u8(operation);
    this.global(0x24, this.indices.depth);
  }

  private body(scan: FunctionScanner, body: CodeBody): void {
    const { out, source } = this;
    const { edits } = scan;
    let position = scan.bodyStart;
    for (let edit = 0; edit < edits.length; edit++) {
      const kind = edits.kindOf(edit);
      if (kind === EDIT.none || kind === EDIT.mayBeLocal) continue;
      const value = edits.value(edit);
      if (kind === EDIT.charge && value === 0) continue;
      const from = edits.from(edit);
      const to = edits.to(edit);
      if (from > position) out.copy(source, position, from);
      position = to;
      this.edit(kind, value, from, to);
    }
    out.copy(source, position, body.end);
  }

  private edit(kind: number, value: number, from: number, to: number): void {
    const { out, indices } = this;
    switch (kind) {
      case EDIT.charge:
        this.local(0x20);
        this.takeConstant(value);
        this.local(0x21);
        return;
      case EDIT.innerLoopHead:
        // No call, not even one that is never reached: the compilers unroll such loops.
        this.chargeAtLoop(value);
        out.raw([0x42, 0x00, 0x53, 0x04, 0x40, 0x00, 0x0b]); // i64.const 0, i64.lt_s, if, unreachable
        return;
      case EDIT.loopHead:
        this.chargeAtLoop(value);
        this.global(0x23, indices.notice);
        out.raw([0x53, 0x04, 0x40]); // i64.lt_s, if
        this.call(indices.report);
        out.u8(0x0b);
        return;
      case EDIT.call:
        this.writeBack();
        this.call(value >= indices.firstMoved ? value + 1 : value);
        return;
      case EDIT.callIndirect:
        this.writeBack();
        out.copy(this.source, from, to);
        return;
      case EDIT.reload:
        this.global(0x23, indices.fuel);
        this.takeConstant(value);
        this.local(0x21);
        return;
      case EDIT.canonical:
        this.canonical(value);
        return;
      case EDIT.canonicalLocal: {
        const local = value >> SHAPE_BITS;
        out.u8(0x20);
        out.u32(local);
        this.canonical(value & ((1 << SHAPE_BITS) - 1));
        out.u8(0x21);
        out.u32(local);
        return;
      }
      case EDIT.return:
        out.u8(0x0c);
        out.u32(value);
        return;
      case EDIT.skip:
        return;
      case EDIT.memoryGrow:
        this.writeBack();
        this.call(indices.memoryGrow);
        return;
      case EDIT.bulkBytes:
      case EDIT.bulkEntries:
        this.writeBack();
        this.call(kind === EDIT.bulkBytes ? indices.chargeBytes : indices.chargeEntries);
        out.copy(this.source, from, to);
        return;
      case EDIT.refFunc:
        out.u8(0xd2);
        out.u32(value >= indices.firstMoved ? value + 1 : value);
        return;
      default:
        throw new Error(`unknown edit ${kind}`);
    }
  }

  private canonical(shape: number): void {
    const { out } = this;
    const spare = this.spareLocal[shape]!;
    const [nan, isItself, choose] = CANONICAL[shape]!;
    out.u8(0x22);
    out.u32(spare);
    out.raw(nan);
    out.u8(0x20);
    out.u32(spare);
    out.u8(0x20);
    out.u32(spare);
    out.raw(isItself);
    out.raw(choose);
  }

  /** Leaves what is left on the stack, once it is written back: a trap pays for the loop so far. */
  private chargeAtLoop(value: number): void {
    this.local(0x20);
    this.takeConstant(value);
    this.local(0x22);
    this.global(0x24, this.indices.fuel);
    this.local(0x20);
  }

  private writeBack(): void {
    this.local(0x20);
    this.global(0x24, this.indices.fuel);
  }

  private takeConstant(amount: number): void {
    if (amount === 0) return;
    this.out.u8(0x42);
    this.out.signed(amount);
    this.out.u8(0x7d);
  }

  private call(index: number): void {
    this.out.u8(0x10);
    this.out.u32(index);
  }

  private local(opcode: number): void {
    this.out.u8(opcode);
    this.out.u32(this.fuelLocal);
  }

  private global(opcode: number, index: number): void {
    this.out.u8(opcode);
    this.out.u32(index);
  }
}
