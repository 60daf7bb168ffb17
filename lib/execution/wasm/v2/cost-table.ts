import type { CostTable } from '../cost-table';
import { hostCostsOf } from '../cost-table';

/** Opcodes, flat as in opcodes.ts: single ones and ranges with both ends. */
type Opcodes = readonly (number | readonly [from: number, to: number])[];

/** What instructions of a kind cost. */
export interface CostClass {
  readonly name: string;
  readonly fuel: number;
  readonly opcodes: Opcodes;
}

const SIMD = 0x200;
const vector = (from: number, to = from): readonly [number, number] => [SIMD + from, SIMD + to];

/** Later classes prevail; what is in none is `other`. */
export const CLASSES_V2: readonly CostClass[] = [
  { name: 'other', fuel: 4, opcodes: [[0x00, 0x2ff]] },
  { name: 'shape', fuel: 0, opcodes: [[0x00, 0x03], 0x05, 0x0b, 0x0f, 0x1a] },
  { name: 'locals and constants', fuel: 1, opcodes: [[0x20, 0x22], [0x41, 0x44], vector(12)] },
  { name: 'globals', fuel: 8, opcodes: [[0x23, 0x24]] },
  { name: 'branch', fuel: 48, opcodes: [0x04, 0x0c, 0x0d] },
  { name: 'branch table', fuel: 64, opcodes: [0x0e] },
  { name: 'call', fuel: 64, opcodes: [0x10] },
  { name: 'indirect call', fuel: 128, opcodes: [0x11] },
  { name: 'load', fuel: 8, opcodes: [[0x28, 0x35], vector(0, 10), vector(84, 87), vector(92, 93)] },
  { name: 'store', fuel: 8, opcodes: [[0x36, 0x3e], vector(11), vector(88, 91)] },
  {
    name: 'memory',
    fuel: 64,
    opcodes: [
      [0x3f, 0x40],
      [0x108, 0x10b],
    ],
  },
  { name: 'table read', fuel: 128, opcodes: [0x25, 0xd2] },
  { name: 'table write', fuel: 1_600, opcodes: [0x26] },
  { name: 'tables', fuel: 1_200, opcodes: [0x10c, [0x10e, 0x10f], 0x111] },
  { name: 'segment dropped', fuel: 64, opcodes: [0x10d] },
  {
    name: 'integer',
    fuel: 3,
    opcodes: [
      [0x45, 0x5a],
      [0x67, 0x6b],
      [0x71, 0x7d],
      [0x83, 0x8a],
    ],
  },
  { name: 'multiply', fuel: 4, opcodes: [0x6c, 0x7e] },
  {
    name: 'divide',
    fuel: 48,
    opcodes: [
      [0x6d, 0x70],
      [0x7f, 0x82],
    ],
  },
  { name: 'float', fuel: 8, opcodes: [[0x5b, 0x66], [0x8b, 0x94], [0x98, 0xa2], 0xa6] },
  {
    name: 'minimum',
    fuel: 16,
    opcodes: [
      [0x96, 0x97],
      [0xa4, 0xa5],
    ],
  },
  { name: 'float divide', fuel: 32, opcodes: [0x95, 0xa3] },
  { name: 'square root', fuel: 48, opcodes: [0x91, 0x9f] },
  { name: 'convert', fuel: 6, opcodes: [[0xa7, 0xbf]] },
  {
    name: 'truncate',
    fuel: 20,
    opcodes: [
      [0xa8, 0xab],
      [0xae, 0xb1],
      [0x100, 0x107],
    ],
  },
  { name: 'vector integer', fuel: 5, opcodes: [vector(13, 83), vector(96, 223)] },
  { name: 'vector float', fuel: 6, opcodes: [vector(94, 95), vector(103, 106), vector(224, 255)] },
  {
    name: 'vector divide',
    fuel: 40,
    opcodes: [vector(227), vector(231), vector(239), vector(243)],
  },
];

const opcodes = new Uint16Array(0x300);
for (const { fuel, opcodes: members } of CLASSES_V2) {
  for (const member of members) {
    const [from, to] = typeof member === 'number' ? [member, member] : member;
    opcodes.fill(fuel, from, to + 1);
  }
}

/** `reckon-wasm@2.0.0`: units of time, by class of instruction (bench/engine/measure-weights.ts). */
export const COSTS_V2: CostTable = {
  opcodes,
  bulkBytesPerFuel: 1,
  tableEntryFuel: 1_200,
  memoryPageFuel: 262_144,
  host: hostCostsOf(4),
  mergesRuns: true,
};
