import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stopGroup } from './groups.mjs';
import { startTimeOf } from './locks.mjs';

/**
 * Starts the guardian: a small process that holds the other end of a pipe from the supervisor. When
 * the supervisor dies without dismissing it (kill -9), the pipe ends and the guardian stops the
 * processes that it was told of, the last one first. If the guardian is killed, a new one is started
 * and told again.
 *
 * @param {string} logFile
 */
export function startGuardian(logFile) {
  const known = new Map();
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
    },
    remove(pid) {
      if (known.delete(pid)) child.stdin.write(`${JSON.stringify({ remove: pid })}\n`);
    },
    dismiss() {
      isDismissed = true;
      child.stdin.end(`${JSON.stringify({ dismiss: true })}\n`);
    },
  };
}

async function guard() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
  const known = new Map();
  let isDismissed = false;
  for await (const line of createInterface({ input: process.stdin })) {
    const order = JSON.parse(line);
    if (order.dismiss) isDismissed = true;
    else if (order.remove) known.delete(order.remove);
    else known.set(order.add, order);
  }
  if (isDismissed) return;
  console.log(`${new Date().toISOString()} the supervisor died: stopping ${known.size} processes`);
  for (const { add: pid, started, name, stopSignal, stopLimitMs } of [
    ...known.values(),
  ].reverse()) {
    // Another process has the number by now; where the leader is gone its group may still live.
    if (![started, undefined].includes(startTimeOf(pid))) continue;
    await stopGroup(pid, stopSignal, stopLimitMs);
    console.log(`${new Date().toISOString()} stopped ${name}`);
  }
}

if (process.argv[2] === 'guard' && process.argv[1] === fileURLToPath(import.meta.url))
  await guard();
