import type { ChildProcess } from 'node:child_process';
import { endChild } from './end-child.server';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const running = new Set<ChildProcess>();

/**
 * Has a child ended when this process ends. Children lead groups of their own, so a terminal's signals
 * do not reach them, and one in a module's innermost loop looks for nothing.
 *
 * @param dies whether the system ends it with this process anyway (setpriv, bubblewrap); where it does
 *   not, signals that would end this process are listened to
 */
export function endWithThisProcess(child: ChildProcess, dies: boolean): void {
  if (running.size === 0) process.on('exit', endAll);
  if (!dies) listen();
  running.add(child);
  const leave = (): void => {
    if (running.delete(child) && running.size === 0) stopListening();
  };
  child.once('exit', leave);
  child.once('error', leave);
}

function endAll(): void {
  for (const child of running) endChild(child);
}

/** Whoever else listens to the signal decides what becomes of this process; it is asked first. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  endAll();
  stopListening();
  process.kill(process.pid, signal);
}

function listen(): void {
  for (const signal of SIGNALS) {
    if (!process.listeners(signal).includes(onSignal)) process.prependListener(signal, onSignal);
  }
}

function stopListening(): void {
  process.removeListener('exit', endAll);
  for (const signal of SIGNALS) process.removeListener(signal, onSignal);
}
