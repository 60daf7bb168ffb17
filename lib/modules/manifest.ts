import { z } from 'zod';
import { depthOf } from '../shared/json-depth';
import '../shared/zod-without-code';

/** The manifest says something that Reckon does not accept. */
export class ManifestError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ManifestError';
  }
}

const LARGEST_MANIFEST = 256 * 1024;
const DEEPEST_MANIFEST = 32;
const LARGEST_NUMBER = Number.MAX_SAFE_INTEGER;
const text = (most: number) => z.string().min(1).max(most);
const count = (most: number) => z.number().int().min(0).max(most);

const described = {
  title: text(200).optional(),
  description: z.string().max(2_000).optional(),
  'x-hint': z.string().max(500).optional(),
};

/**
 * The part of JSON Schema 2020-12 that inputs may use: every keyword here gives the same answer
 * everywhere in bounded time. No patterns (a regular expression can run for ever), no references.
 */
const textSchema = z.strictObject({
  type: z.literal('string'),
  ...described,
  default: z.string().max(100_000).optional(),
  enum: z.array(z.string().max(200)).min(1).max(200).optional(),
  minLength: count(1_000_000).optional(),
  maxLength: count(1_000_000).optional(),
  'x-multiline': z.boolean().optional(),
});

const fileSchema = z.strictObject({
  type: z.literal('string'),
  format: z.literal('file'),
  ...described,
  'x-mediaTypes': z.array(text(100)).max(50).optional(),
  'x-maxBytes': count(LARGEST_NUMBER).optional(),
  /** A job may name a list of files here: the module is run on each (from reckon-wasm@2.0.0 on). */
  'x-map': z.literal(true).optional(),
});

const numberSchema = z.strictObject({
  type: z.enum(['number', 'integer']),
  ...described,
  default: z.number().optional(),
  enum: z.array(z.number()).min(1).max(200).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
});

const switchSchema = z.strictObject({
  type: z.literal('boolean'),
  ...described,
  default: z.boolean().optional(),
});

const inputsSchema = z.strictObject({
  $schema: z.literal('https://json-schema.org/draft/2020-12/schema').optional(),
  type: z.literal('object'),
  ...described,
  properties: z
    .record(
      z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/),
      z.union([fileSchema, textSchema, numberSchema, switchSchema]),
    )
    .refine((properties) => Object.keys(properties).length <= 100, 'more than 100 inputs')
    .refine(
      (properties) => Object.values(properties).filter((input) => 'x-map' in input).length <= 1,
      'more than one input with x-map',
    ),
  required: z.array(text(64)).max(100).optional(),
  additionalProperties: z.literal(false),
});

/** A file inside a module or result directory: relative, no empty, `.` or `..` parts. */
export const relativePath = text(1_000).refine(
  (path) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
  'not a relative path',
);

/** What the manifest of any module says, whatever engine runs it. */
export const COMMON_FIELDS = {
  /** argv[0] of a wasm module. */
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  title: text(100),
  version: text(50),
  summary: text(300),
  description: z.string().max(10_000),
  author: text(300),
  licence: text(300),
  engine: text(100),
  /** What a job needs; MiB, thousandths of a core. */
  resources: z.strictObject({
    cpuMilli: count(1_000_000),
    memoryMiB: count(1_000_000),
    storageMiB: count(1_000_000),
    gpuCount: count(1_000),
    gpuMemoryMiB: count(1_000_000),
  }),
  /** Decimal; the limit that a job gets unless its buyer chooses another. */
  fuelLimit: z
    .string()
    .regex(/^[1-9][0-9]{0,18}$/)
    .refine(
      // Asked also of what is no number, which BigInt would throw at.
      (limit) => !/^\d{1,19}$/.test(limit) || BigInt(limit) < 2n ** 63n,
      'larger than 2^63 - 1',
    ),
  inputs: inputsSchema,
  outputs: z
    .array(
      z.strictObject({
        path: relativePath,
        kind: z.enum(['text', 'table', 'image', 'audio', 'file']),
        mediaType: text(100),
        title: text(100),
      }),
    )
    .max(50),
  /** A job that runs as it is; `files` maps names to files of the module's directory. */
  example: z.strictObject({
    job: z.record(z.string(), z.json()),
    files: z.record(text(255), relativePath),
  }),
  tags: z.array(text(50)).max(20),
} as const;

export const manifestSchema = z
  .strictObject({
    ...COMMON_FIELDS,
    /** A: determinism is enforced by the engine. */
    class: z.literal('A'),
    entry: relativePath,
  })
  .describe('manifest.json of a wasm module');

export type Manifest = z.infer<typeof manifestSchema>;

/**
 * Reads the manifest.json of a wasm module.
 *
 * @throws ManifestError not UTF-8 JSON, or not what the schema wants; the message names the place
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  return checkManifest(manifestSchema, readManifestJson(bytes));
}

/** @throws ManifestError not JSON in UTF-8, or more of it than is read */
export function readManifestJson(bytes: Uint8Array): unknown {
  if (bytes.length > LARGEST_MANIFEST) throw new ManifestError('manifest.json is too large');
  try {
    const json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // How deep a value may be before a reader's stack ends differs between machines.
    if (depthOf(json) > DEEPEST_MANIFEST) throw new ManifestError('manifest.json is too deep');
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof ManifestError) throw error;
    throw new ManifestError('manifest.json is not JSON in UTF-8', { cause: error });
  }
}

/** @throws ManifestError which names the first place that is not as the schema wants it */
export function checkManifest<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') || 'the whole';
  throw new ManifestError(`manifest.json: ${place}: ${issue?.message}`, { cause: parsed.error });
}
