import { join } from 'node:path';
import { z } from 'zod';
import { createDealFeed } from '../../lib/chain/deal-feed.server';
import { ensureKeyFile } from '../../lib/chain/key-file.server';
import { isOperator, openMarket } from '../../lib/chain/market.server';
import { readDeployment } from '../../lib/chain/market-access.server';
import { WrongChainError } from '../../lib/chain/rpc-pool.server';
import { ChainDealBook } from '../../lib/directory/deal-book.server';
import {
  collectGarbage,
  FRESH_SECONDS,
  startDirectory,
} from '../../lib/directory/directory.server';
import { serveMetrics } from '../../lib/directory/metrics.server';
import { placeModules } from '../../lib/directory/place-modules.service';
import { openFolderStorage } from '../../lib/directory/storage/folder-storage.server';
import { openS3Storage } from '../../lib/directory/storage/s3-storage.server';
import type { Storage } from '../../lib/directory/storage/storage';
import { StorageSettingsError } from '../../lib/directory/storage/storage-error';
import { s3SettingsOf, storageFields } from '../../lib/directory/storage/storage-settings';
import { httpUrl, path, port, wholeNumber } from '../../lib/env/fields';
import type { Logger } from '../../lib/log/logger.server';
import { loadCatalogue } from '../../lib/modules/catalogue.server';
import { marketDomain } from '../../lib/offers/offer-types';
import { openTracer } from '../../lib/telemetry/tracer.server';
import { loop, retry } from '../runtime/retry';
import { EXIT_CONFIG, runWorker } from '../runtime/run-worker';

const GARBAGE_EVERY_MS = 10 * 60_000;

const schema = z.object({
  PORT: port,
  HOST: z.string().default('127.0.0.1'),
  STATE_DIR: path.optional(),
  RECKON_DATA_DIR: path.default('.data'),
  KEY_FILE: path,
  RPC_URL: httpUrl,
  DEPLOYMENT_FILE: path,
  /** How agents reach this directory, and how browsers do where that differs. */
  DIRECTORY_URL: httpUrl,
  PUBLIC_DIRECTORY_URL: httpUrl.optional(),
  /** The web's origin, whose pages may open sessions; more in PAGE_ORIGINS, comma-separated. */
  API_URL: httpUrl.optional(),
  PAGE_ORIGINS: z.string().default(''),
  DIRECTORY_POLL_MS: wholeNumber(10).default(1000),
  /** Where content is kept: a folder, or a bucket where S3_BUCKET is set. */
  ...storageFields,
  /** How long content without a receipt is kept. */
  FRESH_SECONDS: wholeNumber(60).default(FRESH_SECONDS),
  /** On 127.0.0.1, for Prometheus: what is held is nobody else's concern. */
  METRICS_PORT: port.optional(),
  TRUST_PROXY: z.enum(['0', '1']).default('0'),
  /** OpenTelemetry collector that takes traces by OTLP over HTTP; by default none. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
});

void runWorker('directory', schema, async ({ env, log, signal, onStop }) => {
  const signer = await ensureKeyFile(env.KEY_FILE);
  const folder = env.STATE_DIR ?? join(env.RECKON_DATA_DIR, 'directory');
  const storage = await storageOrExit(env, folder, log);
  const { access, deployment } = await retry(
    async () => {
      const deployment = await readDeployment(env.DEPLOYMENT_FILE);
      const { chainId, market } = deployment;
      return { deployment, access: await openMarket({ rpcUrl: env.RPC_URL, chainId, market }) };
    },
    {
      what: 'open the market',
      signal,
      log,
      isRetryable: (error) => !(error instanceof WrongChainError),
    },
  );
  const { chainId, market, limits, block } = deployment;
  const feed = createDealFeed({ access, fromBlock: BigInt(block), filter: { all: true } });
  const book = new ChainDealBook(feed);
  const tracer = openTracer('reckon-directory', env.OTEL_EXPORTER_OTLP_ENDPOINT);
  onStop('tracing', () => tracer.close());
  const directory = await startDirectory({
    folder,
    storage,
    host: env.HOST,
    port: env.PORT,
    urls: [env.DIRECTORY_URL, env.PUBLIC_DIRECTORY_URL].filter((url) => url !== undefined),
    pages: [env.API_URL, ...env.PAGE_ORIGINS.split(',')].flatMap((page) => page?.trim() || []),
    signer,
    domain: marketDomain(chainId, market),
    grace: limits.grace,
    book,
    isOperator: (principal, agent) => isOperator(access, principal, agent),
    verifyMessage: access.client.verifyMessage,
    log,
    onResultReceipt: (dealId, began) => {
      const job = feed.deals().get(dealId)?.jobOfferHash;
      const fields = { deal: dealId };
      if (job) tracer.mark(job, 'receipt given', fields, began / 1_000, Date.now() / 1_000);
    },
    freshSeconds: env.FRESH_SECONDS,
    trustProxy: env.TRUST_PROXY === '1',
  });
  onStop('server', directory.close);
  log.info(
    { port: directory.port, directory: signer.address, market, storage: storage.name },
    'serving',
  );
  if (env.METRICS_PORT !== undefined) {
    onStop('metrics', await serveMetrics(directory, env.METRICS_PORT));
  }

  const placed = await placeModules(directory.ports, await loadCatalogue());
  log.info({ placed }, 'modules placed');
  const following = loop(() => book.refresh(), {
    what: 'reading the chain',
    signal,
    log,
    everyMs: env.DIRECTORY_POLL_MS,
  });
  // Garbage waits until the chain was read: before that no deal is known to need anything.
  await retry(() => book.refresh(), { what: 'read the chain', signal, log });
  await loop(
    async () => {
      await book.refresh();
      await directory.uploads.collect();
      const gone = await collectGarbage(directory.ports);
      if (gone.records > 0) log.info(gone, 'dropped content that nobody was promised');
    },
    { what: 'collecting garbage', signal, log, everyMs: GARBAGE_EVERY_MS },
  );
  await following;
});

/** Opens the storage; wrong settings end the process, as starting it again would not help. */
async function storageOrExit(
  env: Parameters<typeof s3SettingsOf>[0],
  folder: string,
  log: Logger,
): Promise<Storage> {
  try {
    const settings = s3SettingsOf(env);
    return await (settings === undefined ? openFolderStorage(folder) : openS3Storage(settings));
  } catch (error) {
    if (!(error instanceof StorageSettingsError)) throw error;
    log.fatal({ err: error.cause }, error.message);
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
}
