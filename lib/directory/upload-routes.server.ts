import type { Context } from 'hono';
import { z } from 'zod';
import { openCar } from '../content/car';
import { parseCid } from '../content/content-id';
import { type DirectoryApp, demandRate, senderOf, withJson } from './directory-context.server';
import { receiveContent } from './receive-content.service';
import { parseBody } from './request-fields';
import { quotaKeyOf } from './upload-quota';
import { UPLOADS_PATH } from './uploads.server';

const finishBody = z.object({ cid: z.string().max(100) });

/**
 * Uploads in parts: POST, HEAD, PATCH and DELETE of /uploads as the tus protocol says, without
 * anybody's rights; then POST /uploads/:id/content {cid}, signed like any upload, makes content of it.
 */
export function addUploadRoutes(app: DirectoryApp): void {
  const { hono, ports, limits, resumable } = app;

  hono.post(`${UPLOADS_PATH}/:id/content`, (context) => {
    demandRate(app, app.uploads, context);
    return withJson(app, context, async (json, caller) => {
      const { cid } = parseBody(finishBody, json);
      const expectedCid = parseCid(cid).toString();
      const { size, read } = await resumable.whole(context.req.param('id'));
      return app.bodies.withRoom(size, async () => {
        const content = await openCar(await read(), { limits, expectedCid });
        await receiveContent(ports, content, senderOf(app, context, caller));
        return context.json({ cid: content.cid, id: content.id }, 201);
      });
    });
  });

  const handle = async (context: Context) => {
    if (context.req.method === 'POST') {
      demandRate(app, app.uploads, context);
      const length = Number(context.req.header('upload-length') ?? 0);
      if (length > 0) demandRate(app, app.uploadBytes, context, length);
    }
    const answer = await resumable.handle(context.req.raw, quotaKeyOf(app.remoteOf(context)));
    const headers = new Headers(answer.headers);
    // Which pages may read the answer is said once, for all routes.
    for (const name of [...headers.keys()]) {
      if (name.startsWith('access-control-')) headers.delete(name);
    }
    if (answer.status >= 400) headers.set('content-type', 'application/json');
    return new Response(answer.body, { status: answer.status, headers });
  };
  hono.on(['POST'], UPLOADS_PATH, handle);
  hono.on(['PATCH', 'DELETE'], `${UPLOADS_PATH}/:id`, handle);
  // HEAD comes as GET here; what was uploaded is not for reading.
  hono.get(`${UPLOADS_PATH}/:id`, (context) =>
    context.req.raw.method === 'HEAD' ? handle(context) : context.notFound(),
  );
}
