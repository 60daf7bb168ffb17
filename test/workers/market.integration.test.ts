import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAUSE } from '../../lib/chain/deal-facts';
import type { DealMoment, DealRecord } from '../../lib/chain/deal-fold';
import { isHit, publicDrawOf } from '../../lib/deals/draw';
import { getJson, postJson } from '../../lib/shared/api.client';
import { openScenario, type Scenario } from '../scenario';
import { together } from '../scenario/together';
import { cheatStories } from './stories/cheats';
import { failureStories } from './stories/failures';
import { honestStories } from './stories/honest';
import { directoryIsKilled, killStories } from './stories/kills';
import { absentPanel, bribedPanel, lostInputs } from './stories/panels';
import { refusals } from './stories/refusals';
import { reorganised } from './stories/reorg';
import { traceStories } from './stories/traces';

let started: Scenario | undefined;
const market = () => {
  if (!started) throw new Error('The market is not open');
  return started;
};

beforeAll(async () => {
  started = await openScenario();
}, 900_000);

afterAll(() => started?.stop(), 120_000);

const switchCheat = (on: boolean) =>
  postJson(`${market().api}/api/v1/local/cheat`, { provider: 'provider-3', on });

describe('a deal', () => {
  beforeAll(() => switchCheat(true), 60_000);
  together({
    ...honestStories(market),
    ...cheatStories(market),
    ...failureStories(market),
    ...traceStories(market),
  });
  afterAll(() => switchCheat(false), 60_000);
});

refusals(market);

describe('a panel', () => {
  it('that is bribed is overruled by a second one, and pays for it', async () => {
    await bribedPanel(market());
  }, 300_000);

  it('that is absent is replaced by another one, and fined', async () => {
    await absentPanel(market());
  }, 300_000);

  it('that finds no inputs gives everybody everything back', async () => {
    await lostInputs(market());
  }, 300_000);
});

describe('a directory', () => {
  it('is killed in the middle of an upload', () => directoryIsKilled(market()), 120_000);
});

describe('a market whose', () => {
  together(killStories(market));

  it('workers were killed has sent nothing twice', async () => {
    expect(await market().reverted()).toEqual([]);
  }, 60_000);
});

describe('a reorganisation', () => {
  it('is lived through by every worker', () => reorganised(market()), 300_000);
});

describe('in the end', () => {
  it('every unit of money is where the model says, and nothing is stuck', async () => {
    await expect
      .poll(() => market().deals.live(), { timeout: 240_000, interval: 1_000 })
      .toEqual([]);
    await market().books({ isOver: true });
  }, 300_000);

  it('every draw went as its block says', async () => {
    const { access, deals } = market();
    let drawn = 0;
    for (const { dealId, terms, post, case: inCase, history } of await deals.all()) {
      const wasRead = history.some(({ name }) => name === 'DealCleared');
      if (!post?.drawBlock || !(wasRead || inCase?.cause === CAUSE.PublicDraw)) continue;
      const { hash } = await access.client.getBlock({ blockNumber: post.drawBlock });
      expect(isHit(publicDrawOf(hash, dealId), terms.auditBps), dealId).toBe(!wasRead);
      drawn += 1;
    }
    expect(drawn).toBeGreaterThan(8);
  }, 60_000);

  it('the database tells the same deals as the chain, block by block', async () => {
    const { api, deals } = market();
    const placesOf = (history: readonly Pick<DealMoment, 'name' | 'blockHash'>[]) =>
      history.map(({ name, blockHash }) => `${name} ${blockHash}`);
    for (const { dealId, history } of await deals.all()) {
      // The indexer looks at the chain twice a second.
      const told = async () => {
        const path = `${api}/api/v1/deals/${dealId}`;
        const { record } = await getJson<{ record: Pick<DealRecord, 'history'> }>(path);
        return placesOf(record.history);
      };
      await expect.poll(told, { timeout: 30_000, message: dealId }).toEqual(placesOf(history));
    }
  }, 120_000);
});
