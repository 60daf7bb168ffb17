import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './write-whole.server';

/** Another process works on the folder. */
export class FolderTakenError extends Error {
  override name = 'FolderTakenError';
}

/** A holder says this often that it lives; one that did not for LOST_MS, on another host, is gone. */
const TOUCH_MS = 5_000;
const LOST_MS = 30_000;
/** Looking after a dead holder takes no longer; who died over it is passed over. */
const TURN_MS = 10_000;

type Holder = { readonly id: string; readonly pid: number; readonly host: string; born: string };

/**
 * Takes a folder for this process alone, until `release`. What a killed process left is taken over:
 * on the same host at once, from another host once it has not been touched for half a minute.
 *
 * @throws FolderTakenError naming the process that has it
 */
export async function lockFolder(folder: string): Promise<{ release: () => Promise<void> }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'lock');
  const own: Holder = {
    id: randomUUID(),
    pid: process.pid,
    host: hostname(),
    born: (await birthOf(process.pid)) ?? '',
  };
  const draft = join(folder, `lock.${own.id}`);
  await writeFile(draft, JSON.stringify(own), { mode: 0o600 });
  try {
    while (!(await tryLink(draft, path)) && !(await takeOver(draft, path, folder)));
  } finally {
    await rm(draft, { force: true });
  }
  const timer = setInterval(() => {
    const now = new Date();
    void utimes(path, now, now).catch(() => undefined);
  }, TOUCH_MS);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      if ((await readHolder(path))?.id === own.id) await rm(path, { force: true });
    },
  };
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes the place of a holder that is gone; false where another one is about to. The lock is there all
 * the time, so that nobody can slip in between.
 */
async function takeOver(draft: string, path: string, folder: string): Promise<boolean> {
  const turn = `${path}.turn`;
  try {
    await mkdir(turn);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const begun = await stat(turn).catch(() => undefined);
    if (begun && Date.now() - begun.mtimeMs > TURN_MS)
      await rm(turn, { recursive: true, force: true });
    await sleep(20);
    return false;
  }
  try {
    const holder = await readHolder(path);
    if (holder && (await isAlive(holder, path))) {
      throw new FolderTakenError(
        `Process ${holder.pid} on ${holder.host} works in ${folder}: stop it first, or give this one another STATE_DIR and KEY_FILE`,
      );
    }
    await rename(draft, path);
    return true;
  } finally {
    await rm(turn, { recursive: true, force: true });
  }
}

async function isAlive(holder: Holder, path: string): Promise<boolean> {
  if (holder.host !== hostname()) {
    const touched = await stat(path).catch(() => undefined);
    return touched !== undefined && Date.now() - touched.mtimeMs < LOST_MS;
  }
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  // The number may have gone to another process since.
  const born = await birthOf(holder.pid);
  return born === undefined || holder.born === '' || born === holder.born;
}

/** When a process began, in the kernel's ticks; undefined where the system does not say. */
async function birthOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}
