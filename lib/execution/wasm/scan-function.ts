import { BinaryReader } from './binary-reader';
import { FRAME_DEPTH, LEAF_FRAME_DEPTH, OPCODE_COST } from './cost-table';
import { EDIT, EditList } from './edit-list';
import { InvalidModule } from './invalid-module';
import { LabelStack } from './label-stack';
import { MODULE_CAPS } from './module-caps';
import { blindTo, IMMEDIATE, immediateOf, makesNan, popsOf, pushesOf, SHAPE } from './opcodes';
import type { CodeBody, FunctionType, ParsedModule } from './parsed-module';
import { VALUE_TYPE } from './parsed-module';
import {
  BLOCK,
  ELSE,
  IF,
  LOOP,
  readOpcode,
  skipImmediate,
  skipMemoryIndex,
  skipSpecial,
} from './skip-instruction';

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
  /** Fuel of the function's first segment. */
  entryCost = 0;
  /** Units of call depth to take on entry; 0 for small functions that call nothing. */
  depth = 0;
  /** Whether fuel is looked at on entry: not in functions without calls and loops. */
  checksEntry = false;
  /** Shapes (as bits 1 << shape) for which a spare local is needed. */
  spareShapes = 0;

  private readonly module: ParsedModule;
  private readonly typeIndexOf: Int32Array;
  private readonly perInstruction: boolean;

  // Abstract operand stack: the edit that would canonicalise the value, or -1.
  private stack = new Int32Array(MODULE_CAPS.operands + 512);
  private height = 0;
  private maxHeight = 0;
  private readonly labels = new LabelStack();
  // The open segment: where its fuel goes, and how much it is so far.
  private segment = -1;
  private cost = 0;
  private hasCalls = false;
  private hasLoops = false;
  private usesV128 = false;
  private widestCall = 0;

  constructor(module: ParsedModule, charging: Charging) {
    this.module = module;
    this.perInstruction = charging === 'instruction';
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
    const reader = new BinaryReader(this.module.bytes, body.start, body.end);
    this.edits.clear();
    this.height = 0;
    this.maxHeight = 0;
    this.labels.clear();
    this.segment = -1;
    this.cost = 0;
    this.entryCost = 0;
    this.hasCalls = false;
    this.hasLoops = false;
    this.spareShapes = 0;
    this.widestCall = 0;
    this.usesV128 = type.params.includes(VALUE_TYPE.v128);
    reader.locating(() => {
      this.readLocals(reader, type);
      this.labels.open(FUNCTION, this.height, 0, type.results.length);
      this.instructions(reader);
      if (!reader.isAtEnd) {
        throw new InvalidModule('code after the end of a function', reader.position);
      }
    });

    const slots = this.localCount + this.maxHeight + this.widestCall;
    const depth = FRAME_DEPTH + (this.usesV128 ? 2 * slots : slots);
    this.depth = this.hasCalls || depth > LEAF_FRAME_DEPTH ? depth : 0;
    this.checksEntry = this.hasCalls || this.hasLoops;
  }

  private readLocals(reader: BinaryReader, type: FunctionType): void {
    this.localGroups = reader.count(MODULE_CAPS.locals, 'local declarations');
    this.groupsStart = reader.position;
    this.localCount = type.params.length;
    for (let group = 0; group < this.localGroups; group++) {
      this.localCount += reader.u32();
      if (this.localCount > MODULE_CAPS.locals) throw new InvalidModule('too many locals');
      const valueType = reader.u8();
      if (valueType < VALUE_TYPE.v128 || valueType > VALUE_TYPE.i32) {
        throw new InvalidModule('only numbers and v128 are values');
      }
      if (valueType === VALUE_TYPE.v128) this.usesV128 = true;
    }
    this.bodyStart = reader.position;
  }

  private push(canonical: number): void {
    if (this.height >= MODULE_CAPS.operands) throw new InvalidModule('too many operands');
    this.stack[this.height++] = canonical;
    if (this.height > this.maxHeight) this.maxHeight = this.height;
  }

  /** Takes `count` operands; those whose bits now matter are made canonical where they arose. */
  private pop(count: number, blind: number): void {
    const floor = this.height - count;
    if (floor < this.labels.heights[this.labels.depth - 1]!) {
      throw new InvalidModule('too few operands');
    }
    while (this.height > floor) this.use(this.stack[--this.height]!, blind);
  }

  /** Values that leave through a label stay on the stack here, but their bits matter now. */
  private exposeTop(count: number): void {
    for (let index = Math.max(0, this.height - count); index < this.height; index++) {
      this.use(this.stack[index]!, SHAPE.none);
      this.stack[index] = -1;
    }
  }

  private use(canonical: number, blind: number): void {
    if (canonical < 0) return;
    const shape = this.edits.value(canonical);
    if (shape === blind) return;
    this.edits.setKind(canonical, EDIT.canonical);
    this.spareShapes |= 1 << shape;
  }

  private closeSegment(): void {
    if (this.segment < 0) this.entryCost = this.cost;
    else this.edits.setValue(this.segment, this.cost);
    this.cost = 0;
  }

  private openSegment(kind: number, at: number): void {
    this.closeSegment();
    this.segment = this.edits.add(kind, at, at, 0);
  }

  private exposeLabel(distance: number): void {
    this.exposeTop(this.labels.arityOf(distance));
  }

  private openBlock(kind: number, reader: BinaryReader): void {
    let params = 0;
    let results = 0;
    const lead = reader.bytes[reader.position]!;
    if (lead === 0x40) reader.position++;
    else if (lead >= VALUE_TYPE.v128 && lead <= VALUE_TYPE.i32) {
      reader.position++;
      results = 1;
    } else {
      const type = this.module.types[reader.i32()];
      if (type === undefined) throw new InvalidModule('a block has no known type');
      params = type.params.length;
      results = type.results.length;
    }
    this.exposeTop(params);
    this.labels.open(kind, this.height - params, params, results);
  }

  /** Sets the stack to what it is behind a label. */
  private resetTo(at: number, count: number): void {
    this.height = this.labels.heights[at]!;
    for (let index = 0; index < count; index++) this.push(-1);
  }

  private instructions(reader: BinaryReader): void {
    const { edits, module } = this;
    while (this.labels.depth > 0) {
      const at = reader.position;
      const opcode = readOpcode(reader);
      if (opcode >= 0x200) this.usesV128 = true;
      const immediate = immediateOf[opcode]!;
      if (this.perInstruction && OPCODE_COST[opcode]! > 0) this.openSegment(EDIT.charge, at);
      this.cost += OPCODE_COST[opcode]!;
      if (immediate === IMMEDIATE.special) {
        this.special(opcode, at, reader);
        continue;
      }
      skipImmediate(immediate, reader, this.module, this.localCount);
      const pops = popsOf[opcode]!;
      if (pops > 0) this.pop(pops, opcode === 0x1a ? this.dropped() : blindTo[opcode]!);
      if (pushesOf[opcode]! > 0) {
        const shape = makesNan[opcode]!;
        const place = reader.position;
        this.push(shape === SHAPE.none ? -1 : edits.add(EDIT.none, place, place, shape));
      }
    }
    if (module.bytes[reader.position - 1] !== 0x0b) throw new InvalidModule('no end');
  }

  /** A dropped value's bits never matter: name its own shape. */
  private dropped(): number {
    const top = this.height > 0 ? this.stack[this.height - 1]! : -1;
    return top < 0 ? SHAPE.none : this.edits.value(top);
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
        this.openBlock(LOOP, reader);
        this.openSegment(EDIT.loopHead, reader.position);
        return;
      case IF:
        this.pop(1, SHAPE.none);
        this.openBlock(IF, reader);
        this.openSegment(EDIT.charge, reader.position);
        return;
      case ELSE:
        this.elseArm(reader, true);
        return;
      case 0x0b:
        this.endOfBlock(reader, true);
        return;
      case 0x0c: // br
        this.exposeLabel(reader.u32());
        this.skipDead(reader);
        return;
      case 0x0d: // br_if
        this.pop(1, SHAPE.none);
        this.exposeLabel(reader.u32());
        this.openSegment(EDIT.charge, reader.position);
        return;
      case 0x0e: {
        this.pop(1, SHAPE.none);
        const targets = reader.count(MODULE_CAPS.branchTargets, 'branch targets');
        for (let index = 0; index <= targets; index++) this.exposeLabel(reader.u32());
        this.skipDead(reader);
        return;
      }
      case 0x0f: // return
        this.exposeTop(this.labels.results[0]!);
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
        if (reader.u32() !== 0 || this.module.table === undefined) {
          throw new InvalidModule('no such table');
        }
        edits.add(EDIT.callIndirect, at, reader.position, 0);
        this.afterCall(typeIndex, 1, reader);
        return;
      }
      case 0x40:
        skipMemoryIndex(reader);
        edits.add(EDIT.memoryGrow, at, reader.position, 0);
        this.afterWrapper(1, 1, reader);
        return;
      case 0x10a:
        skipMemoryIndex(reader);
        skipMemoryIndex(reader);
        edits.add(EDIT.memoryCopy, at, reader.position, 0);
        this.afterWrapper(3, 0, reader);
        return;
      case 0x10b:
        skipMemoryIndex(reader);
        edits.add(EDIT.memoryFill, at, reader.position, 0);
        this.afterWrapper(3, 0, reader);
        return;
      default:
        throw new Error('an instruction is accepted that nobody treats');
    }
  }

  private afterCall(typeIndex: number, indirect: number, reader: BinaryReader): void {
    const type = this.module.types[typeIndex];
    if (type === undefined) throw new InvalidModule('a type index is out of range');
    this.hasCalls = true;
    const width = type.params.length + type.results.length;
    if (width > this.widestCall) this.widestCall = width;
    this.pop(type.params.length + indirect, SHAPE.none);
    for (let index = 0; index < type.results.length; index++) this.push(-1);
    this.openSegment(EDIT.reload, reader.position);
  }

  /** The engine's own functions take no depth: nothing can call itself through them. */
  private afterWrapper(pops: number, pushes: number, reader: BinaryReader): void {
    this.pop(pops, SHAPE.none);
    for (let index = 0; index < pushes; index++) this.push(-1);
    this.openSegment(EDIT.reload, reader.position);
  }

  private elseArm(reader: BinaryReader, isLive: boolean): void {
    const at = this.labels.depth - 1;
    if (this.labels.kinds[at] !== IF) throw new InvalidModule('an else without an if');
    if (isLive) this.exposeTop(this.labels.results[at]!);
    this.labels.kinds[at] = ELSE;
    this.resetTo(at, this.labels.params[at]!);
    this.openSegment(EDIT.charge, reader.position);
  }

  private endOfBlock(reader: BinaryReader, isLive: boolean): void {
    const at = this.labels.depth - 1;
    if (isLive) this.exposeTop(this.labels.results[at]!);
    this.resetTo(at, this.labels.results[at]!);
    this.labels.close();
    const kind = this.labels.kinds[at]!;
    if (at === 0) {
      this.closeSegment();
      return;
    }
    // Behind a loop that is left at its end, the same straight run goes on.
    if (kind !== LOOP || !isLive) this.openSegment(EDIT.charge, reader.position);
  }

  /** Leaves out what follows a jump, up to the else or end that can be reached again. */
  private skipDead(reader: BinaryReader): void {
    const from = reader.position;
    let nested = 0;
    for (;;) {
      const at = reader.position;
      const opcode = readOpcode(reader);
      if (opcode === 0x0b || (opcode === ELSE && nested === 0)) {
        if (nested > 0) {
          nested--;
          continue;
        }
        if (at > from) this.edits.add(EDIT.skip, from, at, 0);
        if (opcode === ELSE) this.elseArm(reader, false);
        else this.endOfBlock(reader, false);
        return;
      }
      const immediate = immediateOf[opcode]!;
      if (immediate !== IMMEDIATE.special) {
        skipImmediate(immediate, reader, this.module, this.localCount);
        continue;
      }
      nested += skipSpecial(opcode, reader);
    }
  }
}
