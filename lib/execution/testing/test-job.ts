import { WASM_ENGINE } from '../engine-id';
import type { JobRequest } from '../execute-job';

/** The manifest of a module that takes any text and no file. */
export const TEST_MANIFEST = {
  name: 'tested',
  title: 'Tested',
  version: '1.0.0',
  summary: 'A module of a test.',
  description: '',
  author: 'Reckon contributors',
  licence: 'Apache-2.0',
  class: 'A',
  engine: WASM_ENGINE,
  entry: 'module.wasm',
  resources: { cpuMilli: 100, memoryMiB: 16, storageMiB: 1, gpuCount: 0, gpuMemoryMiB: 0 },
  fuelLimit: '10000000',
  inputs: {
    type: 'object',
    properties: {
      text: { type: 'string', maxLength: 100 },
      file: { type: 'string', format: 'file', 'x-maxBytes': 1000 },
    },
    additionalProperties: false,
  },
  outputs: [],
  example: { job: {}, files: {} },
  tags: [],
};

export const TEST_SALT = new Uint8Array(32).fill(7);

/** A job that runs `wasm` with small limits; every part can be replaced. */
export function testJob(
  wasm: Uint8Array,
  overrides: {
    readonly manifest?: Record<string, unknown>;
    readonly job?: unknown;
    readonly files?: Record<string, Uint8Array>;
    readonly data?: Record<string, Uint8Array>;
    readonly limits?: Partial<JobRequest['limits']>;
  } = {},
): JobRequest {
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const moduleFiles = new Map<string, Uint8Array>([
    ['manifest.json', json({ ...TEST_MANIFEST, ...overrides.manifest })],
    ['module.wasm', wasm],
  ]);
  for (const [name, bytes] of Object.entries(overrides.data ?? {})) {
    moduleFiles.set(`data/${name}`, bytes);
  }
  const inputFiles = new Map<string, Uint8Array>([
    ['job.json', json(overrides.job === undefined ? {} : overrides.job)],
    ['salt', TEST_SALT],
  ]);
  for (const [name, bytes] of Object.entries(overrides.files ?? {})) {
    inputFiles.set(`files/${name}`, bytes);
  }
  const limits = { fuelLimit: 50_000_000n, memoryMiB: 16, storageMiB: 1, ...overrides.limits };
  return { moduleFiles, inputFiles, limits };
}
