import type { Address, PrivateKeyAccount } from 'viem';
import type { CallSender } from '../../lib/chain/send-call.server';
import { WASM_ENGINE_IDS } from '../../lib/execution/engine-id';
import type { Logger } from '../../lib/log/logger.server';
import { hardwareOf } from '../provider/hardware.server';
import { handInTicket, publishOffer } from '../provider/keep-offers.service';
import { prepareAccount } from '../provider/own-account.service';
import { type OwnOffer, ownOffer } from '../provider/own-offer.service';
import type { StateFolder } from '../runtime/state-folder';
import type { BuyerWorld } from './buyer.server';

const A_MACHINE = { cpuMilli: 2_000, memoryMiB: 4_096, storageMiB: 64 };
const DEPOSIT = 500_000_000n; // 500 tUSD

/**
 * Puts up a provider that is matched once and never heard of again: its offer is live for one
 * ticket's time and nobody serves it. Shows what a missed deadline does.
 */
export async function publishGoneProvider(options: {
  readonly world: BuyerWorld;
  readonly wallet: PrivateKeyAccount;
  readonly sender: CallSender;
  readonly state: StateFolder;
  readonly now: number;
  readonly log: Logger;
}): Promise<Address> {
  const { world, wallet, sender, state, now, log } = options;
  const { access, deployment, api } = world;
  const operator = wallet.address;
  await prepareAccount({ access, deployment, wallet: sender, operator, deposit: DEPOSIT, log });
  const terms: OwnOffer['terms'] = {
    ...hardwareOf('wasm', A_MACHINE, 1),
    engines: WASM_ENGINE_IDS,
    // Dearer than the local providers: only a job that names it is matched with it.
    basePrice: 9_000n,
    fuelPrice: 1_800n,
    fuelPerSecond: 16_000_000_000n,
    minExecutionWindow: 5,
    maxReviewWindow: deployment.limits.maxReviewWindow,
    maxValue: 10_000_000n,
    concurrent: 1,
    total: 1,
  };
  const own = { name: 'offer', terms };
  const submission = await ownOffer({ wallet, operator, deployment, own, state, now, log });
  const hash = await publishOffer(api, submission);
  await handInTicket({ api, deployment, operator: wallet, now }, hash);
  return wallet.address;
}
