import koffi from 'koffi';

/** PR_SET_PDEATHSIG of prctl(2), and SIGKILL. */
const PARENT_DEATH_SIGNAL = 1;
const KILL = 9;

/**
 * Has the kernel end this process with the one that started it. A driver that hangs never comes back to
 * Node, so that nothing here would notice; and a killed agent no longer counts the time.
 */
export function dieWithParent(): void {
  if (process.platform !== 'linux') return;
  const library = koffi.load(null);
  library.func('int prctl(int, ulong, ulong, ulong, ulong)')(PARENT_DEATH_SIGNAL, KILL, 0, 0, 0);
}
