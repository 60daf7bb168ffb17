import type { ChildProcess } from 'node:child_process';

/**
 * Kills a child that leads a process group of its own, and all of that group: bubblewrap forks before
 * it has asked to die with its parent, and what is orphaned in between would wait forever.
 */
export function endChild(child: ChildProcess): void {
  const { pid, exitCode, signalCode } = child;
  // Once it has ended, its id may be another's.
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone, or not there yet.
    child.kill('SIGKILL');
  }
}
