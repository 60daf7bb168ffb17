/**
 * A module that the engine does not run. `reason` and `offset` are for people and logs, never part
 * of a job's result.
 */
export class InvalidModule extends Error {
  readonly reason: string;
  /** The byte of the module at which the rule is broken, where that is known. */
  offset: number | undefined;

  constructor(reason: string, offset?: number) {
    super(`The module is not valid for this engine: ${reason}`);
    this.name = 'InvalidModule';
    this.reason = reason;
    this.offset = offset;
  }
}
