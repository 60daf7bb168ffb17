/** A refusal that goes over HTTP as `{error:{code,message,hint}}`. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;

  constructor(status: number, code: string, message: string, hint?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }
}

/** The body of an error answer. */
export type ErrorBody = {
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
};

export function errorBody(code: string, message: string, hint?: string): ErrorBody {
  return { error: hint === undefined ? { code, message } : { code, message, hint } };
}

/**
 * The one answer for content that is unknown and for content that the caller may not read: telling
 * them apart would let outsiders test guesses of a result.
 */
export function notFound(what: string): ServiceError {
  return new ServiceError(
    404,
    'not_found',
    `There is no ${what} here that you may read.`,
    'Inputs are for the buyer, the provider and drawn seats of a deal; results for the buyer and its guests.',
  );
}
