import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stopGroup } from './groups.mjs';
import { startTimeOf } from './locks.mjs';

/**
 * Starts the guardian: a small process that holds the other end of a pipe from the supervisor. When
 * the supervisor dies without dismissing it (kill -9), the pipe ends and the guardian stops the
 * processes that it was told of, the last one first. If the guardian is killed, a new one is started
 * and told again. If both are killed, `stopLeftovers` finds in the record what was running.
 *
 * @param {string} logFile
 * @param {string} [recordFile]
 */
export function startGuardian(logFile, recordFile) {
  const known = new Map();
  const record = () => recordFile && writeFileSync(recordFile, [...known.values()].join(''));
  let isDismissed = false;
  let child = launch();

  function launch() {
    const log = openSync(logFile, 'a', 0o600);
    const started = spawn(process.execPath, [fileURLToPath(import.meta.url), 'guard'], {
      detached: true,
      stdio: ['pipe', log, log],
    });
    closeSync(log);
    started.stdin.on('error', () => {});
    started.unref();
    started.stdin.unref?.();
    started.once('exit', () => {
      if (isDismissed) return;
      child = launch();
      for (const line of known.values()) child.stdin.write(line);
    });
    return started;
  }

  return {
    add(pid, { name, stopSignal = 'SIGTERM', stopLimitMs = 12_000 }) {
      const started = startTimeOf(pid);
      const line = `${JSON.stringify({ add: pid, started, name, stopSignal, stopLimitMs })}\n`;
      known.set(pid, line);
      child.stdin.write(line);
      record();
    },
    remove(pid) {
      if (!known.delete(pid)) return;
      child.stdin.write(`${JSON.stringify({ remove: pid })}\n`);
      record();
    },
    dismiss() {
      isDismissed = true;
      child.stdin.end(`${JSON.stringify({ dismiss: true })}\n`);
    },
  };
}

/** Stops what a supervisor left that was killed together with its guardian; tells the names. */
export async function stopLeftovers(recordFile) {
  let lines = [];
  try {
    lines = readFileSync(recordFile, 'utf8').split('\n').filter(Boolean);
  } catch {}
  const alive = lines
    .map(parse)
    .filter((order) => order && startTimeOf(order.add) === order.started);
  const stopped = [];
  await stopInOrder(alive, (name) => stopped.push(name));
  return stopped;
}

async function stopInOrder(orders, onStopped) {
  for (const { add: pid, started, name, stopSignal, stopLimitMs } of orders.toReversed()) {
    // Another process has the number by now; where the leader is gone its group may still live.
    if (![started, undefined].includes(startTimeOf(pid))) continue;
    await stopGroup(pid, stopSignal, stopLimitMs);
    onStopped(name);
  }
}

/** A supervisor that was killed while it wrote leaves half a line. */
function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function guard() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
  const known = new Map();
  let isDismissed = false;
  for await (const line of createInterface({ input: process.stdin })) {
    const order = parse(line);
    if (order?.dismiss) isDismissed = true;
    else if (order?.remove) known.delete(order.remove);
    else if (order?.add) known.set(order.add, order);
  }
  if (isDismissed) return;
  const tell = (text) => console.log(`${new Date().toISOString()} ${text}`);
  tell(`the supervisor died: stopping ${known.size} processes`);
  await stopInOrder([...known.values()], (name) => tell(`stopped ${name}`));
}

if (process.argv[2] === 'guard' && process.argv[1] === fileURLToPath(import.meta.url))
  await guard();
