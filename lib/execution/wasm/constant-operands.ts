import type { WasmEngine } from '../engine-id';
import { BinaryReader } from './binary-reader';
import { acceptedBy } from './engine-versions';
import { InvalidModule } from './invalid-module';
import { LabelStack } from './label-stack';
import { IMMEDIATE, popsOf, pushesOf } from './opcodes';
import { parseModule } from './parse-module';
import type { CodeBody, FunctionType, ParsedModule } from './parsed-module';
import {
  BLOCK,
  blockTypeOf,
  ELSE,
  IF,
  LOOP,
  REF_FUNC,
  readOpcode,
  skipBulk,
  skipDeadCode,
  skipImmediate,
  skipMemoryIndex,
} from './skip-instruction';

const FUNCTION = 0x00;
/** f32.copysign, f64.copysign: an engine treats them apart where the sign alone is constant. */
const COPIES_SIGN: readonly number[] = [0x98, 0xa6];
const V128_CONST = 0x20c;

/** Whether an instruction makes a number of its operands alone, so that a compiler may do it. */
function isFoldable(opcode: number): boolean {
  return (
    (opcode >= 0x45 && opcode <= 0xc4) ||
    (opcode >= 0x100 && opcode <= 0x107) ||
    (opcode >= 0x20d && opcode <= 0x253) ||
    opcode >= 0x25e ||
    opcode === 0x1b ||
    opcode === 0x1c ||
    opcode === 0x22
  );
}

const isConstant = (opcode: number): boolean =>
  (opcode >= 0x41 && opcode <= 0x44) || opcode === V128_CONST;

/**
 * Which opcodes a module applies to constants (of copysign: with a constant sign), literal ones or
 * what a compiler can make of such. A module that is not accepted has none: it is not run.
 */
export function opcodesOnConstants(bytes: Uint8Array, engine: WasmEngine): ReadonlySet<number> {
  const found = new Set<number>();
  try {
    const module = parseModule(bytes, acceptedBy(engine));
    const finder = new ConstantFinder(module, found);
    for (const [index, body] of module.code.entries()) {
      finder.scan(body, module.types[module.functions[index]!]!);
    }
  } catch (error) {
    if (!(error instanceof InvalidModule)) throw error;
    found.clear();
  }
  return found;
}

/** Follows the operands of functions as constants or not; what a block takes or leaves is none. */
class ConstantFinder {
  private readonly module: ParsedModule;
  private readonly found: Set<number>;
  private readonly labels = new LabelStack();
  private stack: boolean[] = [];
  private localCount = 0;

  constructor(module: ParsedModule, found: Set<number>) {
    this.module = module;
    this.found = found;
  }

  scan(body: CodeBody, type: FunctionType): void {
    const reader = new BinaryReader(this.module.bytes, body.start, body.end);
    this.localCount = type.params.length;
    for (let groups = reader.u32(); groups > 0; groups--) {
      this.localCount += reader.u32();
      reader.skip(1);
    }
    this.stack = [];
    this.labels.clear();
    this.labels.open(FUNCTION, 0, 0, type.results.length);
    while (this.labels.depth > 0) this.instruction(reader);
  }

  private instruction(reader: BinaryReader): void {
    const { immediateOf } = this.module.accepts;
    const opcode = readOpcode(reader, immediateOf);
    const immediate = immediateOf[opcode]!;
    if (immediate === IMMEDIATE.special) {
      this.special(opcode, reader);
      return;
    }
    skipImmediate(immediate, reader, this.module, this.localCount);
    const operands = this.take(popsOf[opcode]!);
    const areConstant = operands.length > 0 && operands.every(Boolean);
    if (areConstant || (COPIES_SIGN.includes(opcode) && operands[1])) this.found.add(opcode);
    if (pushesOf[opcode]! === 0) return;
    this.stack.push(isConstant(opcode) || (isFoldable(opcode) && areConstant));
  }

  private take(count: number): boolean[] {
    return count === 0 ? [] : this.stack.splice(-count);
  }

  private push(count: number): void {
    for (let index = 0; index < count; index++) this.stack.push(false);
  }

  private special(opcode: number, reader: BinaryReader): void {
    switch (opcode) {
      case 0x01: // nop
        return;
      case BLOCK:
      case LOOP:
      case IF:
        this.take(opcode === IF ? 1 : 0);
        this.openBlock(opcode, reader);
        return;
      case ELSE:
      case 0x0b:
        this.closeArm(opcode);
        return;
      case 0x0d: // br_if
        reader.u32();
        this.take(1);
        return;
      case 0x00: // unreachable
      case 0x0f: // return
        this.closeArm(skipDeadCode(reader, this.module, this.localCount));
        return;
      case 0x0c: // br
        reader.u32();
        this.closeArm(skipDeadCode(reader, this.module, this.localCount));
        return;
      case 0x0e: // br_table
        for (let targets = reader.u32(); targets >= 0; targets--) reader.u32();
        this.closeArm(skipDeadCode(reader, this.module, this.localCount));
        return;
      case 0x10:
        this.call(this.typeOf(reader.u32()));
        return;
      case 0x11: {
        const type = this.module.types[reader.u32()];
        reader.u32();
        this.take(1);
        this.call(type);
        return;
      }
      default:
        if (opcode === 0x40) skipMemoryIndex(reader);
        else if (opcode === REF_FUNC) reader.u32();
        else skipBulk(opcode, reader, this.module);
        this.take(popsOf[opcode]!);
        this.push(pushesOf[opcode]!);
    }
  }

  private typeOf(functionIndex: number): FunctionType | undefined {
    const { imports, functions, types } = this.module;
    const imported = imports[functionIndex];
    return types[imported?.typeIndex ?? functions[functionIndex - imports.length] ?? -1];
  }

  private call(type: FunctionType | undefined): void {
    if (type === undefined) throw new InvalidModule('a type index is out of range');
    this.take(type.params.length);
    this.push(type.results.length);
  }

  private openBlock(kind: number, reader: BinaryReader): void {
    const type = blockTypeOf(reader, this.module);
    const params = type.params.length;
    this.take(params);
    this.labels.open(kind, this.stack.length, params, type.results.length);
    this.push(params);
  }

  private closeArm(opcode: number): void {
    const at = this.labels.depth - 1;
    this.stack.length = Math.min(this.stack.length, this.labels.heights[at]!);
    if (opcode === ELSE) {
      this.push(this.labels.params[at]!);
      return;
    }
    this.push(this.labels.results[at]!);
    this.labels.close();
  }
}
