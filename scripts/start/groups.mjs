import { setTimeout as sleep } from 'node:timers/promises';
import { startTimeOf } from './locks.mjs';

/** How long the rest of a group may outlive its leader. */
const GROUP_LIMIT_MS = 1_500;

/** Sends a signal to a process group (or, where it leads none, to the process); false if it is gone. */
export function signalGroup(pid, signal) {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return true;
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
  return false;
}

export const isGroupAlive = (pid) => signalGroup(pid, 0);

/**
 * Asks the leader of a group to stop, waits for the whole group to be gone, and kills it when that
 * takes too long.
 */
export async function stopGroup(pid, signal, limitMs) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
  let until = Date.now() + limitMs;
  let isLed = true;
  while (Date.now() < until) {
    if (!isGroupAlive(pid)) return;
    if (isLed && startTimeOf(pid) === undefined) {
      isLed = false;
      until = Math.min(until, Date.now() + GROUP_LIMIT_MS);
    }
    await sleep(25);
  }
  signalGroup(pid, 'SIGKILL');
  for (let tries = 0; tries < 40 && isGroupAlive(pid); tries++) await sleep(25);
}
