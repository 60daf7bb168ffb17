import { z } from 'zod';
import { changeGuest, listGuests, listResults } from './deal-results.service';
import {
  callerOf,
  type DirectoryApp,
  demandCaller,
  demandRate,
  withJson,
} from './directory-context.server';
import { account, bytes32, parseBody } from './request-fields';
import { tellProgress } from './seat-progress';

const guestBody = z.object({ guest: account });
const progressBody = z.object({ share: z.number().min(0).max(1) });
const dealParams = z.object({ dealId: bytes32 });
const guestParams = dealParams.extend({ guest: account });

/** GET /deals/:dealId/results, the buyer's guests, and how far the seats' runs are. */
export function addDealRoutes(app: DirectoryApp): void {
  const { hono, ports } = app;

  hono.get('/deals/:dealId/results', async (context) => {
    const { dealId } = parseBody(dealParams, context.req.param());
    const caller = demandCaller(await callerOf(app, context));
    return context.json({ results: await listResults(ports, dealId, caller) });
  });

  hono.get('/deals/:dealId/guests', async (context) => {
    const { dealId } = parseBody(dealParams, context.req.param());
    const caller = demandCaller(await callerOf(app, context));
    return context.json({ guests: await listGuests(ports, dealId, caller) });
  });

  hono.post('/deals/:dealId/guests', (context) => {
    demandRate(app, app.writes, context);
    return withJson(app, context, async (json, caller) => {
      const { dealId } = parseBody(dealParams, context.req.param());
      const { guest } = parseBody(guestBody, json);
      const change = { dealId, guest, isGuest: true };
      return context.json({ guests: await changeGuest(ports, change, demandCaller(caller)) }, 201);
    });
  });

  hono.delete('/deals/:dealId/guests/:guest', async (context) => {
    demandRate(app, app.writes, context);
    const { dealId, guest } = parseBody(guestParams, context.req.param());
    const caller = demandCaller(await callerOf(app, context));
    const guests = await changeGuest(ports, { dealId, guest, isGuest: false }, caller);
    return context.json({ guests });
  });

  hono.get('/deals/:dealId/progress', (context) => {
    const { dealId } = parseBody(dealParams, context.req.param());
    const seats = app.progress.of(dealId, ports.now());
    return context.json({ seats }, 200, { 'cache-control': 'no-store' });
  });

  hono.post('/deals/:dealId/progress', (context) => {
    demandRate(app, app.writes, context);
    return withJson(app, context, async (json, caller) => {
      const { dealId } = parseBody(dealParams, context.req.param());
      const { share } = parseBody(progressBody, json);
      await tellProgress(ports, app.progress, { dealId, share }, demandCaller(caller));
      return context.json({ share });
    });
  });
}
