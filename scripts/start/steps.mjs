/** An error that is told to the user as one line, without a stack. */
export class PlainError extends Error {
  name = 'PlainError';
}

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** @param {string} text */
export const say = (text) => process.stdout.write(`${text}\n`);

/**
 * Runs one step and prints one line with its time and, behind the name, `noteOf` what it returned.
 *
 * @template T
 * @param {string} name
 * @param {() => T | Promise<T>} run
 * @param {(result: T) => string | undefined} noteOf
 * @returns {Promise<T>}
 */
export async function step(name, run, noteOf = () => undefined) {
  const started = performance.now();
  const time = () => seconds(performance.now() - started).padStart(8);
  try {
    const result = await run();
    const note = noteOf(result);
    say(`${time()}  ${name}${note ? `: ${note}` : ''}`);
    return result;
  } catch (error) {
    say(`${time()}  ${name}: FAILED`);
    throw error;
  }
}

/** A step whose result is what there is to tell. */
export const tellingStep = (name, run) => step(name, run, (note) => note);
