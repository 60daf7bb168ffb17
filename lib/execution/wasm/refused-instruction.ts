import { InvalidModule } from './invalid-module';

type Range = readonly [from: number, to: number, what: string];

const PLAIN: readonly Range[] = [
  [0x06, 0x0a, 'exception handling'],
  [0x12, 0x13, 'a tail call'],
  [0x14, 0x15, 'a typed function reference'],
  [0x18, 0x1f, 'exception handling'],
  [0x1c, 0x1c, 'a select with a type'],
  [0x25, 0x26, 'table.get or table.set'],
  [0xd0, 0xd6, 'a reference'],
  [0xfb, 0xfb, 'garbage collection'],
  [0xfe, 0xfe, 'threads and atomics'],
];
const BULK: readonly Range[] = [
  [8, 9, 'a passive data segment'],
  [12, 17, 'bulk operations on tables'],
];
const RELAXED_SIMD = 0x100;

/** The error for the instruction that begins at a byte: its opcode, and what it belongs to. */
export function refusedInstruction(bytes: Uint8Array, at: number, minor?: number): InvalidModule {
  const opcode = bytes[at] ?? 0;
  const name = [opcode, ...(minor === undefined ? [] : [minor])]
    .map((part) => `0x${part.toString(16).padStart(2, '0')}`)
    .join(' ');
  const what = featureOf(opcode, minor);
  const words = what === undefined ? 'is not known' : `(${what}) is not accepted`;
  return new InvalidModule(`the instruction ${name} ${words}`, at);
}

function featureOf(opcode: number, minor: number | undefined): string | undefined {
  if (opcode === 0xfd && minor !== undefined && minor >= RELAXED_SIMD) return 'relaxed SIMD';
  const [ranges, number] = opcode === 0xfc ? [BULK, minor ?? 0] : [PLAIN, opcode];
  // The narrowest range that holds it.
  const found = ranges.filter(([from, to]) => number >= from && number <= to);
  return found.sort((left, right) => left[1] - left[0] - (right[1] - right[0]))[0]?.[2];
}
