import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jwtVerify, SignJWT } from 'jose';
import { type Address, getAddress, isAddress } from 'viem';

const SECRET_FILE = 'session.key';
const SESSION_SECONDS = 12 * 60 * 60;

/** Issues and checks bearer tokens of one service. The secret never leaves its data folder. */
export type SessionTokens = {
  issue(address: Address, now: Date): Promise<{ token: string; expiresAt: Date }>;
  /** The address of a token that is whole, ours and not expired. */
  verify(token: string, now: Date): Promise<Address | undefined>;
};

/** Tokens signed with the secret in `folder`, made on first use and readable by its owner only. */
export function sessionTokensIn(folder: string, audience: string): SessionTokens {
  const secret = readOrMakeSecret(folder);
  return {
    async issue(address, now) {
      const issuedAt = Math.floor(now.getTime() / 1000);
      const token = await new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(getAddress(address))
        .setAudience(audience)
        .setIssuer(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + SESSION_SECONDS)
        .sign(secret);
      return { token, expiresAt: new Date((issuedAt + SESSION_SECONDS) * 1000) };
    },
    async verify(token, now) {
      try {
        const { payload } = await jwtVerify(token, secret, {
          algorithms: ['HS256'],
          audience,
          issuer: audience,
          currentDate: now,
          requiredClaims: ['exp', 'sub'],
        });
        const { sub } = payload;
        return sub !== undefined && isAddress(sub) ? sub : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

/** The 32 secret bytes of a service's tokens, made on first use. */
export function readOrMakeSecret(folder: string): Uint8Array {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, SECRET_FILE);
  if (!existsSync(file)) {
    const draft = `${file}.${randomBytes(8).toString('hex')}`;
    writeFileSync(draft, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(draft);
    }
  }
  const secret = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (secret.length !== 32) {
    throw new Error(`${file} is damaged: delete it, and everybody signs in again`);
  }
  return secret;
}
