import { type Hex, isHex } from 'viem';
import { z } from 'zod';
import { type DirectoryApp, demandRate, withJson } from './directory-context.server';
import { parseBody } from './request-fields';
import { ServiceError } from './service-error';

const sessionBody = z.object({
  message: z.string().max(4000),
  signature: z
    .string()
    .max(20_000)
    .refine((value): value is Hex => isHex(value), 'must be hexadecimal'),
});

const REJECTIONS = {
  siwe_malformed: 'The sign-in message cannot be read.',
  siwe_domain: 'The sign-in message was made for a page that this directory does not know.',
  siwe_uri: 'The sign-in message is for another directory.',
  siwe_chain: 'The sign-in message is for another chain.',
  siwe_time: 'The sign-in message is too old, or from the future.',
  siwe_nonce: 'The sign-in message’s nonce was used before, or is not from here.',
  siwe_signature: 'The signature is not by the address in the sign-in message.',
} as const;

/** GET /session/nonce, POST /session {message, signature}: Sign-In with Ethereum. */
export function addSessionRoutes(app: DirectoryApp): void {
  const { hono, ports, sessions } = app;

  hono.get('/session/nonce', (context) => {
    demandRate(app, app.writes, context);
    const nonce = sessions.nonce(new Date(ports.now() * 1000));
    if (nonce === undefined) {
      throw new ServiceError(503, 'busy', 'Too many sign-ins are open.', 'Try again in a minute.');
    }
    return context.json({ nonce }, 200, { 'cache-control': 'no-store' });
  });

  hono.post('/session', (context) => {
    demandRate(app, app.writes, context);
    return withJson(app, context, async (json) => {
      const { message, signature } = parseBody(sessionBody, json);
      const result = await sessions.open(message, signature, new Date(ports.now() * 1000));
      if ('rejection' in result) {
        throw new ServiceError(
          401,
          result.rejection,
          REJECTIONS[result.rejection],
          'Ask for a new nonce and sign in again.',
        );
      }
      const { token, address, expiresAt } = result.session;
      return context.json({ token, address, expiresAt: expiresAt.toISOString() }, 201);
    });
  });
}
