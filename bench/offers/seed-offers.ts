import { sql } from 'drizzle-orm';
import { type Address, getAddress, type Hex } from 'viem';
import { resourceOffers } from '../../drizzle/schema/resource-offers';
import { tickets } from '../../drizzle/schema/tickets';
import type { Db } from '../../lib/db/database.server';
import { listHashOf } from '../../lib/offers/offer-hash';
import type { ResourceOffer } from '../../lib/offers/offer-types';
import { fillFacets, withoutTriggers } from '../../lib/offers/search/testing/fill-facets';
import type { Random } from '../../lib/offers/search/testing/random-market';
import { DAY, UPTIME_DAYS } from '../../lib/offers/uptime';
import { ZERO_ADDRESS, ZERO_BYTES32 } from '../../lib/shared/address';
import { resourceOffer, testDirectory, testEngine, testHash } from '../../test/builders/offers';

const BATCH = 1_000;
const PROVIDERS = 5_000;
const DEALS = 30_000;

/** Offers in the shape of signed ones, most of them with tickets; deals of their providers. */
export async function seedOffers(db: Db, count: number, now: number, random: Random) {
  await withoutTriggers(db, async (tx) => {
    for (let start = 0; start < count; start += BATCH) {
      const size = Math.min(BATCH, count - start);
      const rows = Array.from({ length: size }, (_, at) => offerRow(start + at, now, random));
      await tx.insert(resourceOffers).values(rows);
      const named = rows.filter(({ ticketKey }) => ticketKey !== ZERO_ADDRESS);
      await tx.insert(tickets).values(named.map(({ hash }) => ticketOf(hash, now, random)));
    }
    await seedDeals(tx, now);
  });
  await fillFacets(db);
  await db.execute(sql`vacuum analyze`);
}

const lists = { engines: [testEngine], courts: [testHash(0xc1)], directories: [testDirectory] };
const hashes = {
  courtsHash: listHashOf(lists.courts),
  directoriesHash: listHashOf(lists.directories),
};

/** A row of the table of resource offers, with a hash and a signature that are noise. */
export function offerRow(index: number, now: number, random: Random) {
  const offer: ResourceOffer = { ...offerOf(index, now, random), ...hashes };
  const { provider, nonce, ticketKey, basePrice, fuelPrice, expiry } = offer;
  const submission = { offer, lists, signature: hexOf(65, random) };
  const copied = { provider, nonce, ticketKey, basePrice, fuelPrice, expiry: BigInt(expiry) };
  return { hash: hexOf(32, random), submission, ...copied };
}

/** One in twenty is live; one in fifty was missed. */
async function seedDeals(db: Db, now: number): Promise<void> {
  await db.execute(sql`
    insert into deals (id, buyer, provider, job_offer_hash, job_nonce, attempt,
      resource_offer_hash, resource_nonce, module_id, court, value, provider_lock, stage, outcome,
      matched_at, settled_at, record, last_block, last_log_index)
    select '0x' || i, '0xb1', provider, '0x' || i, i, 0, hash, nonce, '0x11', '0xc1', 1, 1,
      case when i % 20 = 0 then 'Matched' else 'Settled' end,
      case when i % 20 = 0 then null when i % 50 = 1 then 'Missed' else 'Accepted' end,
      ${now}::bigint - i, case when i % 20 = 0 then null else ${now}::bigint end, '{}', 1, 1
    from (select row_number() over (order by hash) as i, * from resource_offers) o
    where i <= ${DEALS}
  `);
}

function offerOf(index: number, now: number, random: Random): ResourceOffer {
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const gpus = one([0, 0, 0, 1, 1, 2, 4, 8]);
  // Prices spread as prices do: many near the least, few far above.
  const dear = Math.exp(3 * random());
  return resourceOffer({
    provider: providerOf(Math.floor(random() * PROVIDERS)),
    nonce: BigInt(index),
    cpuMilli: 1_000 * one([1, 2, 4, 8, 16, 32, 64]),
    memoryMiB: 1_024 * one([1, 2, 4, 8, 16, 32, 64, 128]),
    storageMiB: 1_024 * one([1, 8, 64, 512]),
    gpuCount: gpus,
    gpuMemoryMiB: gpus === 0 ? 0 : 1_024 * one([8, 12, 16, 24, 48, 80]),
    gpuModel: gpus === 0 ? ZERO_BYTES32 : testHash(one([0x3090, 0x4090, 0xa100, 0xb100])),
    basePrice: BigInt(Math.floor(500 * dear)),
    fuelPrice: BigInt(Math.floor(1_500 * dear * (0.8 + 0.4 * random()))),
    fuelPerSecond: BigInt(Math.floor(1e8 + 2e9 * random())),
    maxTheta: one([40, 121, 200]),
    maxValue: 10n ** 9n,
    concurrent: one([1, 2, 4]),
    ticketKey: random() < 0.9 ? providerOf(index) : ZERO_ADDRESS,
    expiry: now + 86_400,
  });
}

function ticketOf(hash: Hex, now: number, random: Random) {
  const isOn = random() < 0.85;
  const seenAt = isOn ? now - Math.floor(random() * 300) : now - Math.floor(random() * 6 * DAY);
  const share = 0.5 + random() / 2;
  return {
    resourceOfferHash: hash,
    until: BigInt(isOn ? now + 300 : seenAt + 300),
    signature: hexOf(65, random),
    since: BigInt(now - 10 * DAY),
    seenAt: BigInt(seenAt),
    day: Math.floor(seenAt / DAY),
    live: Array.from({ length: UPTIME_DAYS }, (_, day) => Math.floor(share * DAY * (day + 1))),
  };
}

function providerOf(index: number): Address {
  return getAddress(`0x${(0xaa0000 + index).toString(16).padStart(40, '0')}`);
}

function hexOf(bytes: number, random: Random): Hex {
  const digits = Array.from({ length: bytes }, () => Math.floor(256 * random()));
  return `0x${digits.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
