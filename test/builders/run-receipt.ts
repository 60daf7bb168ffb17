import { hexToBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { OUTCOME, STAGE } from '../../lib/chain/deal-facts';
import { resultReceiptTypedData } from '../../lib/directory/receipts';
import type { Execution } from '../../lib/execution/execution';
import { resultDigestOf, sealOf } from '../../lib/execution/result-digest';
import {
  dealIdOf,
  jobOfferHashOf,
  listHashOf,
  resourceOfferHashOf,
} from '../../lib/offers/offer-hash';
import { marketDomain } from '../../lib/offers/offer-types';
import { jobOfferTypes, resourceOfferTypes } from '../../lib/offers/typed-data';
import { makeRunReceipt } from '../../lib/receipts/make-run-receipt';
import { runReceiptText, runReceiptTypedData } from '../../lib/receipts/run-receipt';
import { dealRecord } from './deal-record';
import { dealTerms } from './deals';
import { jobOffer, resourceOffer, testAddress, testHash } from './offers';

const CHAIN = 31_337;
export const MARKET = testAddress(0x4a);
export const directory = privateKeyToAccount(testHash(0xd17));
export const buyer = privateKeyToAccount(testHash(0xb0b));
export const provider = privateKeyToAccount(testHash(0xa11ce));
const bytes = (text: string) => new TextEncoder().encode(text);
export const execution: Execution = {
  status: 'completed',
  exitCode: 0,
  fuelUsed: 1_234n,
  stateDigest: testHash(0x57),
  outputs: [
    { path: 'out/picture.png', bytes: hexToBytes('0x89504e47') },
    { path: 'stderr', bytes: bytes('') },
    { path: 'stdout', bytes: bytes('moo\n') },
  ],
};
const salt = testHash(0x5a17);

/** A receipt of an accepted deal as its buyer issues it, as text. */
export async function runReceipt(): Promise<string> {
  const domain = marketDomain(CHAIN, MARKET);
  const jobDirectories = [directory.address];
  const job = jobOffer({ buyer: buyer.address, directoriesHash: listHashOf(jobDirectories) });
  const resource = resourceOffer({ provider: provider.address });
  const hashes = {
    jobOfferHash: jobOfferHashOf(job),
    resourceOfferHash: resourceOfferHashOf(resource),
  };
  const dealId = dealIdOf({ chainId: CHAIN, market: MARKET, ...hashes, attempt: 0 });
  const digest = resultDigestOf(salt, execution, job.engine);
  const seal = sealOf(dealId, provider.address, digest, execution.fuelUsed);
  const record = dealRecord({
    dealId,
    ...hashes,
    terms: dealTerms({ buyer: buyer.address, provider: provider.address, attempt: 0 }),
    jobDirectories,
    stage: STAGE.Settled,
    outcome: OUTCOME.Accepted,
    post: {
      seal,
      fuelUsed: execution.fuelUsed,
      hasReceipt: true,
      drawBlock: 12n,
      reviewEndsAt: 1_700_000_060,
      secretShown: false,
      stage: STAGE.Cleared,
    },
    history: [
      {
        name: 'DealMatched',
        blockNumber: 7n,
        blockHash: testHash(1),
        timestamp: 1_700_000_000,
        logIndex: 0,
        transactionHash: testHash(2),
      },
      {
        name: 'ResultPosted',
        blockNumber: 9n,
        blockHash: testHash(4),
        timestamp: 1_700_000_020,
        logIndex: 0,
        transactionHash: testHash(5),
      },
    ],
  });
  const heldUntil = 1_700_700_000;
  const signed = await directory.signTypedData(
    resultReceiptTypedData(domain, { dealId, seal, fuelUsed: execution.fuelUsed, heldUntil }),
  );
  const unsigned = makeRunReceipt({
    ...{ chainId: CHAIN, market: MARKET, record, execution, salt },
    job: {
      offer: job,
      signature: await buyer.signTypedData({
        ...{ domain, types: jobOfferTypes, primaryType: 'JobOffer', message: job },
      }),
    },
    resource: {
      offer: resource,
      signature: await provider.signTypedData({
        ...{ domain, types: resourceOfferTypes, primaryType: 'ResourceOffer', message: resource },
      }),
    },
    directoryReceipt: { directory: directory.address, heldUntil, signature: signed },
    issuer: buyer.address,
    issuedAt: 1_700_000_100,
  });
  const signature = await buyer.signTypedData(runReceiptTypedData(unsigned));
  return runReceiptText({ ...unsigned, signature });
}
