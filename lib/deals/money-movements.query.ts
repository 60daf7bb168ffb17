import { sql } from 'drizzle-orm';
import { type Address, getAddress, type Hex } from 'viem';
import { chainEvents } from '../../drizzle/schema/chain-events';
import { deals } from '../../drizzle/schema/deals';
import type { MarketEvent } from '../chain/deal-event';
import type { DealRecord } from '../chain/deal-fold';
import type { Db } from '../db/database.server';
import { parseExactJson } from '../db/exact-json';
import { conditionsOf } from './deals.query';
import { type MoneyMovement, movementOf } from './money-movements';

/** The place of a page's last event; the next page holds earlier ones. */
export type MovementCursor = { readonly blockNumber: bigint; readonly logIndex: number };

/** Events that are read at a time: not each of them moves the account's money. */
const BATCH = 500;

/** What moved an account's money, newest first, a page at a time. */
export async function listMovements(
  db: Db,
  account: Address,
  page: { limit: number; after?: MovementCursor | undefined },
): Promise<{ items: MoneyMovement[]; next: MovementCursor | null }> {
  const found: MoneyMovement[] = [];
  let after = page.after;
  for (;;) {
    const rows = await readEvents(db, account, after);
    for (const row of rows) {
      const movement = movementOf(eventOf(row), account, recordOf(row));
      if (movement) found.push(movement);
    }
    const last = rows.at(-1);
    if (found.length > page.limit || rows.length < BATCH || !last) break;
    after = { blockNumber: BigInt(last.block_number), logIndex: last.log_index };
  }
  const items = found.slice(0, page.limit);
  const end = items.at(-1);
  return {
    items,
    next:
      found.length > page.limit && end
        ? { blockNumber: end.blockNumber, logIndex: end.logIndex }
        : null,
  };
}

type Row = {
  block_number: string;
  log_index: number;
  block_hash: Hex;
  block_timestamp: string;
  transaction_hash: Hex;
  name: string;
  args: unknown;
  record: unknown;
};

async function readEvents(
  db: Db,
  account: Address,
  after: MovementCursor | undefined,
): Promise<Row[]> {
  const address = account.toLowerCase() as Hex;
  const before = after
    ? sql`and (e.block_number, e.log_index) < (${after.blockNumber.toString()}::bigint, ${after.logIndex}::int)`
    : sql``;
  const [seated] = conditionsOf({ seat: address }).filter((condition) => condition !== undefined);
  const { rows } = await db.execute<Row>(sql`
    with mine as (
      select id from ${deals} where buyer = ${address}
      union select id from ${deals} where provider = ${address}
      union select id from ${deals} where record->'terms'->>'solver' = ${getAddress(account)}
      union select id from ${deals} where ${seated}
    ),
    -- Places first: what is wide is read of those that are left.
    moved as (
      select * from (
        select e.block_number, e.log_index, mine.id
        from ${chainEvents} e join mine on mine.id = e.subject_id
        where e.subject_kind = 'deal' and e.name in
          ('DealMatched', 'CaseOpened', 'VerdictAppealed', 'DealSettled', 'SeatSettled') ${before}
        union all
        select e.block_number, e.log_index, null
        from ${chainEvents} e
        where e.subject_kind = 'account' and e.subject_id = ${address}
          and e.name in ('Deposited', 'Withdrawn', 'Staked', 'StakeWithdrawn') ${before}
      ) events
      order by block_number desc, log_index desc limit ${BATCH}
    )
    select e.block_number, e.log_index, e.block_hash, e.block_timestamp, e.transaction_hash,
      e.name, e.args, d.record
    from moved
      join ${chainEvents} e
        on e.block_number = moved.block_number and e.log_index = moved.log_index
      left join ${deals} d on d.id = moved.id
    order by e.block_number desc, e.log_index desc
  `);
  return rows;
}

function eventOf(row: Row): MarketEvent {
  const place = {
    blockNumber: BigInt(row.block_number),
    blockHash: row.block_hash,
    timestamp: Number(row.block_timestamp),
    logIndex: row.log_index,
    transactionHash: row.transaction_hash,
  };
  // The indexer wrote name and args from one event, and the column keeps bigints.
  return { name: row.name, args: parseExactJson(row.args), place } as unknown as MarketEvent;
}

function recordOf(row: Row): DealRecord | undefined {
  return row.record === null ? undefined : (parseExactJson(row.record) as DealRecord);
}
