import type { Hex } from 'viem';
import { z } from 'zod';
import { EXECUTION_STATUSES } from '@/lib/shared/execution-status';
import { isReadable } from '@/lib/shared/readable-text';
import '../shared/zod-without-code';

/** As many bytes as a module may have: of nothing in it there can be more. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_PAGES = 65_536;
const MOST_FUEL = 2n ** 63n - 1n;

const text = (most: number) =>
  z.string().min(1).max(most).refine(isReadable, 'has a character that cannot be seen');
const whole = (most: number) => z.number().int().min(0).max(most);
const count = whole(MOST_BYTES);
const digest = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, 'must be 0x and 64 hex digits in lower case')
  .transform((hex) => hex as Hex);
const fuel = z
  .string()
  .regex(/^(0|[1-9]\d{0,18})$/, 'must be a whole number as a decimal text')
  // Asked also of what is no number, which BigInt would throw at.
  .refine((units) => !/^\d{1,19}$/.test(units) || BigInt(units) <= MOST_FUEL, 'above 2^63 - 1');
const isUnique = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** Names of host functions of one kind, each once. */
const imports = (kind: RegExp) =>
  z
    .array(z.string().max(40).regex(kind, 'is no host function of this kind'))
    .max(64)
    .refine(isUnique, 'has one twice');

const TOO_MANY = {
  message: 'there cannot be more of them than instructions',
  path: ['instructions'],
};

/** What is in a module's code, found without running it. */
export const lintSchema = z
  .strictObject({
    /** The host functions that it imports, by what they reach. */
    imports: z.strictObject({
      files: imports(/^(fd|path)_[a-z_]+$/),
      arguments: imports(/^(args|environ)_[a-z_]+$/),
      clock: imports(/^(clock_[a-z_]+|poll_oneoff)$/),
      random: imports(/^random_get$/),
      process: imports(/^(proc|sched)_[a-z_]+$/),
      sockets: imports(/^sock_[a-z_]+$/),
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
    /** In format 1: memory.copy and memory.fill alone. */
    bulkMemory: count,
    /** Instructions that read, write, fill or grow tables; format 1 does not tell. */
    tables: count.optional(),
    /** Instructions that make or test references; format 1 does not tell. */
    references: count.optional(),
    signExtension: count,
    saturatingTruncation: count,
    multiValue: z.boolean(),
    /** In pages of 64 KiB; null: the module itself names no maximum. */
    memory: z
      .strictObject({ minPages: whole(MOST_PAGES), maxPages: whole(MOST_PAGES).nullable() })
      .refine(
        ({ minPages, maxPages }) => minPages <= (maxPages ?? MOST_PAGES),
        'its most is below its least',
      ),
  })
  .refine((lint) => {
    const { instructions, loops, indirectCalls, memoryGrows, floats, simd } = lint;
    const { bulkMemory, tables = 0, references = 0, signExtension, saturatingTruncation } = lint;
    const parts = [loops, indirectCalls, memoryGrows, floats, simd, bulkMemory, tables, references];
    return Math.max(...parts, signExtension, saturatingTruncation) <= instructions;
  }, TOO_MANY)
  .refine(({ floats, nanMakers }) => nanMakers <= floats, {
    message: 'there cannot be more of them than of floats',
    path: ['nanMakers'],
  });

const TIERS = {
  default: /^Node \d{1,3}$/,
  liftoff: /^Node \d{1,3}, Liftoff only$/,
  turbofan: /^Node \d{1,3}, TurboFan only$/,
} as const;

export const runtimeSchema = z
  .strictObject({
    /** As people call it: "Node 22, Liftoff only". */
    name: z.string().max(40),
    /** Version of V8. */
    v8: z.string().regex(/^\d{1,4}(\.\d{1,6}){1,3}$/, 'must be a version such as 11.3.244.8'),
    /** `default`: V8 chooses between its compilers as it likes. */
    tier: z.enum(['default', 'liftoff', 'turbofan']),
  })
  .refine(({ name, tier }) => TIERS[tier].test(name), {
    message: 'must be Node, its version and its tier',
    path: ['name'],
  });

/** A run of one input; every runtime of the certificate came to the same. */
export const runSchema = z
  .strictObject({
    /** "example", "sample 1", "near 1", "far 2"; of a program "stdin 0". */
    input: z
      .string()
      .regex(/^(example|(sample|near|far) [1-9]\d{0,2}|stdin (0|[1-9]\d{0,2}))$/, 'is no input'),
    /** The id of a job's input bundle with a salt of zeros; sha256 of a program's stdin. */
    inputDigest: digest,
    fuelLimit: fuel,
    status: z.enum(EXECUTION_STATUSES),
    exitCode: whole(2 ** 32 - 1),
    fuel,
    /** Pages of 64 KiB that the memory had at the end, which is its most. */
    memoryPages: whole(MOST_PAGES),
    /** With a salt of zeros. */
    resultDigest: digest,
    stateDigest: digest,
  })
  .refine(({ status, exitCode }) => status === 'completed' || exitCode === 0, {
    message: 'must be 0 where the run is not completed',
    path: ['exitCode'],
  })
  .refine(({ fuel: used, fuelLimit }) => isNoMore(used, fuelLimit), {
    message: 'is above the limit',
    path: ['fuel'],
  });

/** Of decimal texts without leading zeros. */
const isNoMore = (left: string, right: string): boolean =>
  left.length === right.length ? left <= right : left.length < right.length;

const dependenceOn = z
  .strictObject({
    /** More runs of the example, each begun elsewhere; none where the module does not ask for it. */
    runs: whole(10),
    /** Whether one of them ended in another way or wrote anything else. */
    outputs: z.boolean(),
    /** Whether one of them took other fuel. */
    fuel: z.boolean(),
  })
  .refine(({ runs, outputs, fuel: other }) => runs > 0 || !(outputs || other), {
    message: 'nothing was run',
    path: ['runs'],
  });

/**
 * Whether what the example comes to depends on where virtual time begins, and on which random numbers
 * are drawn. In a deal both follow from the job, so it says what a module does and is no fault.
 */
export const dependenceSchema = z.strictObject({ clock: dependenceOn, random: dependenceOn });

export const CERTIFICATE_FORMAT = 'reckon-certificate-2';
/** Certificates of it are still read; it tells neither `dependence` nor two counts of the lint. */
const FORMER_FORMAT = 'reckon-certificate-1';

export const bodySchema = z
  .strictObject({
    format: z.enum([FORMER_FORMAT, CERTIFICATE_FORMAT], {
      error: `must be ${CERTIFICATE_FORMAT} or ${FORMER_FORMAT}: certify the module anew`,
    }),
    engine: z.string().regex(/^reckon-wasm@\d{1,4}\.\d{1,4}\.\d{1,4}$/, 'is no engine of wasm'),
    subject: z.strictObject({
      name: text(255),
      /** null: a bare program, which has no manifest. */
      moduleId: digest.nullable(),
      wasmSha256: digest,
      wasmBytes: count.min(8),
    }),
    lint: lintSchema,
    runtimes: z.array(runtimeSchema).min(1).max(50),
    runs: z.array(runSchema).min(1).max(200),
    /** null: a bare program, whose randomness and clock are as they are. */
    dependence: dependenceSchema.nullable().optional(),
    verdict: z.strictObject({ class: z.literal('A'), reasons: z.array(text(500)).min(1).max(20) }),
  })
  .refine(({ format, lint, dependence }) => {
    const added = [lint.tables, lint.references, dependence];
    const isThere = format === CERTIFICATE_FORMAT;
    return added.every((one) => (one !== undefined) === isThere);
  }, 'does not tell what its format tells')
  .refine(({ runtimes }) => isUnique(runtimes.map(({ name, v8 }) => `${name} ${v8}`)), {
    message: 'has one twice',
    path: ['runtimes'],
  })
  .refine(({ runs }) => isUnique(runs.map(({ input }) => input)), {
    message: 'has an input twice',
    path: ['runs'],
  });

/** CIDv1 (raw, sha-256) of a body in canonical JSON. */
export const certificateCid = z
  .string()
  .regex(/^bafkrei[a-z2-7]{52}$/, 'must be a CIDv1 of raw bytes with sha-256');

const certificateSignature = z.strictObject({
  signer: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address')
    .transform((hex) => hex as Hex),
  signature: z
    .string()
    .regex(/^0x[0-9a-f]{128}(1b|1c)$/, 'must be 65 bytes, the last of them 27 or 28')
    .transform((hex) => hex as Hex),
});

export const certificateSchema = z.strictObject({
  cid: certificateCid,
  /** EIP-191, over `certificateText(cid)`; null: nobody vouches for it, run it again. */
  signature: certificateSignature.nullable(),
  body: bodySchema,
});
