import type { Address, Hex } from 'viem';
import { CAUSE, type Post, STAGE } from '../chain/deal-facts';
import { isRejection, type Rejection, reject } from '../chain/market-error-name';
import { RESULT_HOLD_SECONDS } from '../offers/deal-windows';
import { directoriesHashOf, drawCommitOf, listHashOf } from '../offers/offer-hash';
import { VERIFICATION } from '../offers/offer-types';
import { includesHex, sameHex } from '../shared/address';
import { type Applied, actsFor, type CallContext, isBeforeCase, settledBy } from './call-context';
import { postDeadlineOf } from './deal-deadlines';
import { type DealFacts, isPublicDraw } from './deal-state';
import { isHit, privateDrawOf, publicDrawOf } from './draw';
import { openCase, withCase } from './open-case';
import { settleAccepted, settleDeclined, settleMissed } from './settlement';

/** A directory's ResultReceipt as a post carries it; whether it is validly signed is a fact here. */
export type GivenReceipt = {
  readonly directory: Address;
  readonly heldUntil: number;
  readonly isSigned: boolean;
  readonly jobDirectories: readonly Address[];
  /** Empty = the same as the job's. */
  readonly resourceDirectories: readonly Address[];
};

/** Rows 2 to 7 of PROTOCOL section 6. */
export type DealCall =
  | {
      readonly name: 'postResult';
      readonly seal: Hex;
      readonly fuelUsed: bigint;
      readonly receipt?: GivenReceipt | undefined;
    }
  | { readonly name: 'expire' }
  | { readonly name: 'decline' }
  | { readonly name: 'draw'; readonly secret?: Hex | undefined }
  | {
      readonly name: 'accept';
      readonly signature: 'none' | 'valid' | 'wrong';
      readonly secret?: Hex | undefined;
    }
  | { readonly name: 'finalize' };

/** The contract's answer to a call on a deal: the twin of Lifecycle.sol and Exits.sol. */
export function applyDealCall(
  facts: DealFacts,
  call: DealCall,
  context: CallContext,
): Applied | Rejection {
  switch (call.name) {
    case 'postResult':
      return applyPost(facts, call, context);
    case 'expire':
      if (facts.stage !== STAGE.Matched) return reject('Market_NotLive');
      if (context.now <= postDeadlineOf(facts.terms, context.config)) {
        return reject('Market_DeadlineNotPassed');
      }
      return settledBy(facts, settleMissed(facts.terms));
    case 'decline':
      if (facts.stage !== STAGE.Matched) return reject('Market_NotLive');
      if (!actsFor(context, facts.terms.provider)) return reject('Market_NotProvider');
      return settledBy(facts, settleDeclined(facts.terms, context.now));
    case 'draw':
      return applyDraw(facts, call.secret, context);
    case 'accept':
      return applyAccept(facts, call, context);
    case 'finalize':
      return applyFinalize(facts, context);
  }
}

function applyPost(
  facts: DealFacts,
  { seal, fuelUsed, receipt }: Extract<DealCall, { name: 'postResult' }>,
  context: CallContext,
): Applied | Rejection {
  const { terms } = facts;
  if (facts.stage !== STAGE.Matched) return reject('Market_NotLive');
  if (!actsFor(context, terms.provider)) return reject('Market_NotProvider');
  if (context.now > postDeadlineOf(terms, context.config)) return reject('Market_DeadlinePassed');
  if (fuelUsed > terms.fuelLimit) return reject('Market_FuelAboveLimit');
  if (BigInt(seal) === 0n) return reject('Market_ZeroSeal');
  const isVerified = terms.verification !== VERIFICATION.none;
  const post: Post = {
    stage: isVerified ? STAGE.Posted : STAGE.Cleared,
    seal,
    fuelUsed,
    reviewEndsAt: context.now + terms.reviewWindow,
    drawBlock: isVerified && receipt && isPublicDraw(terms) ? context.blockNumber + 2n : 0n,
    hasReceipt: receipt !== undefined,
    secretShown: false,
  };
  if (!receipt) {
    if (!isVerified) return reject('Market_ReceiptRequired');
    return { facts: openCase({ ...facts, post }, STAGE.Drawn, CAUSE.NoReceipt, context) };
  }
  const wrong = whyNotReceipt(receipt, facts, post.reviewEndsAt);
  return wrong ?? { facts: { ...facts, stage: post.stage, post } };
}

function whyNotReceipt(
  receipt: GivenReceipt,
  { terms }: DealFacts,
  reviewEndsAt: number,
): Rejection | undefined {
  const { jobDirectories, resourceDirectories, directory } = receipt;
  const jobs = listHashOf(jobDirectories);
  const hasOwnList = resourceDirectories.length > 0;
  const resources = hasOwnList ? listHashOf(resourceDirectories) : jobs;
  if (!sameHex(directoriesHashOf(jobs, resources), terms.directoriesHash)) {
    return reject('Market_WrongList');
  }
  const isListed =
    includesHex(jobDirectories, directory) &&
    (!hasOwnList || includesHex(resourceDirectories, directory));
  if (!isListed) return reject('Market_DirectoryNotListed');
  if (receipt.heldUntil < reviewEndsAt + RESULT_HOLD_SECONDS) {
    return reject('Market_ReceiptTooShort');
  }
  return receipt.isSigned ? undefined : reject('Market_BadReceiptSignature');
}

function applyDraw(
  facts: DealFacts,
  secret: Hex | undefined,
  context: CallContext,
): Applied | Rejection {
  const { post } = facts;
  if (!post || !isBeforeCase(facts)) return reject('Market_NotLive');
  if (post.stage !== STAGE.Posted) return reject('Market_WrongStage');
  return recordDraw(facts, post, secret, context);
}

/** The draw of a Posted deal: Cleared or Drawn. */
export function recordDraw(
  facts: DealFacts,
  post: Post,
  secret: Hex | undefined,
  context: CallContext,
): Applied | Rejection {
  const { terms } = facts;
  if (isPublicDraw(terms)) {
    if (context.blockNumber <= post.drawBlock) return reject('Market_BlockNotReached');
    const seed = context.blockHash(post.drawBlock);
    if (!seed) {
      return { facts: openCase(facts, STAGE.Drawn, CAUSE.UnreadableBlock, context) };
    }
    if (!isHit(publicDrawOf(seed, facts.dealId), terms.auditBps)) return cleared(facts, post);
    const drawn = openCase(facts, STAGE.Drawn, CAUSE.PublicDraw, context);
    return { facts: withCase(drawn, { seed, seedBlock: post.drawBlock }) };
  }
  const isOver = context.now > post.reviewEndsAt;
  if (!secret || BigInt(secret) === 0n) {
    if (!isOver) return reject('Market_DeadlineNotPassed');
    return { facts: openCase(facts, STAGE.Drawn, CAUSE.SecretWithheld, context) };
  }
  if (!sameHex(drawCommitOf(secret), terms.drawCommit)) return reject('Market_WrongSecret');
  if (isOver) return reject('Market_DeadlinePassed');
  const shown = { ...post, secretShown: true };
  if (!isHit(privateDrawOf(secret, post.seal, facts.dealId), terms.auditBps)) {
    return cleared(facts, shown);
  }
  const drawn = { ...facts, post: shown };
  return { facts: openCase(drawn, STAGE.Drawn, CAUSE.PrivateDraw, context) };
}

function cleared(facts: DealFacts, post: Post): Applied {
  return { facts: { ...facts, stage: STAGE.Cleared, post: { ...post, stage: STAGE.Cleared } } };
}

function applyAccept(
  facts: DealFacts,
  { signature, secret }: Extract<DealCall, { name: 'accept' }>,
  context: CallContext,
): Applied | Rejection {
  const { terms, post } = facts;
  if (!post || !isBeforeCase(facts)) return reject('Market_NotLive');
  if (!sameHex(context.caller, terms.buyer)) {
    if (signature === 'none') return reject('Market_NotBuyer');
    if (signature === 'wrong') return reject('Market_BadAcceptSignature');
  }
  return settleIfClear(facts, post, secret, context);
}

function applyFinalize(facts: DealFacts, context: CallContext): Applied | Rejection {
  const { post } = facts;
  if (!post || !isBeforeCase(facts)) return reject('Market_NotLive');
  if (context.now <= post.reviewEndsAt) return reject('Market_DeadlineNotPassed');
  return settleIfClear(facts, post, undefined, context);
}

/** A draw that nobody has recorded yet comes first: where it hits, the deal goes to its panel. */
function settleIfClear(
  facts: DealFacts,
  post: Post,
  secret: Hex | undefined,
  context: CallContext,
): Applied | Rejection {
  if (post.stage === STAGE.Posted) {
    const drawn = recordDraw(facts, post, secret, context);
    if (isRejection(drawn) || drawn.facts.stage !== STAGE.Cleared) return drawn;
  }
  return settledBy(facts, settleAccepted(facts.terms, post));
}
