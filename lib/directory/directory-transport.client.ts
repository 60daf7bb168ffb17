import { type RequestSigner, signAgentRequest } from '../auth/agent-request.client';
import { audienceOrigin } from '../auth/audience-origin';
import { ApiError } from '../shared/api-error';
import { inTime, isTimeout } from '../shared/in-time';

/** Who asks: a wallet with a session's token, whoever has a share link, or a key that signs every request. */
export type DirectoryAuth =
  | { readonly token: string }
  | { readonly link: string }
  | { readonly signer: RequestSigner };

export type TransportOptions = {
  readonly url: string;
  readonly chainId: number;
  readonly auth?: DirectoryAuth | undefined;
  /** Our clock in milliseconds (Date.now); the directory's is learnt where they differ. */
  readonly clock?: (() => number) | undefined;
  /** How long an answer may take to begin, besides the upload itself: milliseconds (60,000). */
  readonly patienceMs?: number | undefined;
};

export type Call = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: Uint8Array | undefined;
  readonly type?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Nobody's rights are needed, so none are shown. */
  readonly isOpen?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** A directory hashes what it is given before it answers; longer than this it does not take. */
const PATIENCE_MS = 60_000;
/** What is sent may be on its way this slowly, bytes a millisecond. */
const SLOWEST_UPLOAD = 32;
/** The longest pause between two pieces of an answer. */
const PAUSE_MS = 30_000;

/** HTTP calls to a directory, with who asks proved. Refusals are ApiErrors. */
export class DirectoryTransport {
  readonly #options: TransportOptions;
  /** Milliseconds that the directory's clock is ahead of ours. */
  #skew = 0;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  async askJson<T>(
    method: Call['method'],
    path: string,
    json?: unknown,
    signal?: AbortSignal,
  ): Promise<T> {
    const body = json === undefined ? undefined : new TextEncoder().encode(JSON.stringify(json));
    const type = body && 'application/json';
    return (await (await this.ask({ method, path, body, type, signal })).json()) as T;
  }

  /** One call; signed again once where only the clocks differ. */
  async ask(call: Call): Promise<Response> {
    const response = await this.#send(call);
    if (response.ok) return response;
    const error = await errorOf(response);
    const date = Date.parse(response.headers.get('date') ?? '');
    if (error.code !== 'request_time' || Number.isNaN(date)) throw error;
    this.#skew = date - this.#now;
    const again = await this.#send(call);
    if (again.ok) return again;
    throw await errorOf(again);
  }

  async #send({ method, path, body, type, isOpen, signal, ...call }: Call): Promise<Response> {
    const { url } = this.#options;
    const headers = new Headers(call.headers);
    if (type !== undefined) headers.set('content-type', type);
    const authorization = isOpen === true ? undefined : await this.#authorize(method, path, body);
    if (authorization !== undefined) headers.set('authorization', authorization);
    const patience =
      (this.#options.patienceMs ?? PATIENCE_MS) + (body?.length ?? 0) / SLOWEST_UPLOAD;
    try {
      return await inTime(
        patience,
        (within) =>
          fetch(`${url}${path}`, {
            method,
            headers,
            body: (body as Uint8Array<ArrayBuffer> | undefined) ?? null,
            signal: within,
          }),
        signal,
      );
    } catch (cause) {
      if (isTimeout(cause)) throw tooSlow(cause);
      if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
      const error = new ApiError(
        0,
        'unreachable',
        'The directory could not be reached.',
        'Check that it runs and that you are online, then try again.',
      );
      error.cause = cause;
      throw error;
    }
  }

  async #authorize(method: string, path: string, body: Uint8Array | undefined) {
    const { auth, url, chainId } = this.#options;
    if (auth === undefined) return undefined;
    if ('token' in auth) return `Bearer ${auth.token}`;
    if ('link' in auth) return `Link ${auth.link}`;
    const audience = { origin: audienceOrigin(url), chainId };
    const issuedAt = BigInt(Math.floor((this.#now + this.#skew) / 1000));
    return signAgentRequest(auth.signer, audience, { method, path, body }, issuedAt);
  }

  get #now(): number {
    return (this.#options.clock ?? Date.now)();
  }
}

function tooSlow(cause?: unknown): ApiError {
  const error = new ApiError(
    0,
    'timeout',
    'The directory did not answer in time.',
    'It may be overloaded, or your connection slow. Try again.',
  );
  error.cause = cause;
  return error;
}

async function errorOf(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  let error: { code?: string; message?: string; hint?: string } | undefined;
  try {
    error = (JSON.parse(text) as { error?: typeof error }).error;
  } catch {
    error = undefined;
  }
  return new ApiError(
    response.status,
    error?.code ?? `http-${response.status}`,
    error?.message ?? `The directory answered ${response.status}.`,
    error?.hint,
  );
}

/**
 * Reads an answer, but never more than the largest archive that could be right; none of one that is
 * announced as larger. One that pauses for longer than `pauseMs` is given up.
 */
export async function readCapped(
  response: Response,
  limit: number,
  pauseMs = PAUSE_MS,
): Promise<Uint8Array> {
  const tooLarge = () =>
    new ApiError(502, 'content_too_large', 'The directory sent more than is allowed.');
  if (Number(response.headers.get('content-length') ?? 0) > limit) {
    await response.body?.cancel();
    throw tooLarge();
  }
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await inTime(pauseMs, (within) =>
      Promise.race([reader.read(), whenAborted(within)]),
    ).catch((error: unknown) => {
      void reader.cancel().catch(() => undefined);
      throw isTimeout(error) ? tooSlow(error) : error;
    });
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      throw tooLarge();
    }
    pieces.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
