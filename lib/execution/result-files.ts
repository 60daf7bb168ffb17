import type { Hex } from 'viem';
import { z } from 'zod';
import { EXECUTION_STATUSES } from '../shared/execution-status';
import '../shared/zod-without-code';
import { compareUtf8 } from './compare-utf8';
import type { Execution } from './execution';
import { ITEM_LIST } from './item-list';

const RESULT_FILE = 'result.json';
const BESIDE_OUT: readonly string[] = ['stdout', 'stderr', ITEM_LIST];

/** A result directory that does not say what a result must say. */
export class ResultFilesError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ResultFilesError';
  }
}

const resultSchema = z.strictObject({
  engine: z.string().min(1).max(100),
  status: z.enum(EXECUTION_STATUSES),
  exitCode: z.number().int().min(0).max(0xffff_ffff),
  fuelUsed: z
    .string()
    .regex(/^(0|[1-9]\d{0,19})$/)
    .transform(BigInt)
    .refine((fuel) => fuel < 2n ** 64n),
  stateDigest: z.string().regex(/^0x[0-9a-f]{64}$/),
});

/** The result directory of a run: `result.json`, `stdout`, `stderr`, `out/...`; a map job's has items.json. */
export function resultFilesOf(execution: Execution, engine: string): Map<string, Uint8Array> {
  const { status, exitCode, fuelUsed, stateDigest, outputs } = execution;
  const json = { engine, status, exitCode, fuelUsed: fuelUsed.toString(), stateDigest };
  const files = new Map<string, Uint8Array>();
  files.set(RESULT_FILE, new TextEncoder().encode(JSON.stringify(json)));
  for (const { path, bytes } of outputs) files.set(path, bytes);
  return files;
}

/**
 * What a result directory says that happened, with the outputs that it carries.
 *
 * @throws ResultFilesError result.json is missing or not whole, or a file does not belong there
 */
export function readResultFiles(files: ReadonlyMap<string, Uint8Array>): {
  engine: string;
  execution: Execution;
} {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(files.get(RESULT_FILE)));
  } catch (error) {
    throw new ResultFilesError('result.json is missing or not JSON', { cause: error });
  }
  const parsed = resultSchema.safeParse(value);
  if (!parsed.success) {
    throw new ResultFilesError(
      'result.json does not say engine, status, exitCode, fuelUsed and stateDigest',
      { cause: parsed.error },
    );
  }
  const { engine, stateDigest, ...facts } = parsed.data;
  const outputs = [...files]
    .filter(([path]) => path !== RESULT_FILE)
    .map(([path, bytes]) => ({ path, bytes }))
    .sort((left, right) => compareUtf8(left.path, right.path));
  for (const { path } of outputs) {
    if (!BESIDE_OUT.includes(path) && !path.startsWith('out/')) {
      throw new ResultFilesError(`a result holds no file ${path}`);
    }
  }
  return { engine, execution: { ...facts, stateDigest: stateDigest as Hex, outputs } };
}
