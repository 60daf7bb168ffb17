import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { OUTCOME } from '../../../lib/chain/deal-facts';
import type { DealRecord } from '../../../lib/chain/deal-fold';
import { encodeCar } from '../../../lib/content/car';
import { contentIdOf } from '../../../lib/content/content-id';
import type { Scenario } from '../../scenario';
import { countEvents } from '../../scenario/deal-watch';

const CAR = 'application/vnd.ipld.car';

/** Every worker is killed at its worst moments while deals go on. Nothing is lost or done twice. */
export const killStories = (market: () => Scenario) => ({
  async 'solver, provider and keeper are killed along the life of an accepted deal'() {
    const { deals, module, providers, workers } = market();
    const moments = [
      ['solver', 'sent-depositWithPermit'],
      ['solver', 'sent-matchDeal'],
      ['provider-1', 'sealed'],
      ['keeper', 'sent-draw'],
      ['keeper', 'sent-finalize'],
    ] as const;
    for (const [name, moment] of moments) workers.crashAt(name, moment);
    const buyer = market().newBuyer();
    const wish = { module: module('cowsay'), from: [providers[0]], executionWindow: 60 };
    let settled: DealRecord;
    let before: Awaited<ReturnType<typeof buyer.money>>;
    do {
      const { hash } = await buyer.buys(wish);
      before = await buyer.money();
      const deal = await deals.matched(hash);
      workers.kill('directory');
      settled = await deals.settles(deal);
      // One in dozens is drawn, and never finalized.
    } while (settled.case);
    for (const [name, moment] of moments) await workers.crashed(name, moment);
    expect(settled.outcome).toBe(OUTCOME.Accepted);
    expect((await buyer.money()).total).toBe(before.total - (settled.price ?? 0n));
    expect(countEvents(settled)).toEqual({
      DealMatched: 1,
      ResultPosted: 1,
      DealCleared: 1,
      DealSettled: 1,
    });
  },

  async 'provider, mediator and keeper are killed along an audit'() {
    const { deals, module, providers, workers } = market();
    const moments = [
      ['provider-2', 'receipted'],
      ['provider-2', 'sent-postResult'],
      ['keeper', 'sent-seat'],
      ['mediator', 'sent-commitVerdict'],
      ['mediator', 'committed'],
      ['mediator', 'sent-resolve'],
      ['keeper', 'sent-settle'],
    ] as const;
    for (const [name, moment] of moments) workers.crashAt(name, moment);
    const buyer = market().newBuyer();
    const { hash } = await buyer.buys({
      module: module('cowsay'),
      from: [providers[1]],
      executionWindow: 60,
      theta: 121,
      n: 3,
      auditBps: 10_000,
    });
    const settled = await deals.settles(await deals.matched(hash));
    for (const [name, moment] of moments) await workers.crashed(name, moment);
    expect(settled.outcome).toBe(OUTCOME.Upheld);
    expect(countEvents(settled)).toEqual({
      DealMatched: 1,
      ResultPosted: 1,
      CaseOpened: 1,
      PanelSeated: 1,
      VerdictCommitted: 3,
      VerdictReached: 1,
      SeatSettled: 3,
      DealSettled: 1,
    });
  },

  async 'indexer is killed inside its transactions'() {
    const { workers } = market();
    for (let time = 0; time < 3; time++) {
      workers.crashAt('indexer', 'applying');
      await workers.crashed('indexer', 'applying');
    }
  },
});

/** The directory is killed in the middle of an upload; what was not answered is not there. */
export async function directoryIsKilled(market: Scenario): Promise<void> {
  const { directory, directoryUrl, workers } = market;
  const files = new Map<string, Uint8Array>([
    ['manifest.json', new TextEncoder().encode('{"name":"large"}')],
    ['module.wasm', new Uint8Array([0, 0x61, 0x73, 0x6d])],
    ['data/noise', crypto.getRandomValues(new Uint8Array(65_536))],
    ['data/zeros', new Uint8Array(6_000_000)],
  ]);
  const content = await contentIdOf(files);
  const car = encodeCar(content);
  const half = Math.floor(car.length / 2);
  const upload = fetch(`${directoryUrl}/content`, {
    method: 'POST',
    headers: { 'content-type': CAR, 'content-length': String(car.length) },
    duplex: 'half',
    body: new ReadableStream({
      async start(controller) {
        controller.enqueue(car.slice(0, half));
        await sleep(300);
        workers.kill('directory');
      },
    }),
  } as RequestInit);
  await expect(upload).rejects.toThrow();
  const lost = directory.getContent(content.cid);
  await expect(lost).rejects.toMatchObject({ code: 'unreachable' });
  await expect
    .poll(async () => (await directory.putContent(files).catch(() => undefined))?.id, {
      timeout: 60_000,
      interval: 500,
    })
    .toBe(content.id);
  const { files: held } = await directory.getContent(content.cid);
  expect([...held.keys()].sort()).toEqual([...files.keys()].sort());
  for (const [path, bytes] of files) {
    expect(Buffer.compare(held.get(path) ?? new Uint8Array(), bytes), path).toBe(0);
  }
}
