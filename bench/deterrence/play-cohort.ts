import { type Hex, keccak256, stringToHex } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { STAGE } from '../../lib/chain/deal-facts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { sameHex } from '../../lib/shared/address';
import {
  acceptAll,
  appeal,
  type Claim,
  commit,
  decline,
  dispute,
  drawAll,
  expire,
  finalizeAll,
  type Handed,
  matchAll,
  passBlocks,
  postAll,
  recordOf,
  resolve,
  sealAt,
  seat,
  settle,
  waitUntil,
} from './market-moves';
import type { Table } from './open-table';
import { config, FUEL } from './scene';
import { inputsIdOf, type JobPlan, signJob, signResource } from './sign-offers';

/** A deal in play: what its job's run would find, and how it stands. */
export type PlayedDeal = {
  readonly dealId: Hex;
  readonly job: JobPlan;
  readonly truth: Claim;
};

/** What a provider does with a deal. `late`: in the last second of the window. */
export type Answer =
  | { readonly kind: 'post'; readonly claim: Claim; readonly seal?: Hex; readonly late?: boolean }
  | { readonly kind: 'decline'; readonly late: boolean }
  | { readonly kind: 'silence' };

export type Round = 1 | 2;

/** How everybody behaves in a play. What a script leaves out is done honestly. */
export type Script = {
  readonly provider: PrivateKeyAccount;
  readonly answer: (deal: PlayedDeal) => Answer;
  /** undefined = the seat stays away; a text = a seal that is not its own. */
  readonly judge?: (
    deal: PlayedDeal,
    member: PrivateKeyAccount,
    round: Round,
  ) => Claim | Hex | undefined;
  /** Default: silent, the deal is final after the review window. */
  readonly buyerDoes?: (deal: PlayedDeal) => 'accept' | 'dispute' | 'nothing';
  /** Who appeals against the first verdict. */
  readonly appellant?: (deal: PlayedDeal, record: DealRecord) => PrivateKeyAccount | undefined;
};

/** What a run of the job finds, on every machine. */
export function truthOf(job: JobPlan): Claim {
  return { digest: keccak256(inputsIdOf(job.name)), fuelUsed: FUEL };
}

/** A result that nobody's run finds. */
export function junkOf(job: JobPlan, fuelUsed: bigint): Claim {
  return { digest: keccak256(stringToHex(`made up for ${job.name}`)), fuelUsed };
}

/** Plays deals side by side from match to settlement. Each job ends as a deal or as a refusal's reason. */
export async function playCohort(
  table: Table,
  jobs: readonly JobPlan[],
  script: Script,
): Promise<(PlayedDeal | string)[]> {
  const submissions = [];
  for (const job of jobs) submissions.push(await signJob(table, job));
  const resource = await signResource(table, script.provider);
  const matched = await matchAll(table, submissions, resource);
  const results = matched.map((result, index) => {
    const job = jobs[index]!;
    return typeof result === 'string'
      ? { dealId: result, job, truth: truthOf(job) }
      : result.refused;
  });
  const deals = results.filter((result) => typeof result !== 'string');
  await playAnswers(table, deals, script);
  await playDraws(table, deals, script);
  await playPanel(table, deals, script, 1);
  await playAppeals(table, deals, script);
  await playPanel(table, deals, script, 2);
  await playEnds(table, deals, script);
  for (const { dealId } of deals) {
    const { stage } = recordOf(table, dealId);
    if (stage !== STAGE.Settled) throw new Error(`Deal ${dealId} is left in stage ${stage}`);
  }
  return results;
}

const isIn =
  (table: Table, ...stages: readonly number[]) =>
  ({ dealId }: PlayedDeal) =>
    stages.includes(recordOf(table, dealId).stage);

const idsOf = (deals: readonly PlayedDeal[]): Hex[] => deals.map(({ dealId }) => dealId);

async function playAnswers(
  table: Table,
  deals: readonly PlayedDeal[],
  script: Script,
): Promise<void> {
  const early: Handed[] = [];
  const late: Handed[] = [];
  const declined: Hex[] = [];
  const silent: Hex[] = [];
  for (const deal of deals) {
    const answer = script.answer(deal);
    if (answer.kind === 'post') {
      const { claim, seal = sealAt(table, deal.dealId, script.provider, claim) } = answer;
      const handed = { dealId: deal.dealId, seal, fuelUsed: claim.fuelUsed };
      (answer.late ? late : early).push(handed);
    } else if (answer.kind === 'silence') silent.push(deal.dealId);
    else if (answer.late) declined.push(deal.dealId);
    else await decline(table, script.provider, deal.dealId);
  }
  await postAll(table, script.provider, early);
  if (late.length + declined.length + silent.length === 0) return;
  const deadlines = deals.map(({ dealId }) => {
    const { matchedAt, executionWindow } = recordOf(table, dealId).terms;
    return matchedAt + executionWindow;
  });
  waitUntil(table, Math.max(...deadlines));
  for (const dealId of declined) await decline(table, script.provider, dealId);
  await postAll(table, script.provider, late);
  waitUntil(table, Math.max(...deadlines) + config.grace + 1);
  for (const dealId of silent) await expire(table, dealId);
}

async function playDraws(
  table: Table,
  deals: readonly PlayedDeal[],
  { buyerDoes }: Script,
): Promise<void> {
  const posted = deals.filter(isIn(table, STAGE.Posted));
  for (const deal of posted) {
    if (buyerDoes?.(deal) === 'dispute') await dispute(table, deal.job.buyer, deal.dealId);
  }
  await passBlocks(table, 3);
  await drawAll(table, idsOf(posted.filter(isIn(table, STAGE.Posted))));
}

async function playPanel(
  table: Table,
  deals: readonly PlayedDeal[],
  script: Script,
  round: Round,
): Promise<void> {
  const waiting = deals.filter(
    round === 1 ? isIn(table, STAGE.Drawn, STAGE.Disputed) : isIn(table, STAGE.Appealed),
  );
  if (waiting.length === 0) return;
  for (const { dealId } of waiting) await seat(table, dealId);
  const found = new Map<Hex, Claim>();
  let isComplete = true;
  for (const deal of waiting) {
    const claims: Claim[] = [];
    const { panel } = panelOf(table, deal, round);
    for (const member of panel) {
      const said = script.judge ? script.judge(deal, member, round) : deal.truth;
      if (said === undefined) {
        isComplete = false;
        continue;
      }
      const isCopied = typeof said === 'string';
      if (!isCopied) claims.push(said);
      const seal = isCopied ? said : sealAt(table, deal.dealId, member, said);
      await commit(table, member, deal.dealId, seal);
    }
    found.set(deal.dealId, majorityOf(claims));
  }
  if (!isComplete) {
    waitUntil(table, Math.max(...waiting.map((deal) => panelOf(table, deal, round).deadline)) + 1);
  }
  for (const [dealId, claim] of found) await resolve(table, dealId, claim);
}

/** The accounts of a panel's seats, in the order in which they were drawn. */
function panelOf(table: Table, { dealId }: PlayedDeal, round: Round) {
  const { case: inCase } = recordOf(table, dealId);
  if (!inCase) throw new Error(`Deal ${dealId} has no panel`);
  const seats = round === 1 ? inCase.firstPanel : inCase.secondPanel;
  const panel = seats.map((seated) => {
    const member = table.members.find(({ address }) => sameHex(address, seated));
    if (!member) throw new Error(`${seated} is no member`);
    return member;
  });
  return { panel, deadline: inCase.deadline };
}

function majorityOf(claims: readonly Claim[]): Claim {
  const votes = (claim: Claim) => claims.filter(({ digest }) => digest === claim.digest).length;
  const [first] = [...claims].sort((a, b) => votes(b) - votes(a));
  if (!first) throw new Error('No seat found anything');
  return first;
}

async function playAppeals(
  table: Table,
  deals: readonly PlayedDeal[],
  { appellant }: Script,
): Promise<void> {
  if (!appellant) return;
  for (const deal of deals.filter(isIn(table, STAGE.Verdict1))) {
    const who = appellant(deal, recordOf(table, deal.dealId));
    const refused = who && (await appeal(table, who, deal.dealId));
    if (refused && table.without !== 'appeal') throw new Error(`appeal: ${refused}`);
  }
  await passBlocks(table, 3);
}

async function playEnds(
  table: Table,
  deals: readonly PlayedDeal[],
  { buyerDoes }: Script,
): Promise<void> {
  const judged = deals.filter(isIn(table, STAGE.Verdict1, STAGE.Verdict2));
  for (const { dealId } of judged) {
    waitUntil(table, (recordOf(table, dealId).case?.deadline ?? 0) + 1);
    await settle(table, dealId);
  }
  const cleared = deals.filter(isIn(table, STAGE.Cleared));
  for (const { job } of cleared.slice(0, 1)) {
    const accepted = cleared.filter((deal) => buyerDoes?.(deal) === 'accept');
    await acceptAll(table, job.buyer, idsOf(accepted));
  }
  const silent = cleared.filter(isIn(table, STAGE.Cleared));
  for (const { dealId } of silent.slice(-1)) {
    waitUntil(table, (recordOf(table, dealId).post?.reviewEndsAt ?? 0) + 1);
  }
  await finalizeAll(table, idsOf(silent));
}
