import { encodeAbiParameters, type Hex, keccak256 } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { skipReasonOf } from '../../lib/chain/market-error.view';
import { sealOf } from '../../lib/execution/result-digest';
import {
  buildMatch,
  gatherJobs,
  type JobSubmission,
  type ResourceSubmission,
} from '../../lib/offers/match-item';
import { resultReceiptTypes } from '../../lib/offers/typed-data';
import { ZERO_BYTES32 } from '../../lib/shared/address';
import { solvers } from '../../test/parity/people';
import { replayOf } from '../../test/parity/world';
import { directory, keeper, type Table } from './open-table';
import { HELD_SECONDS } from './scene';

/** Every call that a play makes of the market, and nothing else of it. */

/** What a run found, or what somebody says that it did. */
export type Claim = { readonly digest: Hex; readonly fuelUsed: bigint };

export type Refusal = { readonly refused: string };

const BATCH = 10;
const SEAL_WITHOUT_PARTY = [{ type: 'bytes32' }, { type: 'uint64' }] as const;

/** A claim sealed by the rules of the table's build. */
export function sealAt(table: Table, dealId: Hex, party: PrivateKeyAccount, claim: Claim): Hex {
  const { digest, fuelUsed } = claim;
  return table.without === 'party-bound-seals'
    ? keccak256(encodeAbiParameters(SEAL_WITHOUT_PARTY, [digest, fuelUsed]))
    : sealOf(dealId, party.address, digest, fuelUsed);
}

export function recordOf({ driver }: Table, dealId: Hex): DealRecord {
  const record = driver.record(dealId);
  if (!record) throw new Error(`No deal ${dealId}`);
  return record;
}

/** One match a lane, in order: the deal's id, or why there is none. */
export async function matchAll(
  table: Table,
  jobs: readonly JobSubmission[],
  resource: ResourceSubmission,
): Promise<(Hex | Refusal)[]> {
  const { driver, court } = table;
  const sides = jobs.map((job, lane) => buildMatch({ job, resource, court, lane, failed: [] }));
  const results: (Hex | Refusal)[] = [];
  for (const batch of batchesOf(sides)) {
    const args = [batch[0]?.resource, gatherJobs(batch.map((side) => side.job))];
    const { error, events } = await driver.send(solvers[0]!, 'matchDeals', args);
    if (error) throw new Error(`matchDeals: ${error}`);
    const skipped = new Map<number, string>();
    const started: Hex[] = [];
    for (const { name, args } of events) {
      if (name === 'Skipped') skipped.set(Number(args.index), skipReasonOf(args.reason).name);
      if (name === 'DealMatched') started.push(args.dealId);
    }
    for (const index of batch.keys()) {
      const refused = skipped.get(index);
      const dealId = refused === undefined ? started.shift() : undefined;
      if (dealId === undefined && refused === undefined) throw new Error('A match left no trace');
      results.push(dealId ?? { refused: refused ?? '' });
    }
  }
  return results;
}

/** What a provider hands in. Its directory signs for it: without a receipt every deal is audited. */
export type Handed = { readonly dealId: Hex; readonly seal: Hex; readonly fuelUsed: bigint };

export async function postAll(
  table: Table,
  provider: PrivateKeyAccount,
  results: readonly Handed[],
): Promise<void> {
  const { driver, domain } = table;
  const items = [];
  for (const { dealId, seal, fuelUsed } of results) {
    const heldUntil = driver.clock + HELD_SECONDS;
    const receiptSignature = await directory.signTypedData({
      domain,
      types: resultReceiptTypes,
      primaryType: 'ResultReceipt',
      message: { dealId, seal, fuelUsed, heldUntil },
    });
    const { terms } = replayOf(recordOf(table, dealId));
    items.push({
      dealId,
      terms,
      seal,
      fuelUsed,
      heldUntil,
      receiptSignature,
      directory: directory.address,
      jobDirectories: [directory.address],
      resourceDirectories: [],
    });
  }
  await sendBatches(table, provider, 'postResults', items);
}

/** Records the draws of posted deals; their blocks must be past. */
export async function drawAll(table: Table, dealIds: readonly Hex[]): Promise<void> {
  const items = dealIds.map((dealId) => {
    const { terms, post } = replayOf(recordOf(table, dealId));
    return { dealId, terms, post, secret: ZERO_BYTES32 };
  });
  await sendBatches(table, keeper, 'draws', items);
}

export async function acceptAll(
  table: Table,
  buyer: PrivateKeyAccount,
  dealIds: readonly Hex[],
): Promise<void> {
  const items = dealIds.map((dealId) => {
    const { terms, post } = replayOf(recordOf(table, dealId));
    return { dealId, terms, post, secret: ZERO_BYTES32, signature: '0x' };
  });
  await sendBatches(table, buyer, 'acceptBatch', items);
}

export async function finalizeAll(table: Table, dealIds: readonly Hex[]): Promise<void> {
  const items = dealIds.map((dealId) => {
    const { terms, post } = replayOf(recordOf(table, dealId));
    return { dealId, terms, post };
  });
  await sendBatches(table, keeper, 'finalizeBatch', items);
}

export const expire = (table: Table, dealId: Hex) =>
  call(table, keeper, 'expire', dealId, ({ terms }) => [dealId, terms]);

export const decline = (table: Table, provider: PrivateKeyAccount, dealId: Hex) =>
  call(table, provider, 'decline', dealId, ({ terms }) => [dealId, terms]);

export const dispute = (table: Table, buyer: PrivateKeyAccount, dealId: Hex) =>
  call(table, buyer, 'dispute', dealId, ({ terms, post }) => [dealId, terms, post]);

export const seat = (table: Table, dealId: Hex) =>
  call(table, keeper, 'seat', dealId, (replayed) => [
    ...inCase(replayed),
    table.court.members,
    table.court.terms,
  ]);

export const commit = (table: Table, mediator: PrivateKeyAccount, dealId: Hex, seal: Hex) =>
  call(table, mediator, 'commitVerdict', dealId, (replayed) => [
    ...inCase(replayed),
    mediator.address,
    seal,
  ]);

export const resolve = (table: Table, dealId: Hex, { digest, fuelUsed }: Claim) =>
  call(table, keeper, 'resolve', dealId, (replayed) => [
    ...inCase(replayed),
    replayed.commits,
    digest,
    fuelUsed,
  ]);

export const settle = (table: Table, dealId: Hex) =>
  call(table, keeper, 'settle', dealId, (replayed) => [...inCase(replayed), replayed.commits]);

/** Answers why the market refused, or undefined: a build may know no appeal. */
export async function appeal(
  table: Table,
  who: PrivateKeyAccount,
  dealId: Hex,
): Promise<string | undefined> {
  const args = inCase(replayOf(recordOf(table, dealId)));
  return (await table.driver.send(who, 'appeal', args)).error;
}

/** Mines blocks at times of the play's clock. */
export async function passBlocks({ driver, market }: Table, blocks: number): Promise<void> {
  for (let mined = 0; mined < blocks; mined += 1) {
    driver.clock += 1;
    await market.test.setNextBlockTimestamp({ timestamp: BigInt(driver.clock) });
    await market.test.mine({ blocks: 1 });
    driver.height += 1n;
  }
}

/** Lets time pass until the next call comes at `time` or later. */
export function waitUntil({ driver }: Table, time: number): void {
  driver.clock = Math.max(driver.clock, time - 1);
}

type Replayed = ReturnType<typeof replayOf>;

const inCase = ({ dealId, terms, post, case_ }: Replayed): readonly unknown[] => [
  dealId,
  terms,
  post,
  case_,
];

async function call(
  table: Table,
  caller: PrivateKeyAccount,
  name: string,
  dealId: Hex,
  argsOf: (replayed: Replayed) => readonly unknown[],
): Promise<void> {
  const args = argsOf(replayOf(recordOf(table, dealId)));
  const { error } = await table.driver.send(caller, name, args);
  if (error) throw new Error(`${name}: ${error}`);
}

async function sendBatches(
  { driver }: Table,
  caller: PrivateKeyAccount,
  name: string,
  items: readonly unknown[],
): Promise<void> {
  for (const batch of batchesOf(items)) {
    const { error, events } = await driver.send(caller, name, [batch]);
    if (error) throw new Error(`${name}: ${error}`);
    for (const event of events) {
      if (event.name === 'Skipped') {
        throw new Error(`${name} skipped ${skipReasonOf(event.args.reason).name}`);
      }
    }
  }
}

function batchesOf<T>(items: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (let from = 0; from < items.length; from += BATCH) {
    batches.push(items.slice(from, from + BATCH));
  }
  return batches;
}
