import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAUSE, OUTCOME, outcomeNameOf } from '../../lib/chain/deal-facts';
import { transitions } from '../../lib/deals/transitions';
import { startTestMarket, type TestMarket } from '../builders/test-market';
import { BalanceComparison } from './compare';
import { drain } from './drain';
import type { MarketModel } from './market-model';
import { jobPlan, resourcePlan, signJob, signResource } from './offer-pool';
import { anyStep, note, runStep, tally } from './steps';
import { copyModel, openWorld, type World } from './world';

/** How many sequences; PARITY_RUNS and PARITY_SEED set others. */
const RUNS = Number(process.env.PARITY_RUNS ?? 100);
/** Generous: the machine may be busy with other things. */
const PATIENCE_MS = RUNS * 9_000;
const SEED = Number(process.env.PARITY_SEED ?? 20_261);
/** Length of a sequence at least; PARITY_SHRINK looks for the shortest that fails. */
const isShrinking = process.env.PARITY_SHRINK === '1';
const LEAST_STEPS = isShrinking ? 1 : 40;

let market: TestMarket;
let world: World;
let fresh: MarketModel;
let snapshot: `0x${string}`;

const story = {
  sequences: 0,
  steps: 0,
};

beforeAll(async () => {
  market = await startTestMarket({}, { args: ['--timestamp', '1800000000'] });
  world = await openWorld(market);
  fresh = world.model;
  snapshot = await market.test.snapshot();
});

afterAll(() => market?.stop());

/** The same beginning for every sequence, with offers of its own. */
async function begin(
  jobs: Parameters<typeof signJob>[0][],
  resources: Parameters<typeof signResource>[0][],
  hasHistory: boolean,
): Promise<void> {
  await market.test.revert({ id: snapshot });
  snapshot = await market.test.snapshot();
  await world.driver.reset(hasHistory);
  world.model = copyModel(world, fresh);
  const now = world.driver.clock;
  world.jobs = await Promise.all(
    jobs.map((plan, index) => signJob(plan, BigInt(index + 1), world.domain, now)),
  );
  world.resources = await Promise.all(
    resources.map((plan, index) => signResource(plan, BigInt(index + 1), world.domain, now)),
  );
}

const namesOf = (values: object) => Object.keys(values).filter((name) => name !== 'None');

/** What a run must have seen, or it says little. */
const EXPECTED: readonly string[] = [
  'matchDeal ok',
  'matchDeals ok',
  'seat TooFewSeats',
  'seed renewed',
  ...transitions.map(({ move }) => `${move} ok`),
  ...namesOf(CAUSE).map((cause) => `case ${cause}`),
  ...namesOf(OUTCOME).map((outcome) => `end ${outcome}`),
];

/** The shortest way to the same failure, instead of pages of numbers. */
async function report<T>(run: fc.RunDetails<T>): Promise<void> {
  if (!run.failed) return;
  const again = `PARITY_SEED=${run.seed} PARITY_PATH=${run.counterexamplePath}`;
  throw new Error(`Model and contract differ (${again})`, { cause: run.errorInstance });
}

describe('model and contract (I10)', () => {
  it(`agree on ${RUNS} random call sequences, to the last unit`, {
    timeout: PATIENCE_MS,
  }, async () => {
    const jobs = fc.array(jobPlan, { minLength: 6, maxLength: 12 });
    const resources = fc.array(resourcePlan, { minLength: 4, maxLength: 6 });
    const steps = fc.array(anyStep, { minLength: LEAST_STEPS, maxLength: 75 });
    await fc.assert(
      fc.asyncProperty(jobs, resources, fc.boolean(), steps, async (j, r, hasHistory, sequence) => {
        await begin(j, r, hasHistory);
        const log: string[] = [];
        const balances = new BalanceComparison(world);
        balances.start();
        for (const [index, step] of sequence.entries()) {
          const done = await runStep(world, step).catch((cause: unknown) => {
            throw new Error(`step ${index} after ${log.slice(-25).join('; ')}`, { cause });
          });
          log.push(done);
          story.steps += 1;
          await balances.compareChanged();
        }
        await balances.compareAll();
        await drain(world);
        await balances.compareAll();
        for (const [who, { locked }] of world.model.accounts) expect(locked, who).toBe(0n);
        for (const [who, { seated }] of world.model.stakes) expect(seated, who).toBe(0n);
        story.sequences += 1;
        for (const { outcome } of world.model.deals.values()) {
          note(`end ${outcomeNameOf(outcome ?? 0)}`);
        }
      }),
      {
        numRuns: RUNS,
        seed: SEED,
        path: process.env.PARITY_PATH ?? '',
        endOnFailure: !isShrinking,
        asyncReporter: report,
      },
    );
    const covered = [...tally].sort().map(([what, times]) => `${what}: ${times}`);
    console.log(`${story.sequences} sequences, ${story.steps} steps\n${covered.join('\n')}`);
    expect(story.sequences).toBeGreaterThanOrEqual(RUNS);
    const missing = EXPECTED.filter((what) => !tally.has(what));
    // A handful of sequences cannot see everything.
    expect(RUNS < 100 ? [] : missing).toEqual([]);
  });
});
