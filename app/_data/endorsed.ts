import { type Hex, isAddress } from 'viem';
import { readPublicConfig } from '@/lib/env/public-config.server';
import { createLogger } from '@/lib/log/logger.server';
import { DEVELOPMENT_MAINTAINER } from '@/lib/modules/development-maintainer';
import { EndorsementsError, readEndorsements } from '@/lib/modules/endorsements.server';

const log = createLogger('pages');

let reading: Promise<ReadonlySet<Hex>> | undefined;

/**
 * Ids of the modules that this market's maintainer endorses: MAINTAINER_ADDRESS, or the development
 * key's on a local chain. None where the list cannot be used, which is logged.
 */
export function endorsedModules(): Promise<ReadonlySet<Hex>> {
  reading ??= read();
  return reading;
}

async function read(): Promise<ReadonlySet<Hex>> {
  const named = process.env.MAINTAINER_ADDRESS;
  const { local } = await readPublicConfig();
  const usual = local ? DEVELOPMENT_MAINTAINER : undefined;
  try {
    return await readEndorsements(named && isAddress(named) ? named : usual);
  } catch (error) {
    if (!(error instanceof EndorsementsError)) throw error;
    log.error({ err: error }, 'no module counts as endorsed');
    return new Set();
  }
}
