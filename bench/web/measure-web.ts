import { createServer } from 'node:net';
import { type Browser, chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../../test/find-chromium';
import { openScenario, type Scenario } from '../../test/scenario';
import { measureOffersList } from '../offers/measure-offers';
import { scorePage } from './lighthouse-scores';
import { measureLiveUpdates } from './live-updates';
import { weighPage } from './page-weight';

/** Among how many offers the list is measured. */
const OFFERS = 100_000;

/** Runs the measurements that are named, or all, and prints the figures as one line of JSON. */
async function main(only: readonly string[]): Promise<void> {
  const wants = (name: string) => only.length === 0 || only.includes(name);
  const tell = (text: string) => process.stderr.write(`${text}\n`);
  // First, while nothing else runs.
  const offers = wants('offers') ? { offersListP95Ms: await measureOffersList(OFFERS) } : {};
  tell(JSON.stringify(offers));
  const found = findChromium();
  const port = await freePort();
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    args: [...CHROMIUM_FLAGS, `--remote-debugging-port=${port}`],
    env: { ...(process.env as Record<string, string>), ...found.env },
  });
  const market = await openScenario();
  try {
    const paths = await pathsOf(market);
    const pages: Record<string, object> = {};
    for (const path of paths) {
      const url = `${market.api}${path}`;
      pages[path] = {
        ...(wants('weight') ? { firstLoadJsKb: await weighPage(browser, url) } : {}),
        ...(wants('lighthouse') ? await scorePage(url, port) : {}),
      };
      tell(`${path} ${JSON.stringify(pages[path])}`);
    }
    const live = wants('live') ? await measureLiveUpdates(market, browser) : {};
    console.log(JSON.stringify({ pages, ...live, ...offers }));
  } finally {
    await closeAll(browser, market);
  }
}

/** The pages to look at, with a deal that is settled and one that went before a panel. */
async function pathsOf(market: Scenario): Promise<string[]> {
  const cowsay = market.module('cowsay');
  const settled = await market.clears(market.newBuyer(), { module: cowsay });
  await market.deals.settles(settled.deal);
  const audited = await market.newBuyer().buys({ module: cowsay, auditBps: 10_000 });
  const { dealId } = await market.deals.settles(await market.deals.matched(audited.hash));
  return [
    '/',
    '/offers',
    '/modules/sqlite',
    `/deals/${settled.deal.dealId}`,
    `/disputes/${dealId}`,
  ];
}

async function closeAll(browser: Browser, market: Scenario): Promise<void> {
  await browser.close();
  await market.stop();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

main((process.argv[2] ?? '').split(',').filter(Boolean)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
