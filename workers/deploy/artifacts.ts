import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hex } from 'viem';
import { z } from 'zod';

const code = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/, 'holds unlinked libraries')
  .transform((value) => value.toLowerCase() as Hex);
const place = z.object({ start: z.number().int(), length: z.literal(32) });

const artifactSchema = z.object({
  bytecode: z.object({ object: code }),
  deployedBytecode: z.object({
    object: code,
    immutableReferences: z.record(z.string(), z.array(place)).default({}),
  }),
  metadata: z.object({
    compiler: z.object({ version: z.string() }),
    settings: z.object({
      evmVersion: z.string(),
      viaIR: z.boolean().default(false),
      optimizer: z.record(z.string(), z.unknown()),
      metadata: z.record(z.string(), z.unknown()).default({}),
    }),
  }),
});

/** A contract as forge built it. */
export interface Artifact {
  /** Runs the constructor; its arguments follow. */
  readonly creationCode: Hex;
  /** What lies on chain, with zeros for immutables. */
  readonly runtimeCode: Hex;
  /** First bytes of the words in `runtimeCode` that hold immutables. */
  readonly immutables: readonly number[];
  readonly compiler: {
    readonly version: string;
    /** What decides the code; no paths. */
    readonly settings: Record<string, unknown>;
  };
}

/**
 * Reads a contract from forge's output.
 * @throws where it was not built, or needs libraries
 */
export async function readArtifact(folder: string, contract: string): Promise<Artifact> {
  const path = join(folder, `${contract}.sol`, `${contract}.json`);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`${path} is missing: run npm run build:contracts`, { cause });
  });
  const { bytecode, deployedBytecode, metadata } = artifactSchema.parse(JSON.parse(text));
  const { evmVersion, viaIR, optimizer, metadata: appended } = metadata.settings;
  return {
    creationCode: bytecode.object,
    runtimeCode: deployedBytecode.object,
    immutables: Object.values(deployedBytecode.immutableReferences)
      .flat()
      .map(({ start }) => start)
      .sort((a, b) => a - b),
    compiler: {
      version: metadata.compiler.version,
      settings: { evmVersion, viaIR, optimizer, metadata: appended },
    },
  };
}

/** Creation code of a contract, as forge built it. */
export async function readCreationCode(folder: string, contract: string): Promise<Hex> {
  return (await readArtifact(folder, contract)).creationCode;
}
