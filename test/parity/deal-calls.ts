import { type Hex, keccak256, stringToHex } from 'viem';
import type { DealRecord } from '../../lib/chain/deal-fold';
import type { DealCall } from '../../lib/deals/apply-deal-call';
import type { DealFacts } from '../../lib/deals/deal-state';
import { type DealMove, sittingPanelOf } from '../../lib/deals/transitions';
import type { CaseCall } from '../../lib/disputes/apply-case-call';
import { INPUTS_UNAVAILABLE, sealOf } from '../../lib/execution/result-digest';
import { acceptanceTypes, resultReceiptTypes } from '../../lib/offers/typed-data';
import { ZERO_ADDRESS, ZERO_BYTES32 } from '../../lib/shared/address';
import { courts, type SignedJob } from './offer-pool';
import { accountOf, directories, outsider, pick } from './people';
import { replayOf, type World } from './world';

/** The same call twice: for the model, and as the contract's arguments. */
export type TwinCall = {
  readonly move: DealMove;
  readonly call: DealCall | CaseCall;
  readonly args: readonly unknown[];
  /** The batch form's name, where there is one. */
  readonly batch?: string | undefined;
};

/** What a run of a deal's job could have found. */
type Claim = { readonly digest: Hex; readonly fuelUsed: bigint };

function truthOf({ dealId, terms }: DealFacts): Claim {
  return { digest: keccak256(dealId), fuelUsed: (terms.fuelLimit * 3n) / 4n };
}

const lieOf = ({ dealId, terms }: DealFacts): Claim => ({
  digest: keccak256(keccak256(dealId)),
  fuelUsed: terms.fuelLimit / 3n,
});
const unavailable: Claim = { digest: INPUTS_UNAVAILABLE, fuelUsed: 0n };

/** Deals differ in what their seats tend to say, so that every kind of majority comes about. */
function moodOf(facts: DealFacts): Claim {
  const mood = Number.parseInt(facts.dealId.slice(-2), 16) % 6;
  if (mood === 4) return unavailable;
  return mood === 5 ? lieOf(facts) : truthOf(facts);
}

/**
 * One call of a deal, chosen by numbers. `c` 0 of 5 = something unusual.
 *
 * @param record what the call replays; an old one where it is to be stale
 */
export async function twinCall(
  world: World,
  move: DealMove,
  facts: DealFacts,
  record: DealRecord,
  { b, c, d }: { readonly b: number; readonly c: number; readonly d: number },
): Promise<TwinCall> {
  const { dealId, terms, post, case_, commits } = replayOf(record);
  const isUsual = c % 5 !== 0;
  const onCase = [dealId, terms, post, case_];
  switch (move) {
    case 'postResult':
      return postCall(world, facts, record, { b, isUsual, d });
    case 'expire':
    case 'decline':
      return { move, call: { name: move }, args: [dealId, terms] };
    case 'draw': {
      const secret = secretOf(world, facts, isUsual, d);
      const item = { dealId, terms, post, secret: secret ?? ZERO_BYTES32 };
      return { move, call: { name: move, secret }, args: [item], batch: 'draws' };
    }
    case 'accept': {
      const kind = isUsual ? ('valid' as const) : pick(['none', 'wrong'] as const, d);
      const signature = await signAcceptance(world, facts, kind);
      const secret = secretOf(world, facts, isUsual, d);
      const item = { dealId, terms, post, secret: secret ?? ZERO_BYTES32, signature };
      const call = { name: move, signature: kind, secret } as const;
      return { move, call, args: [item], batch: 'acceptBatch' };
    }
    case 'finalize':
      return {
        move,
        call: { name: move },
        args: [{ dealId, terms, post }],
        batch: 'finalizeBatch',
      };
    case 'dispute':
      return { move, call: { name: move }, args: [dealId, terms, post] };
    case 'seat': {
      const own = courts.find(({ id }) => id === facts.terms.court);
      const court = isUsual && own ? own : pick(courts, d);
      const call = { name: move, members: court.members, courtTerms: court.terms };
      return { move, call, args: [...onCase, court.members, court.terms] };
    }
    case 'commitVerdict': {
      const panel = sittingPanelOf(facts);
      const free = panel.filter((seat) => !facts.commits.some((one) => one.mediator === seat));
      const mediator = pick(free.length > 0 && isUsual ? free : [...panel, outsider.address], b);
      const claims = [truthOf(facts), lieOf(facts), unavailable];
      const claim = d % 5 === 0 ? pick(claims, b) : moodOf(facts);
      const seal =
        d % 23 === 0 ? ZERO_BYTES32 : sealOf(dealId, mediator, claim.digest, claim.fuelUsed);
      return { move, call: { name: move, mediator, seal }, args: [...onCase, mediator, seal] };
    }
    case 'resolve': {
      const claims = [truthOf(facts), lieOf(facts), unavailable];
      const { digest, fuelUsed } = isUsual ? majorityOf(facts, claims) : pick(claims, d);
      const free = sittingPanelOf(facts).filter(
        (seat) => !facts.commits.some((one) => one.mediator === seat),
      );
      const mediator = free[0];
      if (mediator && (free.length === 1 || d % 7 === 0)) {
        const call = { name: 'commitAndResolve', mediator, digest, fuelUsed } as const;
        return { move, call, args: [...onCase, commits, mediator, digest, fuelUsed] };
      }
      const call = { name: move, digest, fuelUsed };
      return { move, call, args: [...onCase, commits, digest, fuelUsed] };
    }
    case 'settle':
    case 'voidDeal':
      return { move, call: { name: move }, args: [...onCase, commits] };
    default:
      return { move, call: { name: move }, args: onCase };
  }
}

async function postCall(
  { domain, jobs, resources }: World,
  facts: DealFacts,
  record: DealRecord,
  { b, isUsual, d }: { readonly b: number; readonly isUsual: boolean; readonly d: number },
): Promise<TwinCall> {
  const { dealId, terms } = facts;
  const truth = truthOf(facts);
  const lie = lieOf(facts);
  const claim = b % 3 === 0 ? lie : truth;
  const isFuelForged = d % 11 === 0;
  const fuelUsed = isFuelForged ? terms.fuelLimit : claim.fuelUsed;
  const seal = sealOf(dealId, terms.provider, claim.digest, claim.fuelUsed);
  const flaw = isUsual
    ? 'none'
    : pick(['receipt', 'receipt', 'list', 'unlisted', 'short', 'signature', 'fuel', 'seal'], d);
  const job = jobs.find(({ offer }) => offer.nonce === terms.jobNonce);
  const resource = resources.find(
    ({ offer }) => offer.nonce === terms.resourceNonce && offer.provider === terms.provider,
  );
  const jobDirectories = job?.lists.directories ?? [];
  const own = resource?.lists.directories ?? [];
  const isSame = own.length === jobDirectories.length;
  const resourceDirectories = flaw === 'list' ? [outsider.address] : isSame ? [] : own;
  const holder = flaw === 'unlisted' ? outsider : directories[0]!;
  const heldUntil = terms.matchedAt + (flaw === 'short' ? 1_000 : 8 * 86_400);
  const given = {
    seal: flaw === 'seal' ? ZERO_BYTES32 : seal,
    fuelUsed: flaw === 'fuel' ? terms.fuelLimit + 1n : fuelUsed,
  };
  const signer = flaw === 'signature' ? outsider : holder;
  const receiptSignature = await signer.signTypedData({
    domain,
    types: resultReceiptTypes,
    primaryType: 'ResultReceipt',
    message: { dealId, ...given, heldUntil },
  });
  const isSigned = flaw !== 'signature';
  const directory = holder.address;
  const receipt = { directory, heldUntil, isSigned, jobDirectories, resourceDirectories };
  const hasReceipt = flaw !== 'receipt';
  const item = {
    dealId,
    terms: record.packedTerms,
    ...given,
    directory: hasReceipt ? directory : ZERO_ADDRESS,
    heldUntil,
    receiptSignature,
    jobDirectories,
    resourceDirectories,
  };
  return {
    move: 'postResult',
    call: { name: 'postResult', ...given, receipt: hasReceipt ? receipt : undefined },
    args: [item],
    batch: 'postResults',
  };
}

function secretOf({ jobs }: World, facts: DealFacts, isUsual: boolean, d: number) {
  const job: SignedJob | undefined = jobs.find(({ offer }) => offer.nonce === facts.terms.jobNonce);
  if (isUsual) return job?.secret;
  return d % 2 === 0 ? undefined : keccak256(stringToHex('another secret'));
}

async function signAcceptance({ domain }: World, facts: DealFacts, kind: string): Promise<Hex> {
  if (kind === 'none' || !facts.post) return '0x';
  const signer = kind === 'valid' ? accountOf.get(facts.terms.buyer) : outsider;
  if (!signer) return '0x';
  const { seal, fuelUsed } = facts.post;
  return signer.signTypedData({
    domain,
    types: acceptanceTypes,
    primaryType: 'Acceptance',
    message: { dealId: facts.dealId, seal, fuelUsed },
  });
}

/** The claim that most of the sitting panel committed. */
function majorityOf(facts: DealFacts, claims: readonly Claim[]): Claim {
  const panel = sittingPanelOf(facts);
  const votes = (claim: Claim) =>
    facts.commits.filter(
      ({ mediator, seal }) =>
        panel.includes(mediator) &&
        seal === sealOf(facts.dealId, mediator, claim.digest, claim.fuelUsed),
    ).length;
  return [...claims].sort((a, b) => votes(b) - votes(a))[0] ?? unavailable;
}
