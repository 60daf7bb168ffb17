import fc from 'fast-check';
import type { Address, Hex } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { expect } from 'vitest';
import type { MarketEvent } from '../../lib/chain/deal-event';
import { causeNameOf, STAGE } from '../../lib/chain/deal-facts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { skipReasonOf } from '../../lib/chain/market-error.view';
import { isRejection, reject } from '../../lib/chain/market-error-name';
import { deadlinesOf } from '../../lib/deals/deal-deadlines';
import { type DealMove, nextActors, transitions } from '../../lib/deals/transitions';
import { buildMatch, gatherJobs } from '../../lib/offers/match-item';
import { compareDeal } from './compare';
import { twinCall } from './deal-calls';
import type { ModelMatch, Moment } from './market-model';
import { moneyCall } from './money-calls';
import { courts } from './offer-pool';
import { accountOf, everybody, operator, outsider, pick, solvers } from './people';
import { liveDeals, nextMoment, replayOf, type World } from './world';

/** What happens next, as numbers that are read in the state of the moment. */
export type Step = {
  readonly kind: 'match' | 'advance' | 'call' | 'money' | 'wait' | 'mine';
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
};

const nat = fc.nat(9_999);

export const anyStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(
    { weight: 4, arbitrary: fc.constant('match' as const) },
    { weight: 22, arbitrary: fc.constant('advance' as const) },
    { weight: 3, arbitrary: fc.constant('call' as const) },
    { weight: 3, arbitrary: fc.constant('money' as const) },
    { weight: 3, arbitrary: fc.constant('wait' as const) },
    { weight: 2, arbitrary: fc.constant('mine' as const) },
  ),
  a: nat,
  b: nat,
  c: nat,
  d: nat,
  e: nat,
});

/** Does one step on both sides and compares what came of it. Answers what it did, for the log. */
export async function runStep(world: World, step: Step): Promise<string> {
  switch (step.kind) {
    case 'match':
      return runMatch(world, step);
    case 'money':
      return runMoney(world, step);
    case 'wait':
      return runWait(world, step);
    case 'mine': {
      const blocks = step.a % 3 === 0 ? manyBlocks(world) : 1 + (step.a % 3);
      await world.driver.mine(blocks);
      return `mine ${blocks}`;
    }
    default:
      return runDealCall(world, step);
  }
}

async function runDealCall(world: World, step: Step): Promise<string> {
  const { driver, model, market } = world;
  const { a, b, e } = step;
  const isAdvance = step.kind === 'advance';
  const deals = isAdvance ? liveDeals(world) : [...model.deals.keys()];
  if (deals.length === 0) return runMatch(world, step);
  const dealId = pick(deals, a);
  const facts = model.deals.get(dealId)!;
  const options = nextActors(facts, driver.clock + 1, market.config);
  const isPlausible = isAdvance && options.length > 0;
  const move: DealMove = isPlausible ? pick(preferred(options), b).move : pick(transitions, b).move;
  const needsBlocks = move === 'draw' || move === 'seat';
  if (isAdvance && needsBlocks && e % 4 !== 0)
    await driver.mine(e % 7 === 1 ? manyBlocks(world) : 2);
  await driver.readHash(facts.post?.drawBlock ?? 0n);
  await driver.readHash(facts.case?.seedBlock ?? 0n);
  const current = driver.record(dealId)!;
  const record = e % 17 === 0 ? driver.record(dealId, 1)! : current;
  const twin = await twinCall(world, move, facts, record, step);
  const caller = callerOf(world, move, twin.call, dealId, step);
  const isBatch = twin.batch !== undefined && e % 6 === 1;
  const isStale =
    textOf(replayed(move, record)) !== textOf(replayed(move, current)) &&
    !(move === 'dispute' && isOvertakenByDraw(record, current));
  const isShort = commitsOf(twin.call.name, record) !== commitsOf(twin.call.name, current);
  const inModel = (moment: Moment) => {
    if (isStale) return reject('Market_NotLive');
    return isShort
      ? model.callShortOfCommits(dealId, twin.call, moment)
      : model.call(dealId, twin.call, moment);
  };
  if (isBatch && twin.batch) {
    const twice = [twin.args[0], twin.args[0]];
    // Once the first was accepted, the second replays what is gone.
    const again = (moment: Moment) =>
      model.deals.get(dealId) === facts ? inModel(moment) : reject('Market_NotLive');
    await performBatch(world, caller, twin.batch, [twice], [inModel, again]);
  } else {
    await perform(world, caller, twin.call.name, twin.args, inModel);
  }
  compareDeal(world, dealId);
  return `${isBatch ? 'batch ' : ''}${move} of ${dealId.slice(0, 6)}${isStale ? ' (stale)' : ''}`;
}

/** More than BLOCKHASH reaches; of no use where EIP-2935 keeps older ones. */
function manyBlocks({ driver }: World): number {
  return driver.hasHistory ? 2 : 300;
}

/** What makes lives long: declining and waiting for nothing come last. */
function preferred<T extends { readonly move: DealMove }>(options: readonly T[]): readonly T[] {
  const usual = options.filter(({ move }) => move !== 'decline' && move !== 'dispute');
  return usual.length > 0 ? [...usual, ...usual, ...usual, ...options] : options;
}

/** The part of a record that a call replays besides its terms. */
function replayed(move: DealMove, record: Parameters<typeof replayOf>[0]): unknown {
  const { post, case_ } = replayOf(record);
  if (move === 'postResult' || move === 'expire' || move === 'decline') return undefined;
  if (['draw', 'accept', 'finalize', 'dispute'].includes(move)) return post;
  return { post, case_ };
}

/** A draw that missed since `record` is no reason to refuse a dispute. */
function isOvertakenByDraw({ post }: DealRecord, current: DealRecord): boolean {
  if (post?.stage !== STAGE.Posted || current.stage !== STAGE.Cleared) return false;
  return textOf({ ...post, stage: STAGE.Cleared }) === textOf(current.post);
}

/** How many commits a call replays of a record; 0 where it replays none. */
function commitsOf(name: string, { commits }: DealRecord): number {
  const isReplayed = ['resolve', 'commitAndResolve', 'settle', 'voidDeal'].includes(name);
  return isReplayed ? commits.length : 0;
}

function callerOf(
  { model }: World,
  move: DealMove,
  call: Awaited<ReturnType<typeof twinCall>>['call'],
  dealId: Hex,
  { b, c, d, e }: Step,
): PrivateKeyAccount {
  const { terms } = model.deals.get(dealId)!;
  const anyone = pick(everybody, d);
  if (e % 11 === 0) return anyone;
  const by = pick(
    transitions.filter((edge) => edge.move === move),
    b,
  ).by;
  switch (by) {
    case 'buyer':
      return move === 'accept' && c % 2 === 0 ? anyone : keyOf(terms.buyer);
    case 'provider':
      return c % 9 === 0 ? operator : keyOf(terms.provider);
    case 'seats':
      return call.name === 'commitVerdict' ? keyOf(call.mediator) : anyone;
    case 'anyone':
      return call.name === 'commitAndResolve' && c % 4 !== 0 ? keyOf(call.mediator) : anyone;
  }
}

function keyOf(who: Address): PrivateKeyAccount {
  return accountOf.get(who) ?? outsider;
}

async function runMatch(world: World, { a, b, c, d, e }: Step): Promise<string> {
  const { model, driver } = world;
  const unused = world.jobs.filter(
    ({ offer }) => ![...model.deals.values()].some(({ terms }) => terms.jobNonce === offer.nonce),
  );
  const job = pick(a % 5 === 0 || unused.length === 0 ? world.jobs : unused, a);
  const caller = e % 9 === 0 ? pick(everybody, e) : pick(solvers, e);
  const moment = nextMoment(world, caller.address);
  const itemOf = (resource: World['resources'][number]): ModelMatch => ({
    job,
    resource,
    lane: d % 5 === 0 ? d % 4 : model.freeLane(resource.offer),
    ticketUntil: moment.now + (d % 13 === 0 ? 601 : 600 - (d % 600)),
    badSignature:
      c % 8 === 0 ? pick(['job', 'resource', 'ticket', 'receipt'] as const, d) : undefined,
  });
  const fitting = world.resources.filter((one) => !model.whyNotMatch(itemOf(one), moment));
  const resource = pick(b % 4 === 0 || fitting.length === 0 ? world.resources : fitting, b);
  const item = itemOf(resource);
  const bad = item.badSignature;
  const ticket = await resource.signTicket(item.ticketUntil);
  const wrong: Hex = `0x${'11'.repeat(65)}`;
  const match = buildMatch({
    job: {
      ...job,
      ...(bad === 'job' && { signature: wrong }),
      inputReceipt: {
        ...job.inputReceipt,
        ...(bad === 'receipt' && { signature: job.signature }),
      },
    },
    resource: { ...resource, ...(bad === 'resource' && { signature: job.signature }) },
    ticket: {
      resourceOfferHash: resource.offer.enginesHash,
      until: item.ticketUntil,
      signature: bad === 'ticket' ? wrong : ticket,
    },
    court: courts.find(({ id }) => id === job.offer.court),
    lane: item.lane,
    failed: model.failedOf(job.offer),
  });
  const started: Hex[] = [];
  const inModel = (at: Moment) => {
    const result = model.match(item, at);
    if (!isRejection(result)) started.push(result.dealId);
    return result;
  };
  if (e % 5 === 1) {
    const twice = [match.job, match.job];
    const args = [match.resource, c % 2 === 0 ? twice : gatherJobs(twice)];
    await performBatch(world, caller, 'matchDeals', args, [inModel, inModel]);
  } else {
    await perform(world, caller, 'matchDeal', [match.resource, match.job], inModel);
  }
  for (const dealId of started) compareDeal(world, dealId);
  expect([...driver.records.keys()].length).toBe(model.deals.size);
  return started.length > 0 ? `matched ${started[0]?.slice(0, 6)}` : 'match refused';
}

async function runMoney(world: World, step: Step): Promise<string> {
  const { name, args, caller, inModel, notBefore } = moneyCall(world, step);
  if (notBefore !== undefined) world.driver.clock = Math.max(world.driver.clock, notBefore - 1);
  await perform(world, caller, name, args, inModel);
  return `${name} by ${caller.address.slice(0, 6)}`;
}

/** Moves on to somewhere around a deadline of some deal, or just on. */
function runWait({ driver, model, market }: World, { a, b, c }: Step): string {
  const deals = [...model.deals.values()];
  const facts = deals[a % Math.max(1, deals.length)];
  const before = driver.clock;
  if (facts && b % 3 !== 0) {
    const deadlines = Object.values(deadlinesOf(facts, market.config)).filter((at) => at > before);
    const next = Math.min(...deadlines);
    // The call after it comes exactly at the deadline, or a second late.
    if (Number.isFinite(next) && next - before < 2_000) driver.clock = next - (c % 2);
  } else {
    driver.clock += pick([1, 5, 15, 35, 75, 125, 750], c);
  }
  return `wait ${driver.clock - before} s`;
}

type InModel = (moment: Moment) => object;

/** How often each call was accepted or refused, and why; shows what a run covered. */
export const tally = new Map<string, number>();

function count(name: string, result: object, events: readonly MarketEvent[] = []): void {
  for (const event of events) {
    if (event.name === 'CaseOpened') note(`case ${causeNameOf(event.args.cause)}`);
    if (event.name === 'SeedRenewed') note('seed renewed');
  }
  note(`${name} ${isRejection(result) ? result.error.replace('Market_', '') : 'ok'}`);
}

export function note(key: string): void {
  tally.set(key, (tally.get(key) ?? 0) + 1);
}

/** One call in its single form: both sides accept it, or refuse it for the same reason. */
export async function perform(
  world: World,
  caller: PrivateKeyAccount,
  name: string,
  args: readonly unknown[],
  inModel: InModel,
): Promise<void> {
  const moment = nextMoment(world, caller.address);
  const outcome = await world.driver.send(caller, name, args);
  expect(outcome.blockNumber).toBe(moment.blockNumber);
  const expected = inModel(moment);
  count(name, expected, outcome.events);
  expect(outcome.error, name).toBe(isRejection(expected) ? expected.error : undefined);
}

/** The batch form: what is refused alone is skipped for the same reason. */
async function performBatch(
  world: World,
  caller: PrivateKeyAccount,
  name: string,
  args: readonly unknown[],
  items: readonly InModel[],
): Promise<void> {
  const moment = nextMoment(world, caller.address);
  const outcome = await world.driver.send(caller, name, args);
  expect(outcome.error, name).toBeUndefined();
  const skipped = outcome.events.flatMap((event) =>
    event.name === 'Skipped'
      ? [{ index: Number(event.args.index), error: skipReasonOf(event.args.reason).name }]
      : [],
  );
  const expected = items.flatMap((inModel, index) => {
    const result = inModel(moment);
    count(name, result);
    return isRejection(result) ? [{ index, error: result.error }] : [];
  });
  expect(skipped, name).toEqual(expected);
}

function textOf(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner)) ?? ''
  );
}
