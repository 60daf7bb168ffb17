import { parentOf } from './locks.mjs';

/** How often to look. */
const EVERY_MS = 1_000;

/**
 * Calls `onGone` when the parent ends, or its parent where npm put a shell between: npm swallows a
 * SIGINT sent to it alone and dies of SIGTERM without telling its children.
 */
export function watchParents(onGone) {
  const chain = [process.pid, process.ppid];
  const isFromNpm = process.env.npm_lifecycle_event !== undefined;
  if (isFromNpm && process.platform !== 'win32') chain.push(parentOf(process.ppid));
  const timer = setInterval(() => {
    const isWhole = chain.every(
      (pid, i) => i + 1 >= chain.length || parentOf(pid) === chain[i + 1],
    );
    if (isWhole) return;
    clearInterval(timer);
    onGone();
  }, EVERY_MS);
  timer.unref();
}
