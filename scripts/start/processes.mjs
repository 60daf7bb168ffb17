import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isGroupAlive, signalGroup, stopGroup } from './groups.mjs';
import { startGuardian } from './guardian.mjs';
import { say, seconds } from './steps.mjs';

/** Exit status of a process whose environment is wrong: starting it again would not help. */
const EXIT_CONFIG = 78;
const LONGEST_PAUSE_MS = 30_000;
const CALM_MS = 60_000;
const LOG_LIMIT = 20_000_000;
const ERROR_LEVEL = 50;

/**
 * @typedef {object} ProcessSpec
 * @property {string} name
 * @property {string} command
 * @property {string[]} args
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] the whole environment
 * @property {number} [uid]
 * @property {number} [gid]
 * @property {NodeJS.Signals} [stopSignal] default SIGTERM
 * @property {number} [stopLimitMs] then SIGKILL; default 12 s
 * @property {boolean} [once] ends by itself: not started again after status 0
 * @property {boolean} [isLeft] never started again (tests)
 * @property {() => void} [beforeStart] each time
 * @property {() => Promise<void>} [afterStart] each time, not waited for
 */

/**
 * Runs processes, each in its own process group with its own log file, starts failing ones again
 * with growing pauses, and stops all in the reverse order. A guardian process stops them in the same
 * order when this process dies without doing so.
 *
 * @param {{ logDir: string, recordFile?: string, quiet?: boolean }} options
 */
export function createSupervisor({ logDir, recordFile, quiet = false }) {
  mkdirSync(logDir, { recursive: true });
  const guardian = startGuardian(join(logDir, 'guardian.log'), recordFile);
  const entries = [];
  let isStopping = false;
  const tell = (text) => (quiet ? undefined : say(text));

  function launch(entry) {
    const { spec } = entry;
    spec.beforeStart?.();
    const log = openLog(entry.logFile);
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.env ?? process.env,
      uid: spec.uid,
      gid: spec.gid,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    entry.child = child;
    entry.startedAt = Date.now();
    if (child.pid !== undefined) guardian.add(child.pid, spec);
    void spec.afterStart?.().catch(() => {});
    child.once('error', (error) => onEnd(entry, child, error.message));
    child.once('exit', (code, signal) => onEnd(entry, child, signal ?? `exit ${code}`, code));
  }

  function onEnd(entry, child, how, code = null) {
    if (entry.child !== child) return;
    entry.child = undefined;
    if (child.pid !== undefined) guardian.remove(child.pid);
    if (child.pid !== undefined && !isStopping) signalGroup(child.pid, 'SIGKILL');
    entry.ended.resolve(code);
    if (isStopping || entry.isStopped || entry.spec.isLeft || (entry.spec.once && code === 0))
      return;
    const { name } = entry.spec;
    const last = lastLine(entry.logFile);
    if (code === EXIT_CONFIG) {
      entry.hopeless = `${name} cannot run: ${last}`;
      tell(entry.hopeless);
      return;
    }
    entry.failures = Date.now() - entry.startedAt > CALM_MS ? 1 : entry.failures + 1;
    const pause = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** (entry.failures - 1));
    tell(
      `${name} ended (${how})${last ? `: ${last}` : ''}; starting it again in ${seconds(pause)}`,
    );
    entry.timer = setTimeout(() => {
      entry.ended = Promise.withResolvers?.() ?? withResolvers();
      if (!isStopping && !entry.isStopped) launch(entry);
    }, pause);
  }

  return {
    /** Starts a process; the handle tells its state. @param {ProcessSpec} spec */
    start(spec) {
      const logFile = join(logDir, `${spec.name}.log`);
      const entry = { spec, logFile, failures: 0, startedAt: 0, ended: withResolvers() };
      entries.push(entry);
      launch(entry);
      return {
        logFile,
        pid: () => entry.child?.pid,
        isAlive: () => entry.child !== undefined,
        /** How often it failed since it last ran for a minute. */
        failures: () => entry.failures,
        hopeless: () => entry.hopeless,
        lastLine: () => lastLine(logFile),
        /** Resolves with the exit status (null after a signal) of the present run. */
        ended: () => entry.ended.promise,
        stop: () => stopEntry(entry),
      };
    },

    /** Takes over a process that runs already: it is only stopped, in its turn. */
    adopt(pid, spec) {
      guardian.add(pid, spec);
      entries.push({ spec, adopted: pid });
    },

    /** Stops everything, last started first. @param {(name: string, ms: number) => void} onStopped */
    async stopAll(onStopped = () => {}) {
      isStopping = true;
      for (const entry of entries.toReversed()) {
        const started = performance.now();
        if (await stopEntry(entry)) onStopped(entry.spec.name, performance.now() - started);
      }
      guardian.dismiss();
    },

    /** SIGKILL for everything, at once. */
    killAll() {
      isStopping = true;
      for (const entry of entries) {
        const pid = entry.child?.pid ?? entry.adopted;
        if (pid !== undefined) signalGroup(pid, 'SIGKILL');
      }
      guardian.dismiss();
    },
  };

  async function stopEntry(entry) {
    entry.isStopped = true;
    clearTimeout(entry.timer);
    const pid = entry.child?.pid ?? entry.adopted;
    if (pid === undefined) return false;
    const { stopSignal = 'SIGTERM', stopLimitMs = 12_000 } = entry.spec;
    await stopGroup(pid, stopSignal, stopLimitMs);
    while (entry.child !== undefined && isGroupAlive(pid)) await sleep(20);
    guardian.remove(pid);
    return true;
  }
}

function withResolvers() {
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Opens a log to append to; one that has grown large is set aside first. */
function openLog(path) {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

/** The last words of a log: its last error where there is one near the end, else its last line. */
export function lastLine(path) {
  let text = '';
  try {
    text = readFileSync(path, 'utf8').slice(-12_000);
  } catch {}
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  const said = lines.slice(-5).map(parseLine);
  const { msg } = said.findLast(({ level }) => level >= ERROR_LEVEL) ?? said.at(-1) ?? { msg: '' };
  return msg.slice(0, 300);
}

function parseLine(line) {
  try {
    const { level, msg, err } = JSON.parse(line);
    return { level, msg: [msg, err?.message].filter(Boolean).join(': ') || line };
  } catch {
    return { level: 0, msg: line };
  }
}
