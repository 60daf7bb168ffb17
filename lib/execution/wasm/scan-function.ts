import { BinaryReader } from './binary-reader';
import type { CostTable } from './cost-table';
import { FRAME_DEPTH, LEAF_FRAME_DEPTH } from './cost-table';
import { EDIT, EditList } from './edit-list';
import { InvalidModule } from './invalid-module';
import { LabelStack } from './label-stack';
import { MODULE_CAPS } from './module-caps';
import { CLEAN, NanFlow } from './nan-flow';
import { blindTo, IMMEDIATE, makesNan, passesBits, popsOf, pushesOf, SHAPE } from './opcodes';
import { OperandStack } from './operand-stack';
import type { CodeBody, FunctionType, ParsedModule } from './parsed-module';
import { isValueType, notAValue, VALUE_TYPE } from './parsed-module';
import {
  BLOCK,
  blockTypeOf,
  ELSE,
  IF,
  isOfTables,
  LOOP,
  REF_FUNC,
  readOpcode,
  skipBulk,
  skipDeadCode,
  skipImmediate,
  skipMemoryIndex,
  TABLE_GROW,
} from './skip-instruction';
import { FUNCTION_ROOM, roomOf } from './source-room';
import { StraightRuns } from './straight-runs';

/** `block` charges a straight run of instructions at its start; `instruction` each by itself. */
export type Charging = 'block' | 'instruction';

const FUNCTION = 0x00;

/**
 * Reads one function body: refuses what is not on the whitelist and leaves, in `edits`, what the
 * transformer has to do. One scanner serves all functions of a module; its fields hold what the
 * last `scan` found.
 */
export class FunctionScanner {
  readonly edits = new EditList();
  /** Where the instructions begin, behind the local declarations. */
  bodyStart = 0;
  /** Parameters and declared locals. */
  localCount = 0;
  localGroups = 0;
  /** Where the groups of declared locals begin, behind their number. */
  groupsStart = 0;
  /** Shapes (as bits 1 << shape) for which a spare local is needed. */
  get spareShapes(): number {
    return this.nans.spareShapes;
  }
  /** Fuel of the function's first straight run. */
  get entryCost(): number {
    return this.runs.entryCost;
  }
  /** Units of call depth to take on entry; 0 for small functions that call nothing. */
  depth = 0;
  /** Of all functions so far: those that ref.func names, and whether a table may grow. */
  readonly referredTo = new Set<number>();
  growsTables = false;
  /** Bytes that the function may have once it is transformed (source-room.ts). */
  room = 0;
  /** Whether fuel is looked at on entry: not in functions without calls and loops. */
  checksEntry = false;

  private readonly module: ParsedModule;
  private readonly typeIndexOf: Int32Array;
  private readonly costs: CostTable;
  private readonly perInstruction: boolean;

  private readonly nans = new NanFlow(this.edits);
  private readonly labels = new LabelStack();
  private readonly operands = new OperandStack(this.nans, this.labels);
  private readonly runs: StraightRuns;
  private hasCalls = false;
  private hasLoops = false;
  private usesV128 = false;
  private widestCall = 0;

  constructor(module: ParsedModule, costs: CostTable, charging: Charging) {
    this.module = module;
    this.costs = costs;
    this.perInstruction = charging === 'instruction';
    this.runs = new StraightRuns(this.edits, costs.mergesRuns && !this.perInstruction);
    const imported = module.imports.length;
    this.typeIndexOf = new Int32Array(imported + module.functions.length);
    for (const [index, { typeIndex }] of module.imports.entries()) {
      this.typeIndexOf[index] = typeIndex;
    }
    this.typeIndexOf.set(module.functions, imported);
  }

  /**
   * @param type the function's own type
   * @throws InvalidModule
   */
  scan(body: CodeBody, type: FunctionType): void {
    const { module } = this;
    const reader = new BinaryReader(module.bytes, body.start, body.end);
    this.edits.clear();
    this.operands.clear();
    this.labels.clear();
    this.runs.clear();
    this.nans.clear();
    this.hasCalls = false;
    this.hasLoops = false;
    this.widestCall = 0;
    this.usesV128 = type.params.includes(VALUE_TYPE.v128);
    this.room = FUNCTION_ROOM + body.end - body.start;
    reader.locating(() => {
      this.readLocals(reader, type);
      this.labels.open(FUNCTION, this.operands.height, 0, type.results.length);
      this.runs.openLabel();
      this.instructions(reader);
      if (!reader.isAtEnd) {
        throw new InvalidModule('code after the end of a function', reader.position);
      }
      const isBounded = module.accepts.sizeBound === 'source';
      if (isBounded && this.room > MODULE_CAPS.roomedFunctionBytes) {
        throw new InvalidModule('a function becomes too large', body.start);
      }
    });

    const slots = this.localCount + this.operands.maxHeight + this.widestCall;
    const depth = FRAME_DEPTH + (this.usesV128 ? 2 * slots : slots);
    this.depth = this.hasCalls || depth > LEAF_FRAME_DEPTH ? depth : 0;
    this.checksEntry = this.hasCalls || this.hasLoops;
  }

  private readLocals(reader: BinaryReader, type: FunctionType): void {
    this.localGroups = reader.count(MODULE_CAPS.locals, 'local declarations');
    this.groupsStart = reader.position;
    this.localCount = type.params.length;
    for (const [local, valueType] of type.params.entries()) this.declare(local, 1, valueType);
    for (let group = 0; group < this.localGroups; group++) {
      const count = reader.u32();
      this.localCount += count;
      if (this.localCount > MODULE_CAPS.locals) throw new InvalidModule('too many locals');
      const valueType = reader.u8();
      if (!isValueType(valueType, this.module.accepts)) throw notAValue(this.module.accepts);
      if (valueType === VALUE_TYPE.v128) this.usesV128 = true;
      this.declare(this.localCount - count, count, valueType);
    }
    this.bodyStart = reader.position;
  }

  private declare(first: number, count: number, valueType: number): void {
    const isFloat = valueType >= VALUE_TYPE.v128 && valueType <= VALUE_TYPE.f32;
    for (let local = first; local < first + count; local++) this.nans.declare(local, isFloat);
  }

  private branchTo(distance: number): void {
    this.operands.exposeTop(this.labels.arityOf(distance));
    const at = this.labels.depth - 1 - distance;
    this.runs.leave(at);
    if (at > 0) this.nans.branch(at, this.labels.kinds[at] === LOOP);
  }

  private openBlock(kind: number, reader: BinaryReader): void {
    const type = blockTypeOf(reader, this.module);
    const params = type.params.length;
    this.operands.exposeTop(params);
    this.labels.open(kind, this.operands.height - params, params, type.results.length);
    this.nans.openLabel(this.labels.depth - 1, kind === LOOP);
    this.runs.openLabel();
  }

  private instructions(reader: BinaryReader): void {
    const { edits, module } = this;
    const { opcodes: costs } = this.costs;
    const { immediateOf } = module.accepts;
    while (this.labels.depth > 0) {
      const at = reader.position;
      const opcode = readOpcode(reader, immediateOf);
      if (opcode >= 0x200) this.usesV128 = true;
      const immediate = immediateOf[opcode]!;
      if (this.perInstruction && costs[opcode]! > 0) this.runs.begin(EDIT.charge, at);
      this.runs.add(costs[opcode]!);
      this.room += roomOf[opcode]!;
      if (immediate === IMMEDIATE.special) {
        this.special(opcode, at, reader);
        continue;
      }
      if (immediate === IMMEDIATE.localIndex) {
        this.local(opcode, reader);
        continue;
      }
      skipImmediate(immediate, reader, this.module, this.localCount);
      const pops = popsOf[opcode]!;
      if (passesBits[opcode] === 1) {
        this.passing(pops);
        continue;
      }
      if (opcode === 0x1a) this.operands.take();
      else if (pops > 0) this.operands.pop(pops, blindTo[opcode]!);
      if (pushesOf[opcode]! > 0) {
        const shape = makesNan[opcode]!;
        const place = reader.position;
        this.operands.push(
          shape === SHAPE.none ? CLEAN : edits.add(EDIT.none, place, place, shape),
        );
      }
    }
    if (module.bytes[reader.position - 1] !== 0x0b) throw new InvalidModule('no end');
  }

  private local(opcode: number, reader: BinaryReader): void {
    const local = reader.u32();
    if (local >= this.localCount) throw new InvalidModule('no such local');
    if (opcode === 0x20) {
      this.operands.push(this.nans.get(local));
      return;
    }
    const value = this.operands.take();
    this.nans.set(local, value);
    if (opcode === 0x22) this.operands.push(value);
  }

  /** select, abs, neg, pmin, pmax: whoever takes the result takes the operands. */
  private passing(pops: number): void {
    if (pops === 3) this.operands.take();
    const right = pops === 1 ? CLEAN : this.operands.take();
    this.operands.push(this.nans.join(this.operands.take(), right));
  }

  private special(opcode: number, at: number, reader: BinaryReader): void {
    const { edits } = this;
    switch (opcode) {
      case 0x00: // unreachable
        this.skipDead(reader);
        return;
      case 0x01: // nop
        return;
      case BLOCK:
        this.openBlock(BLOCK, reader);
        return;
      case LOOP:
        this.hasLoops = true;
        this.labels.markOuter();
        this.openBlock(LOOP, reader);
        this.labels.heads[this.labels.depth - 1] = this.runs.begin(EDIT.loopHead, reader.position);
        return;
      case IF:
        this.operands.pop(1, SHAPE.none);
        this.openBlock(IF, reader);
        this.runs.begin(EDIT.charge, reader.position);
        return;
      case ELSE:
        this.elseArm(reader, true);
        return;
      case 0x0b:
        this.endOfBlock(reader, true);
        return;
      case 0x0c: // br
        this.branchTo(reader.u32());
        this.skipDead(reader);
        return;
      case 0x0d: // br_if
        this.operands.pop(1, SHAPE.none);
        this.branchTo(reader.u32());
        this.runs.begin(EDIT.charge, reader.position);
        return;
      case 0x0e: {
        this.operands.pop(1, SHAPE.none);
        const targets = reader.count(MODULE_CAPS.branchTargets, 'branch targets');
        for (let index = 0, last = -1; index <= targets; index++) {
          const target = reader.u32();
          if (target !== last) this.branchTo(target);
          last = target;
        }
        this.skipDead(reader);
        return;
      }
      case 0x0f: // return
        this.operands.exposeTop(this.labels.results[0]!);
        this.runs.leave(0);
        edits.add(EDIT.return, at, reader.position, this.labels.depth - 1);
        this.skipDead(reader);
        return;
      case 0x10: {
        const index = reader.u32();
        const typeIndex = this.typeIndexOf[index];
        if (typeIndex === undefined) throw new InvalidModule('a function index is out of range');
        edits.add(EDIT.call, at, reader.position, index);
        this.afterCall(typeIndex, 0, reader);
        return;
      }
      case 0x11: {
        const typeIndex = reader.u32();
        skipImmediate(IMMEDIATE.tableIndex, reader, this.module, 0);
        edits.add(EDIT.callIndirect, at, reader.position, 0);
        this.afterCall(typeIndex, 1, reader);
        return;
      }
      case 0x40:
        skipMemoryIndex(reader);
        edits.add(EDIT.memoryGrow, at, reader.position, 0);
        this.afterWrapper(1, 1, reader);
        return;
      case REF_FUNC: {
        const index = reader.u32();
        if (index >= this.typeIndexOf.length) {
          throw new InvalidModule('a function index is out of range');
        }
        this.referredTo.add(index);
        edits.add(EDIT.refFunc, at, reader.position, index);
        this.operands.push(CLEAN);
        return;
      }
      default:
        skipBulk(opcode, reader, this.module);
        if (opcode === TABLE_GROW) this.growsTables = true;
        edits.add(isOfTables(opcode) ? EDIT.bulkEntries : EDIT.bulkBytes, at, reader.position, 0);
        this.afterWrapper(popsOf[opcode]!, pushesOf[opcode]!, reader);
    }
  }

  private afterCall(typeIndex: number, indirect: number, reader: BinaryReader): void {
    const type = this.module.types[typeIndex];
    if (type === undefined) throw new InvalidModule('a type index is out of range');
    this.hasCalls = true;
    this.labels.markOuter();
    this.runs.leave(0);
    const width = type.params.length + type.results.length;
    if (width > this.widestCall) this.widestCall = width;
    this.operands.pop(type.params.length + indirect, SHAPE.none);
    this.operands.pushClean(type.results.length);
    this.runs.begin(EDIT.reload, reader.position);
  }

  /** The engine's own functions take no depth: nothing can call itself through them. */
  private afterWrapper(pops: number, pushes: number, reader: BinaryReader): void {
    this.labels.markOuter();
    this.runs.leave(0);
    this.operands.pop(pops, SHAPE.none);
    this.operands.pushClean(pushes);
    this.runs.begin(EDIT.reload, reader.position);
  }

  private elseArm(reader: BinaryReader, isLive: boolean): void {
    const at = this.labels.depth - 1;
    if (this.labels.kinds[at] !== IF) throw new InvalidModule('an else without an if');
    if (isLive) this.operands.exposeTop(this.labels.results[at]!);
    this.labels.kinds[at] = ELSE;
    this.nans.elseArm(at, isLive);
    this.operands.resetTo(at, this.labels.params[at]!);
    this.runs.begin(EDIT.charge, reader.position);
  }

  private endOfBlock(reader: BinaryReader, isLive: boolean): void {
    const at = this.labels.depth - 1;
    if (isLive) this.operands.exposeTop(this.labels.results[at]!);
    this.operands.resetTo(at, this.labels.results[at]!);
    this.labels.close();
    const kind = this.labels.kinds[at]!;
    if (at === 0) {
      this.runs.close();
      return;
    }
    this.nans.closeLabel(at, isLive, kind, reader.position);
    if (kind === LOOP && this.labels.isOuter[at] === 0) {
      this.edits.setKind(this.labels.heads[at]!, EDIT.innerLoopHead);
    }
    if (this.runs.closeLabel()) return;
    // Behind a loop that is left at its end, the same straight run goes on.
    if (kind !== LOOP || !isLive) this.runs.begin(EDIT.charge, reader.position);
  }

  /** Leaves out what follows a jump, up to the else or end that can be reached again. */
  private skipDead(reader: BinaryReader): void {
    const from = reader.position;
    const opcode = skipDeadCode(reader, this.module, this.localCount);
    const to = reader.position - 1;
    if (to > from) this.edits.add(EDIT.skip, from, to, 0);
    if (opcode === ELSE) this.elseArm(reader, false);
    else this.endOfBlock(reader, false);
  }
}
