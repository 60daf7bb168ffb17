import { beforeAll, it } from 'vitest';

const LIMIT_MS = 420_000;

/**
 * Stories that take long because they wait for windows, and do not get in each other's way: all begin
 * at once, each is a test of its own.
 */
export function together(stories: Readonly<Record<string, () => Promise<void>>>): void {
  const running = new Map<string, Promise<void>>();
  beforeAll(() => {
    for (const [name, story] of Object.entries(stories)) {
      const run = story();
      // The test reports it.
      run.catch(() => {});
      running.set(name, run);
    }
  });
  for (const name of Object.keys(stories)) {
    it(name, () => running.get(name), LIMIT_MS);
  }
}
