import type { Hex } from 'viem';
import { z } from 'zod';
import { rawCidOf } from '@/lib/content/content-id';
import { canonicalJson, type JsonValue } from '@/lib/shared/canonical-json';
import { EXECUTION_STATUSES } from '@/lib/shared/execution-status';
import { addressField, bytesField } from '@/lib/shared/json-fields';
import { isReadable } from '@/lib/shared/readable-text';
import '../shared/zod-without-code';
import { imageDigestOf, type OciManifest } from './oci-manifest';

/** A signature of a contract's may have as many bytes as that of a publication. */
const LONGEST_SIGNATURE = 10_000;

/** The year 9999. */
const MOST_SECONDS = 253_402_300_799;

const text = (most: number) =>
  z.string().min(1).max(most).refine(isReadable, 'has a character that cannot be seen');
const name = text(200);
const digest = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((text) => text as Hex);

const bodySchema = z.strictObject({
  format: z.literal('reckon-probe-2'),
  /** Seconds since 1970: of two certificates of a module the later counts. */
  madeAt: z.number().int().min(1).max(MOST_SECONDS),
  engine: name,
  subject: z.strictObject({
    name,
    moduleId: digest,
    /** "sha256:..." of the image. */
    image: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  }),
  /** Runs of the module's example, one after the other. */
  runs: z
    .array(
      z.strictObject({
        /** The engine that ran it: "podman 4.3.1". */
        where: name,
        status: z.enum(EXECUTION_STATUSES),
        exitCode: z.number().int().min(0).max(255),
        /** With a salt of zeros. */
        resultDigest: digest,
      }),
    )
    .min(2)
    .max(100),
  verdict: z.strictObject({
    /** B: all runs were equal; none: they were not. */
    class: z.enum(['B', 'none']),
    /** Paths, "status" and "exitCode" in which runs differ; empty in class B. */
    differing: z.array(text(1_000)).max(100),
  }),
});

const schema = z.strictObject({
  /** CIDv1 (raw, sha-256) of the body in canonical JSON. */
  cid: name,
  /** EIP-191, over `certificateText(cid)`: of a key, or of a contract (ERC-1271). */
  signature: z
    .strictObject({ signer: addressField, signature: bytesField(LONGEST_SIGNATURE) })
    .nullable(),
  body: bodySchema,
});

export type ProbeBody = z.infer<typeof bodySchema>;
/** What runs of a module in a container came to, in the words of who ran them. */
export type ProbeCertificate = z.infer<typeof schema>;

export function probeCidOf(body: ProbeBody): string {
  return rawCidOf(new TextEncoder().encode(canonicalJson(body as unknown as JsonValue)));
}

/**
 * Reads a certificate of a module in a container.
 *
 * @throws Error it is none, its CID is not that of its body, or its verdict is not that of its runs
 */
export function parseProbeCertificate(value: unknown): ProbeCertificate {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`the certificate: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`);
  }
  const { cid, body } = parsed.data;
  const own = probeCidOf(body);
  if (cid !== own) throw new Error(`the certificate's body has the CID ${own}, not ${cid}`);
  const isEqual = new Set(body.runs.map(({ resultDigest }) => resultDigest)).size === 1;
  if (isEqual !== (body.verdict.class === 'B')) {
    throw new Error(`the certificate says class ${body.verdict.class}, its runs do not`);
  }
  if (isEqual !== (body.verdict.differing.length === 0)) {
    throw new Error('the certificate must name what differs where its runs do, and nothing else');
  }
  return parsed.data;
}

/** Why a certificate does not speak for this module; empty where it does. */
export function problemsOfProbe(
  { body }: ProbeCertificate,
  { id, manifest }: { readonly id: Hex; readonly manifest: OciManifest },
): string[] {
  const { subject, engine, verdict } = body;
  const image = imageDigestOf(manifest);
  const problems: string[] = [];
  if (subject.name !== manifest.name) {
    problems.push(`it is of ${subject.name}, not ${manifest.name}`);
  }
  if (subject.moduleId !== id) problems.push(`it is of module ${subject.moduleId}, not ${id}`);
  if (subject.image !== image) problems.push(`it is of image ${subject.image}, not ${image}`);
  if (engine !== manifest.engine) problems.push(`it is of ${engine}, not ${manifest.engine}`);
  if (manifest.class === 'B' && verdict.class !== 'B') {
    problems.push('it says that runs differ: such a module is of class "none"');
  }
  return problems;
}
