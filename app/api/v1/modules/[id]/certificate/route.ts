import { findModule } from '@/app/_data/catalogue';
import { certificateOf } from '@/app/_data/certificates';
import { moduleIdOf } from '@/app/_data/listed-modules';
import { ApiProblem } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { readAuthorCertificate } from '@/lib/modules/published-modules.query';

/**
 * A curated module's determinism certificate, or what the author of a module in a container says of its
 * runs: {cid, signature, body}; cid is that of body in canonical JSON.
 */
export const GET = route<{ id: string }>(async (_request, { id }) => {
  const module = await findModule(id);
  const hint = 'npm run -s job -- certify MODULE makes one of any module.';
  if (!module) {
    const published = moduleIdOf(id);
    const claim = published && (await readAuthorCertificate(webDatabase(), published));
    if (claim) return claim;
    throw new ApiProblem(404, 'unknown-module', `No certificate of a module ${id} is here.`, hint);
  }
  const certificate = await certificateOf(module);
  if (!certificate) {
    const message = `There is no certificate of this version of ${module.manifest.name}.`;
    throw new ApiProblem(404, 'no-certificate', message, hint);
  }
  return certificate;
});
