import { type Hex, sha256 } from 'viem';
import { z } from 'zod';
import { rawCidOf } from '@/lib/content/content-id';
import { canonicalJson, type JsonValue } from '@/lib/shared/canonical-json';

// Pages and job children forbid code from text, and would report zod's try at it.
z.config({ jitless: true });

const digest = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((text) => text as Hex);
const fuel = z.string().regex(/^(0|[1-9]\d{0,19})$/);
const count = z.number().int().min(0);
const name = z.string().min(1).max(200);
const names = z.array(name).max(64);

/** What is in a module's code, found without running it. */
const lintSchema = z.strictObject({
  /** The host functions that it imports, by what they reach. */
  imports: z.strictObject({
    files: names,
    arguments: names,
    clock: names,
    random: names,
    process: names,
    sockets: names,
  }),
  functions: count,
  instructions: count,
  loops: count,
  indirectCalls: count,
  memoryGrows: count,
  /** Instructions that compute with floats, and those of them that may make a NaN. */
  floats: count,
  nanMakers: count,
  simd: count,
  bulkMemory: count,
  signExtension: count,
  saturatingTruncation: count,
  multiValue: z.boolean(),
  /** In pages of 64 KiB; null: the module itself names no maximum. */
  memory: z.strictObject({ minPages: count, maxPages: count.nullable() }),
});

const runtimeSchema = z.strictObject({
  /** As people call it: "Node 22, Liftoff only". */
  name,
  /** Version of V8. */
  v8: name,
  /** `default`: V8 chooses between its compilers as it likes. */
  tier: z.enum(['default', 'liftoff', 'turbofan']),
});

/** A run of one input; every runtime of the certificate came to the same. */
const runSchema = z.strictObject({
  /** "example", "near 1", "far 2", "stdin 2". */
  input: name,
  /** The id of a job's input bundle with a salt of zeros; sha256 of a program's stdin. */
  inputDigest: digest,
  fuelLimit: fuel,
  status: name,
  exitCode: count,
  fuel,
  /** Pages of 64 KiB that the memory had at the end, which is its most. */
  memoryPages: count,
  /** With a salt of zeros. */
  resultDigest: digest,
  stateDigest: digest,
});

export const bodySchema = z.strictObject({
  format: z.literal('reckon-certificate-1'),
  engine: name,
  subject: z.strictObject({
    name,
    /** null: a bare program, which has no manifest. */
    moduleId: digest.nullable(),
    wasmSha256: digest,
    wasmBytes: count,
  }),
  lint: lintSchema,
  runtimes: z.array(runtimeSchema).min(1).max(50),
  runs: z.array(runSchema).min(1).max(200),
  verdict: z.strictObject({ class: z.literal('A'), reasons: z.array(z.string().max(500)).max(20) }),
});

const certificateSignature = z.strictObject({
  signer: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .transform((text) => text as Hex),
  signature: z
    .string()
    .regex(/^0x[0-9a-f]{130}$/)
    .transform((text) => text as Hex),
});

const certificateSchema = z.strictObject({
  /** CIDv1 (raw, sha-256) of the body in canonical JSON. */
  cid: name,
  /** EIP-191, over `certificateText(cid)`; null: nobody vouches for it, run it again. */
  signature: certificateSignature.nullable(),
  body: bodySchema,
});

export type ModuleLint = z.infer<typeof lintSchema>;
export type CertifiedRuntime = z.infer<typeof runtimeSchema>;
export type CertifiedRun = z.infer<typeof runSchema>;
export type CertificateBody = z.infer<typeof bodySchema>;
/** A determinism certificate: what was tried with a module on which engines, and what it came to. */
export type Certificate = z.infer<typeof certificateSchema>;

/** The CID of a certificate's body: no date, no place, so equal evidence has an equal CID. */
export function certificateCidOf(body: CertificateBody): string {
  return rawCidOf(new TextEncoder().encode(canonicalJson(body as unknown as JsonValue)));
}

/** What a certifier signs (EIP-191). */
export const certificateText = (cid: string): string => `Reckon determinism certificate\n${cid}`;

/**
 * Reads a certificate file.
 *
 * @throws Error it is no certificate, or its CID is not that of its body
 */
export function parseCertificate(json: string): Certificate {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new Error('the certificate is not JSON', { cause: error });
  }
  const parsed = certificateSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`the certificate: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`);
  }
  const cid = certificateCidOf(parsed.data.body);
  if (cid !== parsed.data.cid) {
    throw new Error(`the certificate's body has the CID ${cid}, not ${parsed.data.cid}`);
  }
  return parsed.data;
}

/** What a certificate is compared with: a module as it is now. */
export interface CertifiedSubject {
  readonly id: Hex;
  readonly engine: string;
  readonly wasm: Uint8Array;
}

/** Why a certificate does not speak of this module; empty when it does. */
export function problemsOfCertificate(
  { body }: Certificate,
  { id, engine, wasm }: CertifiedSubject,
): string[] {
  const problems: string[] = [];
  const hash = sha256(wasm);
  if (body.subject.wasmSha256 !== hash) {
    problems.push(`it is of a module.wasm with sha256 ${body.subject.wasmSha256}, not ${hash}`);
  }
  if (body.subject.moduleId !== id) {
    problems.push(`it is of module ${body.subject.moduleId}, not ${id}`);
  }
  if (body.engine !== engine) problems.push(`it is of ${body.engine}, not ${engine}`);
  if (!body.runs.some(({ input }) => input === 'example')) problems.push('it lacks the example');
  return problems;
}

/** The least, the middle (the lower of two) and the most. */
export interface Spread<T> {
  readonly min: T;
  readonly median: T;
  readonly max: T;
}

/** @throws RangeError there are no values */
export function spreadOf<T extends number | bigint>(values: readonly T[]): Spread<T> {
  const sorted = [...values].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  if (sorted.length === 0) throw new RangeError('A spread needs values');
  return { min: sorted[0]!, median: sorted[(sorted.length - 1) >> 1]!, max: sorted.at(-1)! };
}
