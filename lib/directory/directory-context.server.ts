import type { Context, Hono } from 'hono';
import type { Hex } from 'viem';
import type { SiweSessions } from '../auth/siwe-session.server';
import type { ContentLimits } from '../content/content-limits';
import type { Authenticator } from './authenticate.server';
import type { Caller, DirectoryPorts } from './directory-ports';
import type { RateLimiter, RateRule } from './rate-limit';
import { signInFirst } from './read-content.service';
import type { BodyBudget } from './request-body.server';
import type { SeatsProgress } from './seat-progress';
import { ServiceError } from './service-error';
import { quotaKeyOf } from './upload-quota';
import type { Uploads } from './uploads.server';

export type DirectoryRates = {
  readonly uploads: RateRule;
  readonly uploadBytes: RateRule;
  /** Everything else that costs work: receipts, sessions, guests. */
  readonly writes: RateRule;
  /** Bytes of modules and inputs that are newly promised by input receipts. */
  readonly promises: RateRule;
  /** Uploads beyond a network's share for which the chain is asked whether a deal waits for them. */
  readonly owedAsks: RateRule;
};

export type DirectoryAppOptions = {
  readonly ports: DirectoryPorts;
  /** Uploads in parts. */
  readonly resumable: Uploads;
  readonly authenticator: Authenticator;
  readonly sessions: SiweSessions;
  readonly limits: ContentLimits;
  readonly rates: DirectoryRates;
  readonly maxBodyBytes: number;
  /** Who sent a request, for the rates. */
  readonly remoteOf: (context: Context) => string;
  readonly onError: (error: unknown, request: { method: string; path: string }) => void;
  /** Told of each receipt for a deal's result, and when its making began, in milliseconds. */
  readonly onResultReceipt?: ((dealId: Hex, began: number) => void) | undefined;
};

/** What the routes share. */
export type DirectoryApp = DirectoryAppOptions & {
  readonly hono: Hono;
  readonly bodies: BodyBudget;
  readonly uploads: RateLimiter;
  readonly uploadBytes: RateLimiter;
  readonly writes: RateLimiter;
  readonly promises: RateLimiter;
  readonly owedAsks: RateLimiter;
  readonly progress: SeatsProgress;
};

const MAX_JSON_BYTES = 64 * 1024;

/** Refuses a caller who is over a rate, saying when to come back. */
export function demandRate(
  app: DirectoryApp,
  limiter: RateLimiter,
  context: Context,
  cost = 1,
): void {
  const wait = limiter.take(quotaKeyOf(app.remoteOf(context)), cost, app.ports.now());
  if (wait === 0) return;
  context.header('retry-after', String(wait));
  throw new ServiceError(
    429,
    'too_many_requests',
    'Too much came from your address.',
    `Try again in ${wait} seconds.`,
  );
}

/** Who sent an upload, for the store. */
export function senderOf(app: DirectoryApp, context: Context, caller: Caller | undefined) {
  const remote = quotaKeyOf(app.remoteOf(context));
  const mayAsk = () => app.owedAsks.take(remote, 1, app.ports.now()) === 0;
  return { caller, remote, mayAsk };
}

/** Reads a JSON body and tells who sent it. */
export async function withJson<R>(
  app: DirectoryApp,
  context: Context,
  use: (json: unknown, caller: Caller | undefined) => Promise<R>,
): Promise<R> {
  return app.bodies.withBody(context.req.raw, MAX_JSON_BYTES, async (body) => {
    const caller = await callerOf(app, context, body);
    let json: unknown;
    try {
      json = body.length === 0 ? undefined : JSON.parse(new TextDecoder().decode(body));
    } catch {
      throw new ServiceError(400, 'json_malformed', 'The request’s body is not valid JSON.');
    }
    return use(json, caller);
  });
}

export function callerOf(
  app: DirectoryApp,
  context: Context,
  body: Uint8Array = new Uint8Array(),
): Promise<Caller | undefined> {
  const { pathname, search } = new URL(context.req.url);
  return app.authenticator.callerOf(
    {
      authorization: context.req.header('authorization'),
      method: context.req.method,
      path: `${pathname}${search}`,
      body,
    },
    new Date(app.ports.now() * 1000),
  );
}

/** The caller, who must have said who it is. */
export function demandCaller(caller: Caller | undefined): Caller {
  if (caller === undefined) throw signInFirst();
  return caller;
}
