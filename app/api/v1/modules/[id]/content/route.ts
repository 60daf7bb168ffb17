import { moduleIdOf } from '@/app/_data/listed-modules';
import { ApiProblem } from '@/app/api/_http/respond';
import { route } from '@/app/api/_http/route';
import { webDatabase } from '@/lib/db/web-database.server';
import { readPublishedCar } from '@/lib/modules/published-modules.query';

/** A published module's folder as a CAR: whoever needs it in a directory can put it there. */
export const GET = route<{ id: string }>(async (_request, { id }) => {
  const wanted = moduleIdOf(id);
  const car = wanted && (await readPublishedCar(webDatabase(), wanted));
  if (!car) {
    const hint = 'The project’s own modules are in every directory, under their cid.';
    throw new ApiProblem(404, 'unknown-module', `No published module ${id} is known here.`, hint);
  }
  return new Response(car as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': 'application/vnd.ipld.car; version=1',
      'cache-control': 'public, max-age=31536000, immutable',
    },
  });
});
