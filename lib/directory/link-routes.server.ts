import type { Context } from 'hono';
import { z } from 'zod';
import { idOfCid, parseCid } from '../content/content-id';
import { carAnswer } from './content-routes.server';
import {
  callerOf,
  type DirectoryApp,
  demandCaller,
  demandRate,
  withJson,
} from './directory-context.server';
import { bytes32, parseBody, unixSeconds } from './request-fields';
import { ServiceError } from './service-error';
import {
  listLinks,
  makeLink,
  sharedContent,
  sharedResults,
  takeLinkBack,
} from './share-result.service';

const dealParams = z.object({ dealId: bytes32 });
const linkBody = z.object({ expiresAt: unixSeconds });
const linkParams = dealParams.extend({ linkId: z.string().max(64) });

const SCHEME = 'Link ';

/**
 * The buyer's links to a deal's results (/deals/:dealId/links), and what they open for people without
 * a wallet: GET /shared and /shared/content/:cid. The token is in the Authorization header, so that
 * no log of addresses has it.
 */
export function addLinkRoutes(app: DirectoryApp): void {
  const { hono, ports } = app;

  hono.get('/deals/:dealId/links', async (context) => {
    const { dealId } = parseBody(dealParams, context.req.param());
    const caller = demandCaller(await callerOf(app, context));
    return context.json({ links: await listLinks(ports, dealId, caller) });
  });

  hono.post('/deals/:dealId/links', (context) => {
    demandRate(app, app.writes, context);
    return withJson(app, context, async (json, caller) => {
      const { dealId } = parseBody(dealParams, context.req.param());
      const { expiresAt } = parseBody(linkBody, json);
      const link = await makeLink(ports, { dealId, expiresAt }, demandCaller(caller));
      return context.json(link, 201, { 'cache-control': 'no-store' });
    });
  });

  hono.delete('/deals/:dealId/links/:linkId', async (context) => {
    demandRate(app, app.writes, context);
    const request = parseBody(linkParams, context.req.param());
    const caller = demandCaller(await callerOf(app, context));
    return context.json({ links: await takeLinkBack(ports, request, caller) });
  });

  hono.get('/shared', async (context) => {
    demandRate(app, app.writes, context);
    const shared = await sharedResults(ports, tokenIn(context));
    return context.json(shared, 200, { 'cache-control': 'no-store' });
  });

  hono.get('/shared/content/:cid', async (context) => {
    demandRate(app, app.writes, context);
    const id = idOfCid(parseCid(context.req.param('cid')).toString());
    return carAnswer(context, await sharedContent(ports, tokenIn(context), id), 'no-store');
  });
}

function tokenIn(context: Context): string {
  const header = context.req.header('authorization') ?? '';
  if (header.startsWith(SCHEME)) return header.slice(SCHEME.length);
  throw new ServiceError(401, 'link_invalid', 'There is no link’s token in this request.');
}
