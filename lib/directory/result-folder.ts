import { type Hex, isHex } from 'viem';
import { z } from 'zod';
import { compareUtf8 } from '../execution/compare-utf8';
import { WASM_ENGINE } from '../execution/engine-id';
import { EXECUTION_STATUSES, type Execution } from '../execution/execution';
import { ContentError } from './content-error';

const RESULT_FILE = 'result.json';

const resultSchema = z.strictObject({
  engine: z.string().min(1).max(100),
  status: z.enum(EXECUTION_STATUSES),
  exitCode: z.number().int().min(0).max(0xffff_ffff),
  fuelUsed: z
    .string()
    .regex(/^(0|[1-9]\d{0,19})$/)
    .transform(BigInt)
    .refine((fuel) => fuel < 1n << 64n),
  stateDigest: z.string().refine((value): value is Hex => isHex(value) && value.length === 66),
});

/** The result folder of a run: `result.json`, `stdout`, `stderr`, `out/...`. */
export function resultFilesOf(
  execution: Execution,
  engine: string = WASM_ENGINE,
): Map<string, Uint8Array> {
  const { status, exitCode, fuelUsed, stateDigest, outputs } = execution;
  const json = { engine, status, exitCode, fuelUsed: fuelUsed.toString(), stateDigest };
  const files = new Map<string, Uint8Array>();
  files.set(RESULT_FILE, new TextEncoder().encode(JSON.stringify(json)));
  for (const name of ['stdout', 'stderr']) files.set(name, new Uint8Array());
  for (const { path, bytes } of outputs) files.set(path, bytes);
  return files;
}

/**
 * What a result folder says that happened, by an engine's name, with the outputs that it carries.
 *
 * @throws ContentError where result.json does not say it all.
 */
export function readResultFiles(files: ReadonlyMap<string, Uint8Array>): {
  engine: string;
  execution: Execution;
} {
  const parsed = resultSchema.safeParse(jsonIn(files.get(RESULT_FILE)));
  if (!parsed.success) {
    throw new ContentError(
      'content_kind',
      'The "result.json" does not say engine, status, exitCode, fuelUsed and stateDigest.',
    );
  }
  const { engine, ...facts } = parsed.data;
  const outputs = [...files]
    .filter(([path]) => path !== RESULT_FILE)
    .map(([path, bytes]) => ({ path, bytes }))
    .sort((a, b) => compareUtf8(a.path, b.path));
  return { engine, execution: { ...facts, outputs } };
}

function jsonIn(bytes: Uint8Array | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
