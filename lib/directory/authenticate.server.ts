import {
  type AgentRequest,
  decodeCredentials,
  isInTime,
  isSignedBySigner,
  REQUEST_SCHEME,
  REQUEST_WINDOW,
  type RequestAudience,
} from '../auth/agent-request';
import { sha256Hex } from '../auth/body-hash';
import { ReplayGuard } from '../auth/replay-guard';
import type { SessionTokens } from '../auth/session-tokens.server';
import type { Caller } from './directory-ports';
import { ServiceError } from './service-error';

/** One HTTP request, as far as it is signed. */
export type SignedPart = {
  readonly authorization: string | undefined;
  readonly method: string;
  /** Path and query, as they were asked for. */
  readonly path: string;
  readonly body: Uint8Array;
};

/** Tells who sends a request: nobody, a wallet with a session, or a key that signed it. */
export class Authenticator {
  readonly #audiences: readonly RequestAudience[];
  readonly #tokens: SessionTokens;
  readonly #seen = new ReplayGuard();
  readonly #startedAt: bigint;

  constructor(audiences: readonly RequestAudience[], tokens: SessionTokens, startedAt: bigint) {
    this.#audiences = audiences;
    this.#tokens = tokens;
    this.#startedAt = startedAt;
  }

  /**
   * @returns undefined without an Authorization header
   * @throws ServiceError 401 where there is one and it does not hold
   */
  async callerOf(part: SignedPart, now: Date): Promise<Caller | undefined> {
    const { authorization } = part;
    if (authorization === undefined) return undefined;
    if (authorization.startsWith('Bearer ')) return this.#sessionOf(authorization, now);
    if (authorization.startsWith(`${REQUEST_SCHEME} `)) return this.#signerOf(part, now);
    throw new ServiceError(
      401,
      'authorization_unknown',
      'The Authorization header is of no kind that is known here.',
      `Use "Bearer" with a token of POST /session, or "${REQUEST_SCHEME}".`,
    );
  }

  async #sessionOf(authorization: string, now: Date): Promise<Caller> {
    const address = await this.#tokens.verify(authorization.slice('Bearer '.length), now);
    if (address !== undefined) return { address };
    throw new ServiceError(401, 'session_expired', 'Your session has ended.', 'Sign in again.');
  }

  async #signerOf(part: SignedPart, now: Date): Promise<Caller> {
    const credentials = decodeCredentials(part.authorization ?? '');
    if (credentials === undefined) {
      throw new ServiceError(401, 'request_malformed', 'The request’s signature cannot be read.');
    }
    const seconds = BigInt(Math.floor(now.getTime() / 1000));
    if (!isInTime(credentials.issuedAt, seconds, this.#startedAt)) {
      throw new ServiceError(
        401,
        'request_time',
        `The request was signed at ${credentials.issuedAt}, and it is ${seconds} here.`,
        `Sign it again; clocks may differ by ${REQUEST_WINDOW} seconds at most.`,
      );
    }
    const request: Pick<AgentRequest, 'method' | 'path' | 'bodyHash'> = {
      method: part.method,
      path: part.path,
      bodyHash: await sha256Hex(part.body),
    };
    const isSigned = await Promise.all(
      this.#audiences.map((audience) => isSignedBySigner(audience, request, credentials)),
    );
    if (!isSigned.includes(true)) {
      throw new ServiceError(
        401,
        'request_signature',
        'The signature is not of this request, or not for this directory and chain.',
        `This directory is ${this.#audiences
          .map(({ origin, chainId }) => `${origin} on chain ${chainId}`)
          .join(', or ')}.`,
      );
    }
    const until = credentials.issuedAt + REQUEST_WINDOW;
    const key = `${credentials.signer}${credentials.nonce}`.toLowerCase();
    if (!this.#seen.admit(key, until, seconds)) {
      throw new ServiceError(
        401,
        'request_replayed',
        'This very request was sent before.',
        'Sign it again with a fresh nonce.',
      );
    }
    return { address: credentials.signer };
  }
}
