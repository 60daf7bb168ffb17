import { readableText } from '../../shared/readable-text';

/**
 * A module that the engine does not run. `reason` and `offset` are for people and logs, never part
 * of a job's result.
 */
export class InvalidModule extends Error {
  readonly reason: string;
  /** The byte of the module at which the rule is broken, where that is known. */
  offset: number | undefined;

  constructor(reason: string, offset?: number) {
    const words = printable(reason);
    super(`The module is not valid for this engine: ${words}`);
    this.name = 'InvalidModule';
    this.reason = words;
    this.offset = offset;
  }
}

const LONGEST_REASON = 300;

/** One line that does nothing to a terminal: names in it are the module's own. */
function printable(reason: string): string {
  const line = readableText(reason);
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}...` : line;
}
