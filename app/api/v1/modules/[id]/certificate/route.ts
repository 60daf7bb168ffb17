import { findModule } from '@/app/_data/catalogue';
import { certificateOf, certificationOf } from '@/app/_data/certificates';
import { moduleIdOf } from '@/app/_data/listed-modules';
import { ApiProblem, json } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import type { CertificationState } from '@/lib/modules/certification';
import { certificationWords } from '@/lib/modules/certification.view';
import { isContainer } from '@/lib/modules/oci-manifest';
import { findPublishedModule, readAuthorCertificate } from '@/lib/modules/published-modules.query';

/**
 * A module's determinism certificate: a curated one's, or what this market's certifier found of one
 * that somebody published; of a module in a container what its author says of its runs. {cid,
 * signature, body}; cid is that of body in canonical JSON. The headers certificate-build and
 * engine-build tell whether an older build of the engine made it.
 */
export const GET = route<{ id: string }>(async (_request, { id }) => {
  const own = await findModule(id);
  if (!own) return publishedCertificate(id);
  const certificate = await certificateOf(own);
  if (!certificate) throw noCertificate(`There is none of this version of ${own.manifest.name}.`);
  return certificate;
});

async function publishedCertificate(text: string) {
  const id = moduleIdOf(text);
  const module = id && (await findPublishedModule(webDatabase(), id));
  if (!module) throw new ApiProblem(404, 'unknown-module', `There is no module ${text} here.`);
  const db = webDatabase();
  if (isContainer(module.manifest)) {
    const claim = await readAuthorCertificate(db, module.id);
    if (!claim) throw noCertificate('Its author has handed in none.');
    return claim;
  }
  const certification = await certificationOf(db, module, Math.floor(Date.now() / 1_000));
  if (certification.state === 'certified') {
    const { certificate, builds } = certification;
    const response = json(certificate);
    response.headers.set('certificate-build', String(builds.made));
    response.headers.set('engine-build', String(builds.present));
    return response;
  }
  const { title, text: words } = certificationWords(certification);
  throw noCertificate(`${title}. ${words}`, certification.state);
}

/** @param state why there is none of a module that this market's certifier tries */
function noCertificate(message: string, state?: Exclude<CertificationState['state'], 'certified'>) {
  const code = state === undefined ? 'no-certificate' : `certificate-${state}`;
  const hint = 'npm run -s job -- certify MODULE makes one of any module.';
  return new ApiProblem(404, code, message, hint);
}
