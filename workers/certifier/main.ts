import { constants, setPriority } from 'node:os';
import type { PrivateKeyAccount } from 'viem/accounts';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { KeyFileError, readKeyFile } from '../../lib/chain/key-file.server';
import { openDatabase } from '../../lib/db/database.server';
import { chainId, path, postgresUrl } from '../../lib/env/fields';
import { LOCAL_CHAIN_ID } from '../../lib/env/public-config';
import { findRuntimes } from '../../lib/execution/certify/runtimes.server';
import { defaultChildPath } from '../../lib/execution/job-process.server';
import { createTransformCache } from '../../lib/execution/transform-cache.server';
import type { Logger } from '../../lib/log/logger.server';
import { TRY_SECONDS } from '../../lib/modules/certification';
import { DEVELOPMENT_CERTIFIER_KEY } from '../../lib/modules/development-certifier';
import { loop, sleep } from '../runtime/retry';
import { EXIT_CONFIG, runWorker } from '../runtime/run-worker';
import { certifyNext } from './certify-next.service';

const LOOK_MS = 3_000;
/** Longest pause while the machine runs nothing. */
const MOST_LOOK_MS = 5 * 60_000;
const CACHE_BYTES = 64 * 1024 * 1024;

const schema = z.object({
  DATABASE_URL: postgresUrl,
  CHAIN_ID: chainId,
  /** Who signs; on a local chain the development key, elsewhere nobody where it is not set. */
  CERTIFIER_KEY_FILE: path.optional(),
  /** Other versions of Node to try modules on, as npm run test:determinism keeps them. */
  NODES_DIR: path.optional(),
});

/**
 * Certifies modules that anybody published, one at a time. It gives way to everything else: it has
 * the lowest priority, as have its children, and rests as long as it has worked.
 */
void runWorker('certifier', schema, async ({ env, log, signal, onStop }) => {
  setPriority(constants.priority.PRIORITY_LOW);
  const signer = await signerOf(env, log);
  const { db, close } = openDatabase(env.DATABASE_URL, { max: 2 });
  onStop('database', close);
  const runtimes = findRuntimes(env.NODES_DIR ?? '');
  log.info({ signer: signer?.address, runtimes: runtimes.map(({ name }) => name) }, 'certifying');
  const ports = {
    ...{ db, signer, runtimes, signal, log },
    childPath: defaultChildPath(),
    cache: createTransformCache({ capacity: CACHE_BYTES }),
    now: () => Math.floor(Date.now() / 1_000),
  };
  await loop(
    async () => {
      const begun = performance.now();
      if (!(await certifyNext(ports))) return;
      const worked = Math.min(performance.now() - begun, TRY_SECONDS * 1_000);
      await sleep(worked, signal);
    },
    { what: 'certifying', signal, log, everyMs: LOOK_MS, maxMs: MOST_LOOK_MS },
  );
});

/** A key that cannot be read ends the process, as starting it again would not help. */
async function signerOf(
  { CERTIFIER_KEY_FILE: file, CHAIN_ID: chain }: z.output<typeof schema>,
  log: Logger,
): Promise<PrivateKeyAccount | undefined> {
  if (file === undefined) {
    return chain === LOCAL_CHAIN_ID ? privateKeyToAccount(DEVELOPMENT_CERTIFIER_KEY) : undefined;
  }
  try {
    return await readKeyFile(file);
  } catch (error) {
    if (!(error instanceof KeyFileError)) throw error;
    log.fatal(`CERTIFIER_KEY_FILE: ${error.message}`);
    process.stderr.write(`CERTIFIER_KEY_FILE: ${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
}
