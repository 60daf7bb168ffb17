import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * When a process started, in whatever unit the system gives: with the pid it names one process for
 * good, since pids are used again. Undefined when there is no such process (or only a zombie).
 *
 * @param {number} pid
 */
export function startTimeOf(pid) {
  try {
    if (process.platform === 'linux') {
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : fields[19];
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
export function parentOf(pid) {
  try {
    if (process.platform === 'linux') {
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
    }
    return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));
  } catch {
    return undefined;
  }
}

/**
 * Takes a lock file, unless a living process holds it.
 *
 * @param {string} path
 * @param {object} facts what the holder wants to tell others
 * @returns {{ release: () => void, update: (facts: object) => void, heldBy?: undefined } | { heldBy: any }}
 */
export function takeLock(path, facts = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const own = { pid: process.pid, started: startTimeOf(process.pid) };
  const text = (more) => JSON.stringify({ ...own, ...more });
  for (;;) {
    try {
      writeFileSync(path, text(facts), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = readLock(path);
    if (holder !== undefined && startTimeOf(holder.pid) === holder.started)
      return { heldBy: holder };
    rmSync(path, { force: true });
  }
  const release = () => rmSync(path, { force: true });
  return { release, update: (more) => writeFileSync(path, text(more)) };
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Waits for the lock, runs, releases. */
export async function withLock(path, run) {
  let lock = takeLock(path);
  while (lock.heldBy !== undefined) {
    await sleep(200);
    lock = takeLock(path);
  }
  try {
    return await run();
  } finally {
    lock.release();
  }
}
