import type { Hex } from 'viem';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { CallRefusedError } from '../../lib/chain/send-call.server';
import { type ChainNow, type KeeperCall, keeperMoveOf } from '../../lib/deals/keeper-move';
import type { Logger } from '../../lib/log/logger.server';
import type { MarketConfig } from '../../lib/shared/market-config';

export interface KeepPorts {
  readonly config: Pick<MarketConfig, 'grace'>;
  readonly findDeal: (dealId: Hex) => Promise<DealRecord | undefined>;
  readonly chainNow: () => Promise<ChainNow>;
  readonly send: (call: KeeperCall, deal: DealRecord) => Promise<void>;
  /** Looks at the deal again after so many seconds. */
  readonly lookAgain: (dealId: Hex, seconds: number) => Promise<void>;
  readonly log: Logger;
}

/** Seconds until a refused call is thought over: long enough for the indexer to catch up. */
const AFTER_REFUSAL = 2;
/** Longest sleep: clocks of chain and machine may drift apart. */
const LONGEST_SLEEP = 60;

/**
 * Moves one deal on where its time has come, and says when to look again. Any number of keepers may
 * do this at once: the contract takes the first call and refuses the others.
 */
export async function keepDeal(ports: KeepPorts, dealId: Hex): Promise<void> {
  const deal = await ports.findDeal(dealId);
  if (!deal) return;
  const now = await ports.chainNow();
  const move = keeperMoveOf(deal, now, ports.config);
  switch (move.kind) {
    case 'none':
      return;
    case 'wait':
      return ports.lookAgain(dealId, Math.min(LONGEST_SLEEP, move.until - now.timestamp));
    case 'wait-block':
      return ports.lookAgain(dealId, 1);
    case 'call':
      try {
        await ports.send(move.call, deal);
        ports.log.info({ dealId, call: move.call }, 'moved on');
      } catch (err) {
        if (!(err instanceof CallRefusedError)) throw err;
        ports.log.info({ dealId, call: move.call, reason: err.problem.name }, 'not yet');
        await ports.lookAgain(dealId, AFTER_REFUSAL);
      }
  }
}
