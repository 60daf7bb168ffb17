import type { Address } from 'viem';
import type { MachinePageProps } from '@/components/provide/machine-page';
import type { Deployment } from '@/lib/chain/deployment';
import type { Db } from '@/lib/db/database.server';
import { listDeals } from '@/lib/deals/deals.query';
import {
  listCases,
  listDealsInReview,
  listOwedDeals,
  readMachineMoney,
} from '@/lib/deals/machine-money.query';
import {
  countAgentTransactions,
  listAgentTransactions,
  readMachineRecord,
} from '@/lib/deals/machine-record.query';
import { accountLocks } from '@/lib/mediation/account-locks.view';
import { noticesOf } from '@/lib/mediation/notices.view';
import { readProviderUptime } from '@/lib/offers/provider-uptime.query';
import { listResourceOffers } from '@/lib/offers/resource-offers.query';
import { readEarnings } from '@/lib/providers/earnings.query';
import type { HistoryRange } from '@/lib/providers/machine-api';
import { readMachineHistory } from '@/lib/providers/machine-history.query';
import { readMachinePeers } from '@/lib/providers/machine-peers.query';
import { readFailures } from '@/lib/providers/provider-history.query';
import { readMachine } from './machine';

/** Deals that go on by themselves: shown as they are, counted by the record. */
const MOST_IN_REVIEW = 50;
const NEWEST_DEALS = 10;
const FAILURES = 10;
/** Receipts that a page reads from the chain, in one batch: with more of its transactions their gas is an estimate. */
const RECEIPTS = 100;
const MOST_OFFERS = 50;

/** A machine's page without the names of modules; undefined where nothing is known of such a key. */
export async function readMachinePage(
  db: Db,
  agent: Address,
  range: HistoryRange,
  { limits, tokenSymbol }: Pick<Deployment, 'limits' | 'tokenSymbol'>,
  now: number,
): Promise<Omit<MachinePageProps, 'modules'> | undefined> {
  const [machine, { items: signed }] = await Promise.all([
    readMachine(db, agent, now),
    listResourceOffers(db, { ticketKey: agent, isUsable: false }, now, { limit: MOST_OFFERS }),
  ]);
  // Anybody can name any key in an offer: the provider that the machine itself names comes first.
  const firstToName = [...signed].sort((a, b) => a.postedAt - b.postedAt)[0]?.provider;
  const provider = machine?.provider ?? firstToName;
  if (!provider) return undefined;
  const owner = { provider, agent };
  const [
    history,
    peers,
    record,
    money,
    owed,
    cases,
    inReview,
    earnings,
    deals,
    failures,
    uptime,
    transactions,
    transactionCount,
    offers,
  ] = await Promise.all([
    readMachineHistory(db, agent, range, now),
    readMachinePeers(db, agent, now),
    readMachineRecord(db, owner, now),
    readMachineMoney(db, owner, limits),
    listOwedDeals(db, owner),
    listCases(db, owner),
    listDealsInReview(db, owner, MOST_IN_REVIEW),
    readEarnings(db, owner, now, range),
    listDeals(db, owner, { limit: NEWEST_DEALS }),
    readFailures(db, owner, FAILURES),
    readProviderUptime(db, provider, now, agent),
    listAgentTransactions(db, owner, RECEIPTS),
    countAgentTransactions(db, owner),
    listResourceOffers(db, { provider, ticketKey: agent }, now, { limit: MOST_OFFERS }),
  ]);
  const asking = [...owed, ...cases];
  const live = [...asking, ...inReview];
  return {
    agent,
    provider,
    range,
    machine: machine ?? null,
    history: history ?? null,
    peers: peers ?? null,
    record,
    money,
    earnings,
    locks: accountLocks(live, provider, now, { ...limits, tokenSymbol }).filter(
      ({ side }) => side === 'provider',
    ),
    notices: noticesOf(asking, provider, now, limits).filter(({ kind }) => OF_PROVIDERS.has(kind)),
    deals: deals.items,
    failures,
    offers: offers.items,
    uptime,
    transactions,
    transactionCount,
    now,
  };
}

const OF_PROVIDERS: ReadonlySet<string> = new Set(['late', 'disputed', 'appeal']);
