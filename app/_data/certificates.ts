import type { Hex } from 'viem';
import type { Db } from '@/lib/db/database.server';
import { TRANSFORMER_BUILD } from '@/lib/execution/wasm/transform-module';
import { createLogger } from '@/lib/log/logger.server';
import type { CatalogueModule } from '@/lib/modules/catalogue.server';
import type { Certificate } from '@/lib/modules/certificate';
import {
  CertificateError,
  problemsOfSignature,
  readCertificate,
} from '@/lib/modules/certificate.server';
import {
  type CertificationState,
  certificationStateOf,
  SOON_SECONDS,
} from '@/lib/modules/certification';
import { isCertifierSeen, readCertification } from '@/lib/modules/certifications.query';

const log = createLogger('pages');

/** The certificate of a curated module as it is; undefined where there is none of this version. */
export async function certificateOf(module: CatalogueModule): Promise<Certificate | undefined> {
  try {
    return await readCertificate(module);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    log.error({ err: error }, 'a module is shown without a certificate');
    return undefined;
  }
}

/**
 * How far this market's certifier is with a module that somebody published.
 *
 * @param publishedAt and `now` in seconds since 1970
 */
export async function certificationOf(
  db: Db,
  { id, publishedAt }: { readonly id: Hex; readonly publishedAt: number | bigint | null },
  now: number,
): Promise<CertificationState> {
  const state = certificationStateOf(await readCertification(db, id), now, TRANSFORMER_BUILD);
  const isNew = publishedAt !== null && now - Number(publishedAt) < SOON_SECONDS;
  if (state.state !== 'waiting' || isNew || (await isCertifierSeen(db, now))) return state;
  return { state: 'unattended' };
}

/** Whether the signer that a certificate names has signed it. */
export async function isCertificateSigned(certificate: Certificate): Promise<boolean> {
  if (certificate.signature === null) return false;
  return (await problemsOfSignature(certificate)).length === 0;
}
