import { findModule } from '@/app/_data/catalogue';
import { certificateOf } from '@/app/_data/certificates';
import { ApiProblem } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';

/** A curated module's determinism certificate: {cid, signature, body}; cid is that of body in canonical JSON. */
export const GET = route<{ id: string }>(async (_request, { id }) => {
  const module = await findModule(id);
  const hint = 'npm run -s job -- certify MODULE makes one of any module.';
  if (!module) {
    throw new ApiProblem(404, 'unknown-module', `No curated module ${id} is known here.`, hint);
  }
  const certificate = await certificateOf(module);
  if (!certificate) {
    const message = `There is no certificate of this version of ${module.manifest.name}.`;
    throw new ApiProblem(404, 'no-certificate', message, hint);
  }
  return certificate;
});
