import { join } from 'node:path';
import pLimit from 'p-limit';
import { DirectoryClient } from '@/lib/directory/directory.client';
import type { PublishPorts } from '@/lib/directory/publish-module.service';
import { readPublicConfig } from '@/lib/env/public-config.server';
import { InfrastructureFault } from '@/lib/execution/infrastructure-fault';
import { proveImageArchive } from '@/lib/execution/oci/image-archive.server';
import { LARGEST_PUBLICATION } from '@/lib/execution/publish/check-module-files';
import { checkWasmInChild } from '@/lib/execution/publish/check-wasm.server';
import { PublicationRefused, type RefusalCode } from '@/lib/execution/publish/publication-refused';
import type { TrialPorts } from '@/lib/execution/publish/try-module';
import { runJob } from '@/lib/execution/run-job.server';
import { createTransformCache } from '@/lib/execution/transform-cache.server';
import { marketDomain } from '@/lib/offers/offer-types';
import { offerPorts } from './market';
import { ApiProblem } from './respond';

/** Real time that one trial may take; fuel ends nearly all of them long before. */
const WALL_LIMIT_MS = 60_000;
/** Real time that all trials of one module may take. */
const TOTAL_LIMIT_MS = 120_000;
const CACHE_BYTES = 32 * 1024 * 1024;
const MOST_WAITING = 8;
const LIMITS = { maxBytes: LARGEST_PUBLICATION, maxFiles: 300, maxBlocks: 2_000 };

/** Whoever asks: the trials run beside the web. */
const oneAtATime = pLimit(1);
/** A program that was checked need not be transformed again for its runs. */
const cache = createTransformCache({ capacity: CACHE_BYTES });

/** What publishing needs, from this process's environment. */
export async function publishPorts(): Promise<PublishPorts> {
  const { db, chainId, market, reader } = await offerPorts();
  const domain = marketDomain(chainId, market);
  const url = process.env.DIRECTORY_URL || (await readPublicConfig()).directoryUrl;
  const directory = new DirectoryClient({ url, domain, limits: LIMITS });
  return {
    db,
    domain,
    isSignedBy: reader.isSignedBy,
    fetchContent: (cid) => directory.getContent(cid),
    ...trialPorts(),
    inTurn,
    proveImage: proveImageArchive,
    now: () => Math.floor(Date.now() / 1_000),
  };
}

/**
 * One module at a time, since what its runs write is held until they are judged.
 *
 * @throws PublicationRefused too many wait
 */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (oneAtATime.pendingCount >= MOST_WAITING) {
    const message = 'Many modules are being checked at the moment.';
    throw new PublicationRefused('busy', message, 'Try again in a minute.');
  }
  return oneAtATime(work);
}

/** Everything that a stranger's program could hold up is done in children, which are killed in time. */
function trialPorts(): TrialPorts {
  // Built with the workers, beside the pages, so the pages' build must not look for it; tests name
  // their own.
  const root = /* turbopackIgnore: true */ process.cwd();
  const childPath = process.env.JOB_CHILD_FILE || join(root, 'dist', 'job-child.js');
  let leftMs = TOTAL_LIMIT_MS;
  const timed = async <T>(work: (wallLimitMs: number) => Promise<T>): Promise<T> => {
    const begun = performance.now();
    try {
      return await work(Math.max(1, Math.min(WALL_LIMIT_MS, leftMs)));
    } finally {
      leftMs -= performance.now() - begun;
    }
  };
  return {
    checkWasm: (wasm, engine) =>
      timed((wallLimitMs) => checkWasmInChild(wasm, engine, { childPath, cache, wallLimitMs })),
    runTrial: (job, onProgress) =>
      timed((wallLimitMs) => runJob(job, { childPath, cache, wallLimitMs, onProgress })),
  };
}

const STATUS_OF: Partial<Record<RefusalCode, number>> = {
  'bad-signature': 403,
  'not-in-directory': 409,
  'already-published': 409,
  'module-too-large': 413,
  busy: 503,
};

/** Turns a refused publication into an answer with its code and hint. */
export async function publicationAsProblem<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof InfrastructureFault) {
      const message =
        'The example came to no result here: it took too long, or the machine failed.';
      throw new ApiProblem(503, 'no-result', message, 'Try again, or choose a smaller example.');
    }
    if (!(error instanceof PublicationRefused)) throw error;
    const { code, message, hint } = error;
    throw new ApiProblem(STATUS_OF[code] ?? 422, code, message, hint);
  }
}
