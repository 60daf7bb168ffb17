import { sql } from 'drizzle-orm';
import type { Hex } from 'viem';
import { cancellations } from '../../../../drizzle/schema/cancellations';
import { deals } from '../../../../drizzle/schema/deals';
import { resourceUses } from '../../../../drizzle/schema/resource-uses';
import {
  resourceOffer,
  testAddress,
  testDirectory,
  testEngine,
  testHash,
} from '../../../../test/builders/offers';
import type { Db } from '../../../db/database.server';
import { gpuModelIdOf } from '../../../providers/device-classes';
import { ascending, ZERO_ADDRESS, ZERO_BYTES32 } from '../../../shared/address';
import type { ResourceLists } from '../../match-item';
import { listHashOf, optionalListHashOf, resourceOfferHashOf } from '../../offer-hash';
import type { ResourceOffer } from '../../offer-types';
import { insertResourceOffer, upsertTicket } from '../../offers.repo';
import { DAY } from '../../uptime';

/** The one card of these machines, and whose key keeps their offers live. */
export const TEST_GPU = 'NVIDIA GeForce RTX 4090';
export const TEST_AGENT = testAddress(0x71);

export const NOW = 20_000 * DAY + 40_000;

/** What runs containers. */
export const testContainers: Hex = testHash(0xe8);

export type Random = () => number;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Offers of a few providers on machines of every kind, with tickets, deals and cancellations. */
export async function makeMarket(db: Db, count: number, random: Random): Promise<Hex[]> {
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const hashes: Hex[] = [];
  for (let index = 1; index <= count; index++) {
    const { offer, lists } = anyOffer(index, one);
    const hash = resourceOfferHashOf(offer);
    await insertResourceOffer(db, hash, { offer, lists, signature: '0x01' });
    hashes.push(hash);
    let at = NOW - Math.floor(random() * 8 * DAY);
    for (let tickets = one([0, 1, 2, 6]); tickets > 0 && at <= NOW; tickets--) {
      const until = at + one([300, 600]);
      await upsertTicket(db, { resourceOfferHash: hash, until, signature: '0x02' }, at);
      at += one([200, 5_000, 60_000, NOW - at + 1]);
    }
    if (random() < 0.4) {
      const until = NOW + one([5, 300]);
      await upsertTicket(db, { resourceOfferHash: hash, until, signature: '0x02' }, NOW - 10);
    }
    for (let deal = one([0, 0, 1, 3]); deal > 0; deal--) {
      await addDeal(db, `${index}${deal}`, offer, one(OUTCOMES));
    }
    if (random() < 0.05) {
      const kind = one(['resource', 'below'] as const);
      await db
        .insert(cancellations)
        .values({ account: offer.provider, kind, nonce: kind === 'below' ? 3n : offer.nonce })
        .onConflictDoNothing();
    }
  }
  return hashes;
}

const OUTCOMES = [null, 'Accepted', 'Upheld', 'Overturned', 'Missed', 'Declined'] as const;

function anyOffer(index: number, one: <T>(values: readonly T[]) => T) {
  const lists: ResourceLists = {
    engines: one([
      ...[[testEngine], [testEngine], [testEngine], ascending([testEngine, testContainers])],
      ...[[testContainers], [testContainers], [testHash(0xe9)], [testHash(0xe9)]],
    ]),
    modules: one([undefined, undefined, [testHash(0x11)], [testHash(0x77)]]),
    courts: one([[testHash(0xc1)], [testHash(0xc1)], [testHash(0xc2)]]),
    directories: [one([testDirectory, testDirectory, testAddress(0xd2)])],
  };
  const offer: ResourceOffer = resourceOffer({
    provider: testAddress(0xab00 + one([1, 2, 3, 4, 5])),
    nonce: BigInt(index),
    cpuMilli: one([500, 1_000, 4_000]),
    memoryMiB: one([128, 512, 4_096, 16_384]),
    storageMiB: one([64, 4_096]),
    gpuCount: one([0, 0, 1, 8]),
    gpuMemoryMiB: one([0, 8_192, 24_576]),
    gpuModel: one([ZERO_BYTES32, gpuModelIdOf(TEST_GPU)]),
    basePrice: one([0n, 1_000n, 700_000n]),
    fuelPrice: one([0n, 2_000n, 333n, 50_001n]),
    fuelPerSecond: one([0n, 170_000_003n, 500_000_000n, 9_000_000_000n]),
    minExecutionWindow: one([0, 5, 40]),
    maxReviewWindow: one([30, 600]),
    maxPanelSize: one([1, 4, 5]),
    minTheta: one([1, 50]),
    maxTheta: one([20, 40, 200]),
    maxValue: one([10_000n, 1_000_000_000n]),
    verifications: one([1, 2, 3]),
    concurrent: one([1, 2]),
    total: one([1, 1_000, 0xffff_ffff]),
    ticketKey: one([ZERO_ADDRESS, TEST_AGENT]),
    solver: one([ZERO_ADDRESS, ZERO_ADDRESS, ZERO_ADDRESS, testAddress(0x50)]),
    expiry: one([NOW - 1, NOW, NOW + 86_400, 4_000_000_000]),
    enginesHash: listHashOf(lists.engines),
    modulesHash: optionalListHashOf(lists.modules),
    courtsHash: listHashOf(lists.courts),
    directoriesHash: listHashOf(lists.directories),
  });
  return { offer, lists };
}

/** A row of the mirror, without the events that it is otherwise folded from. */
async function addDeal(
  db: Db,
  name: string,
  { provider, nonce }: ResourceOffer,
  outcome: (typeof OUTCOMES)[number],
): Promise<void> {
  const id = testHash(Number(name));
  const isJudged = outcome === 'Upheld' || outcome === 'Overturned';
  await db.insert(deals).values({
    id,
    buyer: testAddress(0xb1),
    provider,
    jobOfferHash: id,
    jobNonce: 1n,
    attempt: 0,
    resourceOfferHash: testHash(0),
    resourceNonce: nonce,
    moduleId: testHash(0x11),
    court: testHash(0xc1),
    value: 1n,
    providerLock: 1n,
    stage: outcome === null ? 'Matched' : 'Settled',
    outcome,
    matchedAt: BigInt(NOW - 500),
    caseOpenedAt: isJudged ? BigInt(NOW - 300) : null,
    settledAt: outcome === null ? null : BigInt(NOW - 100),
    record: {} as typeof deals.$inferInsert.record,
    lastBlock: 1n,
    lastLogIndex: 1,
  });
  await db
    .insert(resourceUses)
    .values({ provider, nonce, deals: 1 })
    .onConflictDoUpdate({
      target: [resourceUses.provider, resourceUses.nonce],
      set: { deals: sql`${resourceUses.deals} + 1` },
    });
}
