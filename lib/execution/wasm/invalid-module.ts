/** A module that the engine does not run. `reason` is for people and logs, never part of a result. */
export class InvalidModule extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`The module is not valid for this engine: ${reason}`);
    this.name = 'InvalidModule';
    this.reason = reason;
  }
}
