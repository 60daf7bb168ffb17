import { z } from 'zod';
import { idOfCid, parseCid } from '../content/content-id';
import { type DirectoryApp, demandCaller, demandRate, withJson } from './directory-context.server';
import { issueResultReceipt, keepSeatResult } from './hand-in-result.service';
import { issueInputReceipt, newlyPromised } from './issue-input-receipt.service';
import { account, bytes32, parseBody, unixSeconds } from './request-fields';

const inputBody = z.object({
  moduleId: bytes32,
  inputsId: bytes32,
  buyer: account,
  proof: bytes32,
  heldUntil: unixSeconds.optional(),
});
const resultBody = z.object({ dealId: bytes32, cid: z.string().max(100) });
const seatBody = resultBody.extend({ party: account });

/** POST /receipts/input, POST /receipts/result (providers), POST /results (seats). */
export function addReceiptRoutes(app: DirectoryApp): void {
  const { hono, ports } = app;

  hono.post('/receipts/input', (context) => {
    demandRate(app, app.writes, context);
    return withJson(app, context, async (json) => {
      const request = parseBody(inputBody, json);
      // Anybody may ask: what one address can have held for months is bounded.
      demandRate(app, app.promises, context, newlyPromised(ports, request));
      const receipt = await issueInputReceipt(ports, request);
      return context.json(receipt, 201);
    });
  });

  hono.post('/receipts/result', (context) => {
    demandRate(app, app.writes, context);
    return withJson(app, context, async (json, caller) => {
      const { dealId, cid } = parseBody(resultBody, json);
      const request = { dealId, resultId: idOfCid(parseCid(cid).toString()) };
      const began = Date.now();
      const receipt = await issueResultReceipt(ports, request, demandCaller(caller));
      app.onResultReceipt?.(dealId, began);
      return context.json({ ...receipt, fuelUsed: receipt.fuelUsed.toString() }, 201);
    });
  });

  hono.post('/results', (context) => {
    demandRate(app, app.writes, context);
    return withJson(app, context, async (json, caller) => {
      const { dealId, cid, party } = parseBody(seatBody, json);
      const request = { dealId, party, resultId: idOfCid(parseCid(cid).toString()) };
      const kept = await keepSeatResult(ports, request, demandCaller(caller));
      return context.json({ dealId, party, ...kept }, 202);
    });
  });
}
