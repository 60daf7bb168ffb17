/** Whether it comes from a session that has ended: signing in again helps. */
export function isSignedOut(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof ApiError && at.status === 401) return true;
  }
  return false;
}

/** An answer of the API that is not a success: what happened, and what to do about it. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly hint: string | undefined;

  constructor(status: number, code: string, message: string, hint?: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.hint = hint;
  }
}
