import type { PrivateKeyAccount } from 'viem/accounts';
import { openCar } from '../../lib/content/car';
import { ContentError } from '../../lib/content/content-error';
import type { ContentLimits } from '../../lib/content/content-limits';
import type { Db } from '../../lib/db/database.server';
import { MARKET_BUDGET } from '../../lib/execution/certify/certify-budget';
import type { CertifyOptions } from '../../lib/execution/certify/certify-module.server';
import { certifyModule } from '../../lib/execution/certify/certify-module.server';
import { signCertificate } from '../../lib/execution/certify/sign-certificate';
import { InfrastructureFault } from '../../lib/execution/infrastructure-fault';
import { LARGEST_PUBLICATION } from '../../lib/execution/publish/check-module-files';
import { TRANSFORMER_BUILD } from '../../lib/execution/wasm/transform-module';
import type { Logger } from '../../lib/log/logger.server';
import { moduleOf } from '../../lib/modules/catalogue.server';
import { pauseAfter, TRY_SECONDS } from '../../lib/modules/certification';
import {
  type ClaimedModule,
  claimUncertified,
  endTry,
  giveBack,
  type TryEnd,
} from '../../lib/modules/certifications.repo';
import { JobProblemsError } from '../../lib/modules/job-inputs';
import { ManifestError } from '../../lib/modules/manifest';
import { readPublishedCar } from '../../lib/modules/published-modules.query';
import { crashPoint } from '../runtime/crash-point';
import { controlRun } from './control-run.server';
import { partOfProblem, problemText } from './problem-text';

const RUN_LIMIT_MS = 120_000;
const CONTENT_LIMITS: ContentLimits = {
  maxBytes: LARGEST_PUBLICATION,
  maxFiles: 300,
  maxBlocks: 2_000,
};
const SHOWN_PROBLEMS = 3;

export interface CertifierPorts extends Pick<CertifyOptions, 'runtimes' | 'childPath' | 'cache'> {
  readonly db: Db;
  /** Who vouches for what was found; nobody where it is undefined. */
  readonly signer: PrivateKeyAccount | undefined;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/**
 * Certifies the published module whose turn it is, and records what that came to. Killed at any
 * instruction it is tried again.
 *
 * @returns whether there was one
 * @throws InfrastructureFault or another: this machine runs nothing at all, which counts for no module
 */
export async function certifyNext(ports: CertifierPorts): Promise<boolean> {
  const { db, log, now, signal } = ports;
  const claim = await claimUncertified(db, now(), TRANSFORMER_BUILD);
  if (claim === undefined) return false;
  const { id, tries } = claim;
  crashPoint('claimed');
  log.info({ moduleId: id, tries }, 'certifying');
  const begun = performance.now();
  let end: TryEnd | undefined;
  try {
    end = await tryOnce(ports, claim);
  } catch (error) {
    await giveBack(db, claim, { now: now(), took: 0 });
    throw error;
  }
  const time = { now: now(), took: (performance.now() - begun) / 1_000 };
  if (end === undefined || signal.aborted) {
    await giveBack(db, claim, time);
    return true;
  }
  if (!(await endTry(db, claim, time, end))) {
    log.warn({ moduleId: id, tries }, 'it was taken on anew before the try ended');
  } else if ('certificate' in end)
    log.info({ moduleId: id, cid: end.certificate.cid }, 'certified');
  else log.warn({ moduleId: id, tries, problem: end.problem }, 'not certified');
  return true;
}

/**
 * @returns undefined where the worker was asked to stop meanwhile
 * @throws whatever the machine lacks to run any module
 */
async function tryOnce(ports: CertifierPorts, claim: ClaimedModule): Promise<TryEnd | undefined> {
  const late = AbortSignal.timeout(TRY_SECONDS * 1_000);
  try {
    return await certify(ports, claim, AbortSignal.any([ports.signal, late]));
  } catch (error) {
    if (ports.signal.aborted) return undefined;
    if (
      error instanceof ManifestError ||
      error instanceof JobProblemsError ||
      error instanceof ContentError
    ) {
      return refusal(error.message);
    }
    if (!(error instanceof InfrastructureFault)) {
      ports.log.error({ err: error, moduleId: claim.id }, 'a try failed');
    }
    if (late.aborted) {
      return pauseOf(claim, `All its runs together took longer than ${TRY_SECONDS / 60} minutes.`);
    }
    await controlRun(ports);
    return ports.signal.aborted
      ? undefined
      : pauseOf(claim, `A run came to no result: ${wordsOf(error)}.`);
  }
}

async function certify(
  { db, signer, runtimes, childPath, cache, log }: CertifierPorts,
  { id }: ClaimedModule,
  signal: AbortSignal,
): Promise<TryEnd> {
  const car = await readPublishedCar(db, id);
  if (car === undefined) return refusal('Its files are not here any more.');
  const { files } = await openCar(car, { limits: CONTENT_LIMITS });
  const module = await moduleOf(files);
  if (module === undefined) return refusal('Its files lack manifest.json or module.wasm.');
  const options = { runtimes, childPath, cache, signal };
  const found = await certifyModule(module, {
    ...options,
    budget: MARKET_BUDGET,
    wallLimitMs: RUN_LIMIT_MS,
  });
  switch (found.kind) {
    case 'certified':
      return { certificate: await signCertificate(found.body, signer) };
    case 'refused':
      return refusal(`The engine does not accept it: ${found.rule}.`);
    case 'untrue': {
      const problems = found.problems.slice(0, SHOWN_PROBLEMS);
      const words = problems.map(({ place, message }) => partOfProblem(`${place}: ${message}`));
      return refusal(`Its manifest says what is not so. ${words.join(' ')}`);
    }
    case 'excessive':
      return refusal(`It is larger than what is tried here: ${found.excess}.`);
    case 'different': {
      const [first] = found.differences;
      log.error({ moduleId: id, differences: found.differences }, 'the engines differ');
      return refusal(
        `Engines came to different results (${first?.fact} of ${first?.input} on ${first?.runtime}): this is a bug of the engine.`,
      );
    }
  }
}

function refusal(problem: string): TryEnd {
  return { problem: problemText(problem), isFinal: true, pause: 0 };
}

function pauseOf({ tries }: ClaimedModule, problem: string): TryEnd {
  return { problem: problemText(problem), isFinal: false, pause: pauseAfter(tries) };
}

/** A child's complaint has many lines, of which a page shows the first. */
function wordsOf(error: unknown): string {
  const message = error instanceof InfrastructureFault ? error.message : 'the certifier failed';
  return message.split('\n', 1)[0]!.replace(/\.$/, '');
}
