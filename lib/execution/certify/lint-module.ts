import type { ModuleLint } from '../../modules/certificate';
import { ACCEPTED_V2 } from '../wasm/accepted-set';
import { BinaryReader } from '../wasm/binary-reader';
import { blindTo, IMMEDIATE, immediateOf, makesNan, passesBits } from '../wasm/opcodes';
import { parseModule } from '../wasm/parse-module';
import type { CodeBody, ParsedModule } from '../wasm/parsed-module';
import { BLOCK, IF, LOOP, readOpcode, skipImmediate, skipSpecial } from '../wasm/skip-instruction';

const END = 0x0b;
const CALL_INDIRECT = 0x11;
const MEMORY_GROW = 0x40;
const SATURATING = { from: 0x100, to: 0x107 } as const;
/** memory.init, data.drop, memory.copy, memory.fill. */
const BULK = { from: 0x108, to: 0x10b } as const;
/** table.get and table.set; table.init, elem.drop, table.copy, .grow, .size, .fill. */
const TABLES = [
  { from: 0x25, to: 0x26 },
  { from: 0x10c, to: 0x111 },
] as const;
/** ref.null, ref.is_null, ref.func. */
const REFERENCES = { from: 0xd0, to: 0xd2 } as const;
const SIGN_EXTENSION = { from: 0xc0, to: 0xc4 } as const;
const SIMD = 0x200;
/** Binary forms of block types that are no index: empty, or one value type. */
const FIRST_VALUE_TYPE = 0x6f;
const EMPTY_TYPE = 0x40;

/** Plain opcodes that take or give a number with a fraction: compare, compute, convert. */
const FLOAT_RANGES: readonly (readonly [number, number])[] = [
  [0x5b, 0x66],
  [0x8b, 0xa6],
  [0xa8, 0xab],
  [0xae, 0xbb],
  [SATURATING.from, SATURATING.to],
  // Conversions between integers and floats, by lane.
  [SIMD + 250, SIMD + 251],
  [SIMD + 254, SIMD + 255],
];

type Lint = { [Key in keyof ModuleLint]-?: NonNullable<ModuleLint[Key]> };
type Counts = {
  -readonly [Key in keyof Lint as Lint[Key] extends number ? Key : never]: number;
};

/**
 * Tells what is in a module's code, dead code as well. Whether a loop ends is not told, as nobody
 * can: fuel bounds them all.
 *
 * @throws InvalidModule the engine's whitelist refuses it; `transformModule` refuses more
 */
export function lintModule(bytes: Uint8Array): Lint {
  const module = parseModule(bytes, ACCEPTED_V2);
  const counts: Counts = {
    functions: module.functions.length,
    instructions: 0,
    loops: 0,
    indirectCalls: 0,
    memoryGrows: 0,
    floats: 0,
    nanMakers: 0,
    simd: 0,
    bulkMemory: 0,
    tables: 0,
    references: 0,
    signExtension: 0,
    saturatingTruncation: 0,
  };
  let multiValue = module.types.some(({ results }) => results.length > 1);
  for (const [index, body] of module.code.entries()) {
    const { params } = module.types[module.functions[index]!]!;
    if (countBody(module, body, params.length, counts)) multiValue = true;
  }
  return {
    imports: importsOf(module),
    ...counts,
    multiValue,
    memory: { minPages: module.memory.min, maxPages: module.memory.max ?? null },
  };
}

/** @returns whether a block has a type of its own, which only multi-value has */
function countBody(module: ParsedModule, body: CodeBody, params: number, counts: Counts): boolean {
  const reader = new BinaryReader(module.bytes, body.start, body.end);
  return reader.locating(() => {
    let locals = params;
    for (let groups = reader.u32(); groups > 0; groups--) {
      locals += reader.u32();
      reader.u8();
    }
    let hasBlockType = false;
    while (!reader.isAtEnd) {
      const opcode = readOpcode(reader, ACCEPTED_V2.immediateOf);
      countOpcode(opcode, counts);
      if (opcode === BLOCK || opcode === LOOP || opcode === IF) {
        const type = module.bytes[reader.position]!;
        if (type !== EMPTY_TYPE && (type < FIRST_VALUE_TYPE || type > 0x7f)) hasBlockType = true;
      }
      if (opcode === END) continue;
      const immediate = immediateOf[opcode]!;
      if (immediate === IMMEDIATE.special) skipSpecial(opcode, reader, module);
      else skipImmediate(immediate, reader, module, locals);
    }
    return hasBlockType;
  });
}

const isIn = (opcode: number, { from, to }: { from: number; to: number }): boolean =>
  opcode >= from && opcode <= to;

function countOpcode(opcode: number, counts: Counts): void {
  counts.instructions++;
  if (opcode === LOOP) counts.loops++;
  else if (opcode === CALL_INDIRECT) counts.indirectCalls++;
  else if (opcode === MEMORY_GROW) counts.memoryGrows++;
  if (makesNan[opcode] !== 0) counts.nanMakers++;
  if (isFloat(opcode)) counts.floats++;
  if (opcode >= SIMD) counts.simd++;
  if (isIn(opcode, BULK)) counts.bulkMemory++;
  if (TABLES.some((range) => isIn(opcode, range))) counts.tables++;
  if (isIn(opcode, REFERENCES)) counts.references++;
  if (isIn(opcode, SIGN_EXTENSION)) counts.signExtension++;
  if (isIn(opcode, SATURATING)) counts.saturatingTruncation++;
}

function isFloat(opcode: number): boolean {
  if (FLOAT_RANGES.some(([from, to]) => isIn(opcode, { from, to }))) return true;
  if (opcode < SIMD) return false;
  return makesNan[opcode] !== 0 || blindTo[opcode] !== 0 || passesBits[opcode] !== 0;
}

function importsOf({ imports }: ParsedModule): ModuleLint['imports'] {
  const groups: { -readonly [Group in keyof ModuleLint['imports']]: string[] } = {
    files: [],
    arguments: [],
    clock: [],
    random: [],
    process: [],
    sockets: [],
  };
  for (const name of [...new Set(imports.map((one) => one.name))].sort()) {
    groups[groupOf(name)].push(name);
  }
  return groups;
}

function groupOf(name: string): keyof ModuleLint['imports'] {
  if (/^(fd|path)_/.test(name)) return 'files';
  if (/^(args|environ)_/.test(name)) return 'arguments';
  // Waiting is looking at the clock.
  if (/^clock_/.test(name) || name === 'poll_oneoff') return 'clock';
  if (name === 'random_get') return 'random';
  return name.startsWith('sock_') ? 'sockets' : 'process';
}
