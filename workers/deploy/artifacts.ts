import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hex } from 'viem';
import { z } from 'zod';

const artifactSchema = z.object({
  bytecode: z.object({
    object: z.string().regex(/^0x[0-9a-fA-F]*$/, 'holds unlinked libraries'),
    linkReferences: z.record(z.string(), z.unknown()),
  }),
});

/** Creation code of a contract, as forge built it. */
export async function readCreationCode(folder: string, contract: string): Promise<Hex> {
  const path = join(folder, `${contract}.sol`, `${contract}.json`);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`${path} is missing: run npm run build:contracts`, { cause });
  });
  return artifactSchema.parse(JSON.parse(text)).bytecode.object as Hex;
}
