import { type Hex, isHex, keccak256, stringToHex } from 'viem';
import { z } from 'zod';
import { ContentError } from './content-error';

const resultSchema = z.object({
  engine: z.string().min(1).max(100),
  status: z.number().int().min(0).max(5),
  exitCode: z.number().int().min(0).max(0xffff_ffff),
  fuelUsed: z.string().regex(/^(0|[1-9]\d{0,19})$/),
  stateDigest: z.string().refine((value): value is Hex => isHex(value) && value.length === 66),
});

/** What a result directory says that happened, with the outputs that it carries. */
export type ResultClaim = {
  readonly engine: Hex;
  readonly status: number;
  readonly exitCode: number;
  readonly fuelUsed: bigint;
  readonly stateDigest: Hex;
  readonly outputs: readonly { readonly path: string; readonly bytes: Uint8Array }[];
};

/** Reads a result directory: result.json, stdout, stderr and out/.... */
export function readResult(files: ReadonlyMap<string, Uint8Array>): ResultClaim {
  const json = new TextDecoder().decode(files.get('result.json') ?? new Uint8Array());
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    value = undefined;
  }
  const parsed = resultSchema.safeParse(value);
  if (!parsed.success) {
    throw new ContentError(
      'content_kind',
      'The "result.json" does not say engine, status, exitCode, fuelUsed and stateDigest.',
    );
  }
  const { engine, fuelUsed, ...rest } = parsed.data;
  const outputs = [...files].flatMap(([path, bytes]) =>
    path === 'result.json' ? [] : [{ path, bytes }],
  );
  return {
    ...rest,
    engine: keccak256(stringToHex(engine)),
    fuelUsed: BigInt(fuelUsed),
    outputs,
  };
}
