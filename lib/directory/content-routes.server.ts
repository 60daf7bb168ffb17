import type { Context } from 'hono';
import { encodeCar, maxCarBytes, openCar } from '../content/car';
import { type Content, idOfCid, parseCid } from '../content/content-id';
import { callerOf, type DirectoryApp, demandRate, senderOf } from './directory-context.server';
import { readContent } from './read-content.service';
import { receiveContent } from './receive-content.service';
import { ServiceError } from './service-error';

export const CAR_TYPE = 'application/vnd.ipld.car';

/** POST /content takes a CAR; GET /content/:cid gives one. */
export function addContentRoutes(app: DirectoryApp): void {
  const { hono, ports, limits } = app;

  hono.post('/content', async (context) => {
    const type = context.req.header('content-type')?.split(';')[0]?.trim();
    if (type !== CAR_TYPE && type !== 'application/octet-stream') {
      throw new ServiceError(415, 'type_unknown', `Send a CAR archive as ${CAR_TYPE}.`);
    }
    demandRate(app, app.uploads, context);
    return app.bodies.withBody(context.req.raw, maxCarBytes(limits), async (body) => {
      demandRate(app, app.uploadBytes, context, body.length);
      const caller = await callerOf(app, context, body);
      const content = await openCar(body, { limits });
      await receiveContent(ports, content, senderOf(app, context, caller));
      return context.json({ cid: content.cid, id: content.id }, 201);
    });
  });

  hono.get('/content/:cid', async (context) => {
    const cid = parseCid(context.req.param('cid')).toString();
    const caller = await callerOf(app, context);
    const content = await readContent(ports, idOfCid(cid), caller);
    const isPublic = caller === undefined;
    return carAnswer(
      context,
      content,
      isPublic ? 'public, max-age=31536000, immutable' : 'no-store',
    );
  });
}

/** Content as a CAR: what IPFS tools read, and nothing that a browser would show or run. */
export function carAnswer(context: Context, content: Content, cacheControl: string): Response {
  return context.body(encodeCar(content) as Uint8Array<ArrayBuffer>, 200, {
    'content-type': `${CAR_TYPE}; version=1`,
    'cache-control': cacheControl,
    'x-content-type-options': 'nosniff',
  });
}
