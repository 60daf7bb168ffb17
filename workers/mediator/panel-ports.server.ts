import pLimit from 'p-limit';
import type { Hex, PrivateKeyAccount } from 'viem';
import { commitReplayOf } from '../../lib/chain/commit-replay';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { CallRefusedError, type CallSender } from '../../lib/chain/send-call.server';
import type { DirectoryClient } from '../../lib/directory/directory.client';
import { resultDigestInPieces } from '../../lib/execution/result-digest.server';
import { resultFilesOf } from '../../lib/execution/result-files';
import { runDeal } from '../../lib/execution/run-deal.service';
import type { Logger } from '../../lib/log/logger.server';
import { within } from '../../lib/shared/in-time';
import type { JobTracer } from '../../lib/telemetry/tracer.server';
import { openRunners } from '../runtime/open-runners.server';
import type { PanelPorts } from './serve-panel.service';
import { whileTelling } from './while-telling';

/** After the deadline a result can still resolve what was committed before a restart. */
const LEAST_RUN_MS = 30_000;

/**
 * How long a run may take: until its panel's deadline. A longer one counts for nothing, and the seats
 * of other panels wait for it.
 */
export function wallLimitOf(deal: Pick<DealRecord, 'case'>, now: number): number {
  const left = (deal.case?.deadline ?? now) - now;
  return Math.max(LEAST_RUN_MS, left * 1_000);
}

/** A panel's dealings with chain, directory and engine. */
export function panelPorts(options: {
  readonly members: readonly PrivateKeyAccount[];
  readonly senderOf: (member: Hex) => CallSender;
  readonly directory: DirectoryClient;
  /** This process' own name on its machine. */
  readonly owner: string;
  /** Where transformed modules are kept from one start to the next. */
  readonly cacheFolder?: string;
  /** Jobs that run at once. */
  readonly concurrent: number;
  /** Unix seconds of the chain. */
  readonly now: () => number;
  readonly tracer: Pick<JobTracer, 'run'>;
  readonly signal: AbortSignal;
  readonly log: Logger;
}): PanelPorts {
  const { members, senderOf, directory, now, tracer, signal, log, ...own } = options;
  const limit = pLimit(own.concurrent);
  const runners = openRunners({ ...own, signal });
  return {
    members,
    now,
    log,
    run: (deal, seats) =>
      limit(() => {
        const clients = seats.map((seat) => directory.as({ signer: seat }));
        const reader = clients[0]!;
        const tell = (share: number) =>
          Promise.all(clients.map((client) => client.tellProgress(deal.dealId, share)));
        const content = (cid: string, abort?: AbortSignal) =>
          reader.getContent(cid, within(wallLimitOf(deal, now()), abort));
        const sources = { content, runners, digestOf: resultDigestInPieces };
        const more = { signal, wallLimitMs: wallLimitOf(deal, now()) };
        const fields = { deal: deal.dealId, seat: seats[0]!.address };
        return tracer.run(deal.jobOfferHash, 're-execution', fields, () =>
          whileTelling(deal.post?.fuelUsed ?? 0n, tell, (onProgress) =>
            runDeal(deal, sources, { ...more, onProgress }),
          ),
        );
      }),
    handIn: async (deal, seat, run) => {
      const own = directory.as({ signer: seat });
      const { cid } = await own.putContent(resultFilesOf(run.execution, run.engine));
      await own.handInSeatResult({ dealId: deal.dealId, cid, party: seat.address });
    },
    commit: async (deal, seat, seal) => {
      const { dealId, packedTerms, post, case: facts } = deal;
      if (!post || !facts) return;
      const args = [dealId, packedTerms, post, facts, seat.address, seal] as const;
      await senderOf(seat.address).send({ functionName: 'commitVerdict', args });
      log.info({ dealId, seat: seat.address }, 'committed');
    },
    resolve: async (deal, seat, { resultDigest, fuelUsed }) => {
      const { dealId, packedTerms, post, case: facts } = deal;
      if (!post || !facts) return false;
      try {
        const commits = commitReplayOf(deal);
        const args = [dealId, packedTerms, post, facts, commits, resultDigest, fuelUsed] as const;
        await senderOf(seat.address).send({ functionName: 'resolve', args });
        log.info({ dealId }, 'resolved');
        return true;
      } catch (err) {
        if (!(err instanceof CallRefusedError)) throw err;
        log.info({ dealId, reason: err.problem.name }, 'not resolved');
        return false;
      }
    },
  };
}
