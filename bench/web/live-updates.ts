import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import { parseEventLogs } from 'viem';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import type { Scenario } from '../../test/scenario';

const DEALS = 40;
const LOOK_EVERY_MS = 5;
const PATIENCE_MS = 60_000;

/**
 * How long a new deal takes from the block that matched it to an open page of deals: 95th percentile
 * and median, in milliseconds. A block counts from when its node first shows it.
 */
export async function measureLiveUpdates(market: Scenario, browser: Browser) {
  const page = await browser.newPage();
  await page.goto(`${market.api}/deals`, { waitUntil: 'networkidle' }).catch(() => undefined);
  await page.evaluate(watchLinks);
  const minedAt = new Map<string, number>();
  const stop = new AbortController();
  const watching = watchBlocks(market, minedAt, stop.signal);
  const buyer = market.newBuyer();
  for (let deal = 0; deal < DEALS; deal++) {
    const placed = await buyer.buys({ module: market.module('cowsay') });
    await market.deals.matched(placed.hash);
  }
  const end = Date.now() + PATIENCE_MS;
  let seenAt: Record<string, number> = {};
  const missing = () => [...minedAt.keys()].filter((id) => seenAt[id] === undefined);
  do {
    await sleep(200);
    seenAt = await page.evaluate(() => (globalThis as unknown as Watched).seenAt);
  } while ((missing().length > 0 || minedAt.size < DEALS) && Date.now() < end);
  stop.abort();
  await watching;
  await page.close();
  if (missing().length > 0) throw new Error(`The page never showed ${missing().join(', ')}`);
  const took = [...minedAt].map(([id, at]) => seenAt[id]! - at).sort((a, b) => a - b);
  const at = (share: number) => Math.round(took[Math.ceil(took.length * share) - 1]!);
  return { liveUpdateP95Ms: at(0.95), liveUpdateMedianMs: at(0.5) };
}

interface Watched {
  seenAt: Record<string, number>;
}

/** In the page: notes when a link to a deal first appears, by the machine's clock. */
function watchLinks(): void {
  const watched = globalThis as unknown as Watched;
  watched.seenAt = {};
  const look = (): void => {
    const now = performance.timeOrigin + performance.now();
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href^="/deals/0x"]')) {
      watched.seenAt[link.pathname.slice('/deals/'.length)] ??= now;
    }
  };
  look();
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}

/** Notes when the node first shows a block with new deals. */
async function watchBlocks(
  { access, deployment }: Scenario,
  minedAt: Map<string, number>,
  signal: AbortSignal,
): Promise<void> {
  const { client } = access;
  let last = await client.getBlockNumber({ cacheTime: 0 });
  while (!signal.aborted) {
    const head = await client.getBlockNumber({ cacheTime: 0 });
    const now = performance.timeOrigin + performance.now();
    if (head > last) {
      const logs = await client.getLogs({
        address: deployment.market,
        fromBlock: last + 1n,
        toBlock: head,
      });
      for (const { args } of parseEventLogs({ abi: marketAbi, eventName: 'DealMatched', logs })) {
        minedAt.set(args.dealId, now);
      }
      last = head;
    }
    await sleep(LOOK_EVERY_MS);
  }
}
