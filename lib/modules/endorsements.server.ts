import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Address, type Hex, hashTypedData } from 'viem';
import { isSignedByKey } from '../chain/key-signature';
import { sameHex } from '../shared/address';
import { endorsementsSchema, endorsementTypedData } from './endorsements';

/** The list of endorsed modules cannot be used, and why; then none counts as endorsed. */
export class EndorsementsError extends Error {
  override name = 'EndorsementsError';
}

/**
 * Reads modules/endorsements.json and holds it against the maintainer who is trusted here.
 *
 * @param maintainer whose signature counts; undefined where nobody's does
 * @returns the ids of endorsed modules, in lower case
 * @throws EndorsementsError missing, malformed, of somebody else, or not signed
 */
export async function readEndorsements(
  maintainer: Address | undefined,
  file: string = join(process.cwd(), 'modules', 'endorsements.json'),
): Promise<ReadonlySet<Hex>> {
  if (maintainer === undefined) {
    throw new EndorsementsError('MAINTAINER_ADDRESS names nobody whose endorsements count');
  }
  const list = await listOf(file);
  if (!sameHex(list.maintainer, maintainer)) {
    throw new EndorsementsError(`${file} is signed by ${list.maintainer}, not by ${maintainer}`);
  }
  const digest = hashTypedData(endorsementTypedData(list));
  if (!(await isSignedByKey(maintainer, digest, list.signature))) {
    throw new EndorsementsError(`${file}: the signature is not that of ${maintainer}`);
  }
  return new Set(list.moduleIds);
}

async function listOf(file: string) {
  try {
    return endorsementsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new EndorsementsError(`${file} is missing or malformed`, { cause });
  }
}
