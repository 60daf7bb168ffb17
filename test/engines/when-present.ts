import { describe, it } from 'vitest';

/**
 * Tests that need an engine of the system. Where it is not there, one skipped test says why and how to
 * get it.
 *
 * @param missing why it is not there, in one sentence
 */
export function describeEngine(name: string, missing: string | undefined, tests: () => void): void {
  if (missing === undefined) {
    describe(name, () => tests());
    return;
  }
  it.skip(`${name}: ${missing} (npm run setup:engines installs it)`, () => {});
}
