import { type Hex, sha256 } from 'viem';
import type { z } from 'zod';
import { rawCidOf } from '@/lib/content/content-id';
import { canonicalJson, type JsonValue } from '@/lib/shared/canonical-json';
import {
  type bodySchema,
  certificateSchema,
  type dependenceSchema,
  type lintSchema,
  type runSchema,
  type runtimeSchema,
} from './certificate-schema';

export type ModuleLint = z.infer<typeof lintSchema>;
export type CertifiedRuntime = z.infer<typeof runtimeSchema>;
export type CertifiedRun = z.infer<typeof runSchema>;
export type Dependence = z.infer<typeof dependenceSchema>;
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

const TIERS: readonly CertifiedRuntime['tier'][] = ['default', 'liftoff', 'turbofan'];
const LEAST_MAJORS = 2;

/**
 * What is missing from the engines that a curated module must have been tried on: V8 as it comes, with
 * each of its compilers alone, and of two major versions; empty when nothing is.
 */
export function problemsOfRuntimes(
  runtimes: readonly Pick<CertifiedRuntime, 'v8' | 'tier'>[],
): string[] {
  const missing = TIERS.filter((wanted) => !runtimes.some(({ tier }) => tier === wanted));
  const problems = missing.map((tier) => `it was not tried on V8's tier ${tier}`);
  const majors = new Set(runtimes.map(({ v8 }) => v8.split('.', 1)[0]));
  if (majors.size < LEAST_MAJORS) {
    problems.push(
      `it was tried on ${majors.size} major version of V8, and a curated module is on ${LEAST_MAJORS}`,
    );
  }
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
