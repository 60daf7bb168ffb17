import type { Server } from 'node:http';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Hex, LocalAccount, PublicClient } from 'viem';
import { audienceOrigin } from '../auth/audience-origin';
import { sessionTokensIn } from '../auth/session-tokens.server';
import { SiweSessions } from '../auth/siwe-session.server';
import { maxCarBytes } from '../content/car';
import { type ContentLimits, DEFAULT_LIMITS, MIB } from '../content/content-limits';
import type { Logger } from '../log/logger.server';
import type { MarketDomain } from '../offers/offer-types';
import { Authenticator } from './authenticate.server';
import { type DealRecord, dealRecordSchema } from './content-record';
import { ContentStore } from './content-store.server';
import type { DealBook, OperatorCheck } from './deal-book';
import { createDirectoryApp } from './directory-app.server';
import type { DirectoryRates } from './directory-context.server';
import type { DirectoryPorts } from './directory-ports';
import { linkTokensIn } from './link-tokens.server';
import { Records } from './records.server';
import { ServiceError } from './service-error';
import { openFolderStorage } from './storage/folder-storage.server';
import type { Storage } from './storage/storage';
import { Uploads } from './uploads.server';

export type DirectoryOptions = {
  /** The process's own folder: the secret of its tokens, half uploads, and content by default. */
  readonly folder: string;
  /** Where content and records are kept; by default in `folder`. */
  readonly storage?: Storage;
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Addresses under which callers reach this directory: signatures are bound to one of them. */
  readonly urls: readonly string[];
  /** Pages whose users may sign in here. */
  readonly pages: readonly string[];
  readonly signer: LocalAccount;
  readonly domain: MarketDomain;
  readonly grace: number;
  readonly book: DealBook;
  readonly isOperator: OperatorCheck;
  readonly verifyMessage: PublicClient['verifyMessage'];
  readonly log: Logger;
  readonly onResultReceipt?: (dealId: Hex, began: number) => void;
  readonly limits?: ContentLimits;
  readonly rates?: DirectoryRates;
  readonly maxStoreBytes?: number;
  /** Seconds that content without a receipt is kept (an hour). */
  readonly freshSeconds?: number;
  /** Bytes that one network may have here which no deal is about (2 GiB). */
  readonly unusedBytesEach?: number;
  /** Seconds that an upload in parts may take before it is dropped. */
  readonly uploadSeconds?: number;
  /** Unix seconds; the machine's clock by default. */
  readonly now?: () => number;
  /** Believe X-Forwarded-For: only behind a proxy that sets it. */
  readonly trustProxy?: boolean;
};

export type RunningDirectory = {
  readonly port: number;
  readonly ports: DirectoryPorts;
  readonly uploads: Uploads;
  close(): Promise<void>;
};

const HOUR = 3600;
/** Whoever uploads asks for a receipt next. */
export const FRESH_SECONDS = HOUR;
const DEFAULT_RATES: DirectoryRates = {
  uploads: { amount: 1200, windowSeconds: 600 },
  uploadBytes: { amount: 4096 * MIB, windowSeconds: 600 },
  writes: { amount: 6000, windowSeconds: 600 },
  promises: { amount: 2048 * MIB, windowSeconds: 24 * HOUR },
  owedAsks: { amount: 60, windowSeconds: 600 },
};

/** Opens the store in `folder` and serves it over HTTP until closed. */
export async function startDirectory(options: DirectoryOptions): Promise<RunningDirectory> {
  const { folder, log, signer, domain, grace, book, isOperator } = options;
  const limits = options.limits ?? DEFAULT_LIMITS;
  const storage = options.storage ?? (await openFolderStorage(folder));
  const store = await ContentStore.open({
    storage,
    limits,
    maxStoreBytes: options.maxStoreBytes ?? 20 * 1024 * MIB,
    freshSeconds: options.freshSeconds ?? FRESH_SECONDS,
    unusedBytesEach: options.unusedBytesEach ?? 2048 * MIB,
    onWarning: (message, detail) => log.warn(detail, message),
  });
  const deals = await Records.open(storage.documents('deals'), dealRecordSchema, (file) =>
    log.warn({ file }, 'damaged record ignored'),
  );
  const uploads = await Uploads.open({
    folder: join(folder, 'uploads'),
    maxBytes: maxCarBytes(limits),
    expirySeconds: options.uploadSeconds ?? 6 * HOUR,
  });
  const now = options.now ?? (() => Math.floor(Date.now() / 1000));
  const links = linkTokensIn(folder, signer.address);
  const ports: DirectoryPorts = {
    store,
    deals,
    book,
    isOperator,
    signer,
    domain,
    links,
    grace,
    now,
  };
  const origins = [...new Set(options.urls.map(audienceOrigin))];
  const tokens = sessionTokensIn(folder, signer.address);
  const rules = {
    domains: options.pages.map((page) => new URL(page).host),
    origins,
    chainId: domain.chainId,
  };
  const audiences = origins.map((origin) => ({ origin, chainId: domain.chainId }));
  const hono = createDirectoryApp({
    ports,
    resumable: uploads,
    authenticator: new Authenticator(audiences, tokens, BigInt(now())),
    sessions: new SiweSessions(rules, tokens, options.verifyMessage),
    limits,
    rates: options.rates ?? DEFAULT_RATES,
    maxBodyBytes: 8 * maxCarBytes(limits),
    remoteOf: (context) => {
      const forwarded = context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
      if (options.trustProxy === true && forwarded) return forwarded;
      return getConnInfo(context).remote.address ?? 'unknown';
    },
    onResultReceipt: options.onResultReceipt,
    onError: (err, { method, path }) => {
      if (err instanceof ServiceError) log.warn({ err, method, path }, 'request refused');
      else log.error({ err, method, path }, 'request failed');
    },
  });
  const { server, port } = await listen(hono.fetch, options.host, options.port);
  return { port, ports, uploads, close: () => closeServer(server) };
}

/** Drops content that nobody was promised and that no live deal needs. */
export async function collectGarbage({ store, deals, book, now }: DirectoryPorts) {
  const needed = new Set<string>();
  for (const deal of book.liveDeals()) {
    needed.add(deal.moduleId).add(deal.inputsId);
    for (const { id } of deals.get(deal.dealId)?.results ?? []) needed.add(id);
  }
  const gone = await store.collect(now(), (id) => needed.has(id));
  const isOver = ({ results }: DealRecord) =>
    results.length > 0 && results.every(({ id }) => store.record(id) === undefined);
  for (const [dealId, record] of [...deals.entries()]) {
    if (isOver(record)) await deals.remove(dealId, isOver);
  }
  return gone;
}

type Fetch = Parameters<typeof serve>[0]['fetch'];

function listen(fetch: Fetch, hostname: string, port: number) {
  return new Promise<{ server: Server; port: number }>((resolve, reject) => {
    const server = serve({ fetch, hostname, port }, (info) => {
      resolve({ server, port: info.port });
    }) as Server;
    server.once('error', reject);
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
