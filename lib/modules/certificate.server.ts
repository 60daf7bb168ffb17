import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashMessage } from 'viem';
import { isSignedByKey } from '../chain/key-signature';
import type { CatalogueModule } from './catalogue.server';
import type { Certificate } from './certificate';
import {
  certificateText,
  parseCertificate,
  problemsOfCertificate,
  problemsOfRuntimes,
} from './certificate';

/** A module without a certificate that speaks of it. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/**
 * The certificate in a curated module's folder. Every curated module must have one; it is no part of
 * the module's content, so that a new trial changes no id. It may be signed or not: what vouches for
 * it is the endorsement, which names its CID (endorsements.server).
 *
 * @param folder the project's modules/ by default
 * @throws CertificateError there is none, it is malformed, it is of other bytes, it was tried on too
 *   few engines, or whoever it names has not signed it
 */
export async function readCertificate(
  { id, manifest, files }: CatalogueModule,
  folder: string = join(process.cwd(), 'modules'),
): Promise<Certificate> {
  const again = `npm run modules:certify -- ${manifest.name}`;
  const refuse = (problem: string, cause?: unknown) =>
    new CertificateError(`${manifest.name}/certificate.json: ${problem} (${again})`, { cause });
  const path = join(folder, manifest.name, 'certificate.json');
  let certificate: Certificate;
  try {
    certificate = parseCertificate(await readFile(path, 'utf8'));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw refuse(isMissing ? 'there is none' : (error as Error).message, error);
  }
  const wasm = files.get(manifest.entry) ?? new Uint8Array(0);
  const problems = [
    ...problemsOfCertificate(certificate, { id, engine: manifest.engine, wasm }),
    ...problemsOfRuntimes(certificate.body.runtimes),
    ...(await problemsOfSignature(certificate)),
  ];
  if (problems.length > 0) throw refuse(problems.join('; '));
  return certificate;
}

/** None where it has no signature: that says nothing, and claims nothing. */
export async function problemsOfSignature({ cid, signature }: Certificate): Promise<string[]> {
  if (signature === null) return [];
  const digest = hashMessage(certificateText(cid));
  const { signer, signature: bytes } = signature;
  if (await isSignedByKey(signer, digest, bytes)) return [];
  return [`its signature is not that of ${signer}, whom it names`];
}
