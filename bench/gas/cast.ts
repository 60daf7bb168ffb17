import type { Hex } from 'viem';
import { keccak256, stringToHex } from 'viem';
import { INPUTS_UNAVAILABLE, sealOf } from '../../lib/execution/result-digest';
import { buildMatch } from '../../lib/offers/match-item';
import {
  courtIdOf,
  engineClassesHashOf,
  listHashOf,
  membersHashOf,
  resourceOfferHashOf,
} from '../../lib/offers/offer-hash';
import type { CourtFacts, JobOffer, ResourceOffer } from '../../lib/offers/offer-types';
import {
  inputReceiptTypes,
  jobOfferTypes,
  resourceOfferTypes,
  resultReceiptTypes,
  ticketTypes,
} from '../../lib/offers/typed-data';
import { courtTerms, jobOffer, resourceOffer, testEngine } from '../../test/builders/offers';
import { type BenchMarket, benchAccount } from './bench-market';

/** Who takes part. Provider and mediators send their own transactions, a keeper the timed ones. */
export const buyers = Array.from({ length: 50 }, (_, index) => benchAccount(`buyer ${index}`));
export const provider = benchAccount('provider');
export const directory = benchAccount('directory');
export const solver = benchAccount('solver');
export const keeper = benchAccount('keeper');
const ticketKey = benchAccount('ticket');
export const mediators = Array.from({ length: 20 }, (_, index) =>
  benchAccount(`mediator ${index}`),
);
export const everybody = [...buyers, provider, solver, keeper, ...mediators];

const DAY = 86_400;
const RICH = 10n ** 12n;
const directories = [directory.address];
const engines = [{ engine: testEngine, class_: 1 as const }];

export const court: CourtFacts = (() => {
  const members = mediators
    .map(({ address }) => address)
    .sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  const terms = courtTerms({
    enginesHash: engineClassesHashOf(engines),
    directoriesHash: listHashOf(directories),
  });
  return { id: courtIdOf(membersHashOf(members), terms), members, engines, directories, terms };
})();

export const RIGHT = keccak256(stringToHex('the right result'));
export const WRONG = keccak256(stringToHex('another result'));
export { INPUTS_UNAVAILABLE };

/** What a mediator of a catalogue module meets: every identifier is a full hash. */
export function jobOf(buyer: number, nonce: number, change: Partial<JobOffer> = {}): JobOffer {
  return jobOffer({
    buyer: pick(buyers, buyer).address,
    moduleId: keccak256(stringToHex('module')),
    inputsId: keccak256(stringToHex(`inputs ${buyer} ${nonce}`)),
    court: court.id,
    directoriesHash: listHashOf(directories),
    solverFee: 1_000n,
    maxBasePrice: 10_000n,
    maxFuelPrice: 20_000n,
    attempts: 3,
    nonce: BigInt(nonce),
    ...change,
  });
}

/** The resource offer of every deal: a ticket, one court, one directory, a hundred lanes. */
const offer: ResourceOffer = resourceOffer({
  provider: provider.address,
  basePrice: 10_000n,
  fuelPrice: 20_000n,
  maxValue: 100_000_000n,
  courtsHash: listHashOf([court.id]),
  directoriesHash: listHashOf(directories),
  maxTheta: 65_535,
  concurrent: 100,
  total: 0xffff_ffff,
  ticketKey: ticketKey.address,
  solverFee: 1_000n,
  nonce: 1n,
});

/** Deposits, stakes and the court: what is there before any deal. */
export async function settleIn(market: BenchMarket): Promise<void> {
  for (const account of [...buyers, provider, ...mediators]) {
    await market.sendToken(account, 'faucet', [account.address, RICH]);
    await market.sendToken(account, 'approve', [market.market, RICH]);
    await market.send(account, 'deposit', [RICH]);
  }
  await market.send(keeper, 'foundCourt', [
    court.members,
    court.engines,
    court.directories,
    court.terms,
  ]);
  for (const mediator of mediators) {
    await market.send(mediator, 'stake', [RICH / 2n]);
    await market.send(mediator, 'joinCourt', [court.members, court.terms]);
  }
}

/** Both sides' signatures, the ticket and the input receipt: a match that lacks nothing. */
export async function matchOf(market: BenchMarket, job: JobOffer, lane: number) {
  const buyer = pick(
    buyers,
    buyers.findIndex(({ address }) => address === job.buyer),
  );
  const hash = resourceOfferHashOf(offer);
  const until = market.now + 300;
  const heldUntil = market.now + 30 * DAY;
  const { moduleId, inputsId } = job;
  return buildMatch({
    job: {
      offer: job,
      signature: await market.sign(buyer, {
        types: jobOfferTypes,
        primaryType: 'JobOffer',
        message: job,
      }),
      lists: { directories },
      inputReceipt: {
        directory: directory.address,
        heldUntil,
        signature: await market.sign(directory, {
          types: inputReceiptTypes,
          primaryType: 'InputReceipt',
          message: { buyer: job.buyer, moduleId, inputsId, heldUntil },
        }),
      },
    },
    resource: {
      offer,
      signature: await market.sign(provider, {
        types: resourceOfferTypes,
        primaryType: 'ResourceOffer',
        message: offer,
      }),
      lists: { engines: [testEngine], courts: [court.id], directories },
    },
    ticket: {
      resourceOfferHash: hash,
      until,
      signature: await market.sign(ticketKey, {
        types: ticketTypes,
        primaryType: 'Ticket',
        message: { resourceOfferHash: hash, until },
      }),
    },
    court,
    lane,
    failed: [],
  });
}

/** A result with its directory's receipt, sealed by the provider. */
export async function postOf(market: BenchMarket, dealId: Hex, digest: Hex) {
  const { packedTerms: terms } = market.record(dealId);
  const fuelUsed = 3_456_789_012n;
  const seal = sealOf(dealId, provider.address, digest, fuelUsed);
  const heldUntil = market.now + 30 * DAY;
  return {
    dealId,
    terms,
    seal,
    fuelUsed,
    directory: directory.address,
    heldUntil,
    receiptSignature: await market.sign(directory, {
      types: resultReceiptTypes,
      primaryType: 'ResultReceipt',
      message: { dealId, seal, fuelUsed, heldUntil },
    }),
    jobDirectories: directories,
    resourceDirectories: [],
  };
}

export function pick<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`No item ${index} of ${list.length}`);
  return item;
}
