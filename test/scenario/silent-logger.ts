import { createLogger } from '../../lib/log/logger.server';

/** For code under test whose log nobody reads. */
export const silentLogger = createLogger('test').child({}, { level: 'silent' });
