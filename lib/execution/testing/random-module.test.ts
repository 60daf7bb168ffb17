import { describe, expect, it } from 'vitest';
import { ACCEPTED_V2 } from '../wasm/accepted-set';
import { BinaryReader } from '../wasm/binary-reader';
import { EDIT } from '../wasm/edit-list';
import { costsOf } from '../wasm/engine-versions';
import { IMMEDIATE, immediateOf } from '../wasm/opcodes';
import { parseModule } from '../wasm/parse-module';
import { FunctionScanner } from '../wasm/scan-function';
import { readOpcode, skipImmediate, skipSpecial } from '../wasm/skip-instruction';
import { HOST_IMPORTS } from './random-host-calls';
import { MISHAPS } from './random-mishaps';
import { randomModule } from './random-module';
import { TABLE_MISHAPS } from './random-table-steps';

const END = 0x0b;

/** The opcodes in a module's code, flat as in opcodes.ts. */
function opcodesIn(wasm: Uint8Array): Set<number> {
  const module = parseModule(wasm, ACCEPTED_V2);
  const found = new Set<number>();
  for (const { start, end } of module.code) {
    const reader = new BinaryReader(wasm, start, end);
    for (let groups = reader.u32(); groups > 0; groups--) {
      reader.u32();
      reader.u8();
    }
    while (!reader.isAtEnd) {
      const opcode = readOpcode(reader, immediateOf);
      found.add(opcode);
      if (opcode === END) continue;
      if (immediateOf[opcode] === IMMEDIATE.special) skipSpecial(opcode, reader, module);
      else skipImmediate(immediateOf[opcode]!, reader, module, Number.MAX_SAFE_INTEGER);
    }
  }
  return found;
}

describe('random modules', () => {
  const modules = Array.from({ length: 800 }, (_, seed) => randomModule(seed));

  it('use every instruction that the engine accepts', () => {
    const used = new Set<number>();
    for (const { job } of modules) {
      for (const opcode of opcodesIn(job.moduleFiles.get('module.wasm')!)) used.add(opcode);
    }
    const accepted = [...immediateOf.keys()].filter(
      (opcode) => immediateOf[opcode] !== IMMEDIATE.refused,
    );
    const unused = accepted.filter((opcode) => !used.has(opcode));
    expect(unused.map((opcode) => `0x${opcode.toString(16)}`)).toEqual([]);
  });

  it('call every host function that they import', () => {
    const called = new Set<number>();
    for (const { job } of modules) {
      const module = parseModule(job.moduleFiles.get('module.wasm')!, ACCEPTED_V2);
      const scanner = new FunctionScanner(module, costsOf('reckon-wasm@2.0.0'), 'block');
      for (const [index, body] of module.code.entries()) {
        scanner.scan(body, module.types[module.functions[index]!]!);
        for (let edit = 0; edit < scanner.edits.length; edit++) {
          if (scanner.edits.kindOf(edit) === EDIT.call) called.add(scanner.edits.value(edit));
        }
      }
    }
    expect(HOST_IMPORTS.filter((_, index) => !called.has(index))).toEqual([]);
  });

  it('come to every mishap', () => {
    const endings = new Set(modules.map(({ ending }) => ending));
    expect([...endings].sort()).toEqual(
      [...Object.keys(MISHAPS), ...Object.keys(TABLE_MISHAPS), 'end'].sort(),
    );
  });

  it('are the same each time', () => {
    expect(randomModule(5).job).toEqual(randomModule(5).job);
  });
});
