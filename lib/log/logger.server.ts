import pino, { type Logger } from 'pino';
import { hideUrlPathsIn } from '../shared/hide-url-paths';

export type { Logger };

/** Keys that must not reach a log, at the top and one level down. */
const SECRETS = ['privateKey', 'authorization', 'sessionToken', 'salt', 'password', 'DATABASE_URL'];

/**
 * A JSON-lines logger of one process. LOG_LEVEL sets the level (default info; silent turns it off).
 * Amounts may be bigint; errors belong under `err`, so that their causes are kept and the keys in the
 * addresses of nodes are not.
 */
export function createLogger(name: string): Logger {
  return pino({
    name,
    level: process.env.LOG_LEVEL || 'info',
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRETS.flatMap((key) => [key, `*.${key}`]), censor: '[hidden]' },
    serializers: { err: errorForLog },
  });
}

/** An error with its causes, without the paths of addresses. */
export function errorForLog(error: unknown): unknown {
  return hideUrlPathsIn(pino.stdSerializers.errWithCause(error as Error));
}
