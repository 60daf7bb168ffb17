import { jsonOf } from '@/lib/shared/json';

/** A refusal with a reason: `code` for programs, `message` and `hint` for people. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;
  /** Seconds; goes into the header Retry-After. */
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string, message: string, hint?: string, retryAfter?: number) {
    super(message);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.hint = hint;
    this.retryAfter = retryAfter;
  }
}

/** JSON with bigints as decimal strings; never cached, since everything here changes with the chain. */
export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(jsonOf(value)), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/** Answers what was put in place: 201 where it is new, 200 where the same was there already. */
export function created<T extends { readonly isNew: boolean }>(taken: T): Response {
  return json(taken, taken.isNew ? 201 : 200);
}

/** Answers a problem as {error: {code, message, hint}}. */
export function problemResponse(problem: ApiProblem): Response {
  const { status, code, message, hint, retryAfter } = problem;
  const response = json({ error: { code, message, ...(hint ? { hint } : {}) } }, status);
  if (retryAfter !== undefined) response.headers.set('retry-after', String(retryAfter));
  return response;
}
