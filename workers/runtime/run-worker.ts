import type { z } from 'zod';
import { EnvError, readEnv } from '../../lib/env/read-env.server';
import { createLogger, type Logger } from '../../lib/log/logger.server';

export interface WorkerContext<Env> {
  readonly env: Env;
  readonly log: Logger;
  /** Aborts when the process is asked to stop (SIGTERM, SIGINT, or its parent has gone). */
  readonly signal: AbortSignal;
  /** Registers what to do on the way out; the last registered runs first. */
  onStop(what: string, action: () => Promise<void> | void): void;
}

/** Exit status for a wrong environment (EX_CONFIG): the supervisor does not start it again. */
export const EXIT_CONFIG = 78;

/** How long work may go on after the stop signal; what it was doing is done again at the next start. */
const WORK_LIMIT_MS = 3_000;
const STOP_LIMIT_MS = 6_000;
const PARENT_CHECK_MS = 1_000;

/**
 * Runs a worker process: reads its environment, runs `main` until it returns or the process is asked
 * to stop, runs the stop actions, exits. Work that ignores the signal is left after three seconds; a
 * second signal exits at once. An error in `main`, or one that nobody handled, is logged and ends the
 * process with status 1, for the supervisor to start it again.
 *
 * @param name name in the log; the variable NAME replaces it where several processes share one entry
 * @param schema zod object of the environment variables (lib/env/fields)
 * @param main may return while servers or timers go on: the process then lives until asked to stop
 */
export async function runWorker<S extends z.ZodObject>(
  name: string,
  schema: S,
  main: (context: WorkerContext<z.output<S>>) => Promise<void>,
): Promise<void> {
  const log = createLogger(process.env.NAME || name);
  const env = readEnvOrExit(schema, log);
  const stop = new AbortController();
  const actions: { what: string; action: () => Promise<void> | void }[] = [];

  const finish = async (code: number) => {
    setTimeout(() => {
      log.error('stop took too long');
      process.exit(code || 1);
    }, STOP_LIMIT_MS).unref();
    for (const { what, action } of actions.splice(0).reverse()) {
      try {
        await action();
      } catch (err) {
        log.error({ err }, `could not stop ${what}`);
      }
    }
    log[stop.signal.aborted ? 'info' : 'debug']({ code }, 'stopped');
    process.exit(code);
  };
  const fail = (err: unknown) => {
    log.fatal({ err }, 'failed');
    stop.abort();
    void finish(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  const stopOn = (reason: string) => {
    if (stop.signal.aborted) process.exit(130);
    log.info({ reason }, 'stopping');
    stop.abort();
    setTimeout(() => {
      log.warn('the work goes on after the stop: leaving it');
      void finish(0);
    }, WORK_LIMIT_MS).unref();
  };
  process.on('SIGTERM', () => stopOn('SIGTERM'));
  process.on('SIGINT', () => stopOn('SIGINT'));
  watchParent(() => {
    if (!stop.signal.aborted) stopOn('parent gone');
  });

  log.info('started');
  const stopped = new Promise<void>((resolve) => {
    stop.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  try {
    await main({
      env,
      log,
      signal: stop.signal,
      onStop: (what, action) => actions.push({ what, action }),
    });
    if (actions.length > 0) await stopped;
  } catch (err) {
    if (!stop.signal.aborted) return fail(err);
  }
  await finish(0);
}

function readEnvOrExit<S extends z.ZodObject>(schema: S, log: Logger): z.output<S> {
  try {
    return readEnv(schema);
  } catch (err) {
    if (!(err instanceof EnvError)) throw err;
    log.fatal(err.message);
    process.stderr.write(`${err.message}\n`);
    process.exit(EXIT_CONFIG);
  }
}

function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, PARENT_CHECK_MS).unref();
}
