import type { ExecutionProgress, OnProgress } from '../../lib/execution/execution';

/** More often nobody looks; and a directory forgets who says nothing for long. */
const EVERY_MS = 1_000;
/** A run goes on after its last instruction: hashing, and leaving the result. */
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
      share = shareAfter(share, progress, expected);
    });
  } finally {
    clearInterval(timer);
  }
}

/** The end of a run changes nothing: it would tell that it came before the provider's, or with it. */
function shareAfter(told: number, progress: ExecutionProgress, expected: bigint): number {
  const { fuelUsed, phase } = progress;
  if (phase === 'hashing' || expected === 0n) return told;
  return Math.min(MOST, Number((fuelUsed * 1_000n) / expected) / 1_000);
}
