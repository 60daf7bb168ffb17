import { type Address, type Hex, isAddress } from 'viem';
import { readPublicConfig } from '@/lib/env/public-config.server';
import { createLogger } from '@/lib/log/logger.server';
import { DEVELOPMENT_MAINTAINER } from '@/lib/modules/development-maintainer';
import {
  EndorsementsError,
  problemsOfEndorsed,
  readEndorsements,
} from '@/lib/modules/endorsements.server';
import { catalogue } from './catalogue';

const log = createLogger('pages');

/** Whose signature puts a module on the curated list, and the CID of the certificate that it covers. */
type Endorsement = { readonly maintainer: Address; readonly certificate: string };

let reading: Promise<ReadonlyMap<Hex, Endorsement>> | undefined;

/**
 * The modules that this market's maintainer endorses: MAINTAINER_ADDRESS, or the development key's on a
 * local chain. None where the list cannot be used, and not those whose certificate is another than
 * the one that was endorsed; either is logged.
 */
export function endorsedModules(): Promise<ReadonlyMap<Hex, Endorsement>> {
  reading ??= read();
  return reading;
}

async function read(): Promise<ReadonlyMap<Hex, Endorsement>> {
  const named = process.env.MAINTAINER_ADDRESS;
  const { local } = await readPublicConfig();
  const usual = local ? DEVELOPMENT_MAINTAINER : undefined;
  const maintainer = named && isAddress(named) ? named : usual;
  try {
    const certificates = await readEndorsements(maintainer);
    const problems = await problemsOfEndorsed(certificates, await catalogue());
    for (const problem of problems.values()) log.error({ problem }, 'not counted as endorsed');
    return new Map(
      [...certificates]
        .filter(([id]) => !problems.has(id))
        .map(([id, certificate]) => [id, { maintainer: maintainer!, certificate }]),
    );
  } catch (error) {
    if (!(error instanceof EndorsementsError)) throw error;
    log.error({ err: error }, 'no module counts as endorsed');
    return new Map();
  }
}
