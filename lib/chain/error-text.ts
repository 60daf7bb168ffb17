/** How a value of a contract error is shown. */
export type ErrorUnit = 'amount' | 'time' | 'seconds' | 'count' | 'hash';

/**
 * What one error of the contract means: what is wrong, with {0} and {1} for its values, and what the
 * caller can do about it.
 */
export type ErrorText = {
  readonly says: string;
  readonly todo: string;
  readonly units?: readonly ErrorUnit[];
};
