import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Address, type Hex, hashTypedData } from 'viem';
import { isSignedByKey } from '../chain/key-signature';
import { sameHex } from '../shared/address';
import type { CatalogueModule } from './catalogue.server';
import { CertificateError, readCertificate } from './certificate.server';
import { endorsementsSchema, endorsementTypedData } from './endorsements';

/** The list of endorsed modules cannot be used, and why; then none counts as endorsed. */
export class EndorsementsError extends Error {
  override name = 'EndorsementsError';
}

/**
 * Reads modules/endorsements.json and holds it against the maintainer who is trusted here.
 *
 * @param maintainer whose signature counts; undefined where nobody's does
 * @returns the CID of the certificate by which each module is endorsed, by the module's id in lower case
 * @throws EndorsementsError missing, malformed, of somebody else, or not signed
 */
export async function readEndorsements(
  maintainer: Address | undefined,
  file: string = join(process.cwd(), 'modules', 'endorsements.json'),
): Promise<ReadonlyMap<Hex, string>> {
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
  return new Map(list.modules.map(({ moduleId, certificate }) => [moduleId, certificate]));
}

async function listOf(file: string) {
  try {
    return endorsementsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new EndorsementsError(`${file} is missing or malformed`, { cause });
  }
}

/**
 * Those of the project's own modules that are endorsed by another certificate than the one beside them,
 * or that have none that counts: they are not on the curated list, whatever was signed once.
 *
 * @returns why, by the module's id
 */
export async function problemsOfEndorsed(
  endorsed: ReadonlyMap<Hex, string>,
  own: readonly CatalogueModule[],
  folder?: string,
): Promise<ReadonlyMap<Hex, string>> {
  const problems = new Map<Hex, string>();
  for (const module of own) {
    const signed = endorsed.get(module.id);
    if (signed === undefined) continue;
    try {
      const { cid } = await readCertificate(module, folder);
      if (cid === signed) continue;
      const { name } = module.manifest;
      const again = 'npm run modules:endorse';
      problems.set(module.id, `${name}: certificate ${cid}, endorsed by ${signed} (${again})`);
    } catch (error) {
      if (!(error instanceof CertificateError)) throw error;
      problems.set(module.id, error.message);
    }
  }
  return problems;
}
