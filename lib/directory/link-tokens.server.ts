import { errors, jwtVerify, SignJWT } from 'jose';
import type { Hex } from 'viem';
import { readOrMakeSecret } from '../auth/session-tokens.server';

/** What a share link says: which deal's results, by which link, until when (Unix seconds). */
export type LinkClaim = {
  readonly dealId: Hex;
  readonly linkId: string;
  readonly expiresAt: number;
};

/** Signs and checks the tokens of share links. */
export type LinkTokens = {
  sign(claim: LinkClaim): Promise<string>;
  /** The claim of a token that is whole and ours; `now` in Unix seconds. */
  read(token: string, now: number): Promise<LinkClaim | 'invalid' | 'expired'>;
};

/**
 * Tokens signed with the secret in `folder` that sessions use too; their audience sets them apart, so
 * that a link never passes as a session.
 */
export function linkTokensIn(folder: string, directory: string): LinkTokens {
  const secret = readOrMakeSecret(folder);
  const audience = `${directory}/shared`;
  return {
    sign: ({ dealId, linkId, expiresAt }) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(dealId)
        .setJti(linkId)
        .setAudience(audience)
        .setExpirationTime(expiresAt)
        .sign(secret),
    async read(token, now) {
      try {
        const { payload } = await jwtVerify(token, secret, {
          algorithms: ['HS256'],
          audience,
          currentDate: new Date(now * 1000),
          requiredClaims: ['exp', 'sub', 'jti'],
        });
        const { sub, jti = '', exp = 0 } = payload;
        return { dealId: sub as Hex, linkId: jti, expiresAt: exp };
      } catch (error) {
        return error instanceof errors.JWTExpired ? 'expired' : 'invalid';
      }
    },
  };
}
