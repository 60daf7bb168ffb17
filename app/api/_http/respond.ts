import { jsonOf } from '@/lib/shared/json';

/** A refusal with a reason: `code` for programs, `message` and `hint` for people. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;

  constructor(status: number, code: string, message: string, hint?: string) {
    super(message);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.hint = hint;
  }
}

/** JSON with bigints as decimal strings; never cached, since everything here changes with the chain. */
export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(jsonOf(value)), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/** Answers a problem as {error: {code, message, hint}}. */
export function problemResponse(problem: ApiProblem): Response {
  const { code, message, hint } = problem;
  return json({ error: { code, message, ...(hint ? { hint } : {}) } }, problem.status);
}
