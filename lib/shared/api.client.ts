import { ApiError } from './api-error';
import { inTime, isTimeout } from './in-time';

interface ErrorBody {
  error?: { code?: string; message?: string; hint?: string };
}

/** The API answers from a database: an answer that takes this long does not come. */
const PATIENCE_MS = 30_000;

/** Reads JSON from the API. Throws ApiError; a server out of reach is one too. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return ask<T>(path, { headers: { accept: 'application/json' } }, signal);
}

/** Posts JSON to the API; bigints go as decimal strings. Throws ApiError. */
export async function postJson<T>(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<T> {
  return ask<T>(
    path,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(body, (_key, value: unknown) =>
        typeof value === 'bigint' ? value.toString() : value,
      ),
    },
    signal,
  );
}

async function ask<T>(path: string, init: RequestInit, signal?: AbortSignal): Promise<T> {
  try {
    return await inTime(
      PATIENCE_MS,
      async (within) => answerOf<T>(await reach(path, { ...init, signal: within })),
      signal,
    );
  } catch (error) {
    if (!isTimeout(error)) throw error;
    throw new ApiError(
      0,
      'timeout',
      `The server did not answer within ${PATIENCE_MS / 1_000} seconds.`,
      'It may be overloaded, or your connection slow. Try again.',
    );
  }
}

/** fetch that reports a failed connection as an ApiError. */
export async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (cause) {
    if (cause instanceof DOMException) throw cause;
    throw new ApiError(
      0,
      'unreachable',
      'The server could not be reached.',
      'Check that it runs and that you are online, then try again.',
    );
  }
}

async function answerOf<T>(response: Response): Promise<T> {
  const text = await response.text();
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (response.ok) return body as T;
  const error = (body as ErrorBody | undefined)?.error;
  throw new ApiError(
    response.status,
    error?.code ?? `http-${response.status}`,
    error?.message ?? `The server answered ${response.status}.`,
    error?.hint,
  );
}
