import { ApiError } from './api-error';

interface ErrorBody {
  error?: { code?: string; message?: string; hint?: string };
}

/** Reads JSON from the API. Throws ApiError; a server out of reach is one too. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return answerOf<T>(
    await reach(path, {
      headers: { accept: 'application/json' },
      ...(signal ? { signal } : {}),
    }),
  );
}

/** Posts JSON to the API; bigints go as decimal strings. Throws ApiError. */
export async function postJson<T>(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  return answerOf<T>(
    await reach(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(body, (_key, value: unknown) =>
        typeof value === 'bigint' ? value.toString() : value,
      ),
    }),
  );
}

/** fetch that reports a failed connection as an ApiError. */
export async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
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
