import type { ExecutionProgress, OnProgress } from '../../lib/execution/execution';

/** More often nobody looks; and a directory forgets who says nothing for long. */
const EVERY_MS = 1_000;
/** What is left when the last instruction has run: hashing, and leaving the result. */
const MOST = 0.99;

/**
 * Runs something and says meanwhile how far it is, at once and again and again. What is not heard is
 * no loss: whoever cannot be told does not hold up the run.
 *
 * @param expected fuel that the run takes if the provider was right
 * @param tell takes a share, 0 to 1
 */
export async function whileTelling<T>(
  expected: bigint,
  tell: (share: number) => Promise<unknown>,
  run: (onProgress: OnProgress) => Promise<T>,
  everyMs = EVERY_MS,
): Promise<T> {
  let share = 0;
  let isTelling = false;
  const say = (): void => {
    if (isTelling) return;
    isTelling = true;
    void tell(share)
      .catch(() => undefined)
      .finally(() => {
        isTelling = false;
      });
  };
  say();
  const timer = setInterval(say, everyMs);
  try {
    return await run((progress) => {
      share = shareOf(progress, expected);
    });
  } finally {
    clearInterval(timer);
  }
}

function shareOf({ fuelUsed, phase }: ExecutionProgress, expected: bigint): number {
  if (phase === 'hashing') return MOST;
  if (expected === 0n) return 0;
  return Math.min(MOST, Number((fuelUsed * 1_000n) / expected) / 1_000);
}
