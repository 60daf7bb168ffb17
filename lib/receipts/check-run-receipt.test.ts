import { hexToBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { beforeAll, describe, expect, it } from 'vitest';
import { dealRecord } from '../../test/builders/deal-record';
import { dealTerms } from '../../test/builders/deals';
import { jobOffer, resourceOffer, testAddress, testHash } from '../../test/builders/offers';
import { OUTCOME, STAGE } from '../chain/deal-facts';
import type { Execution } from '../execution/execution';
import { resultDigestOf, sealOf } from '../execution/result-digest';
import { dealIdOf, jobOfferHashOf, resourceOfferHashOf } from '../offers/offer-hash';
import { marketDomain } from '../offers/offer-types';
import { jobOfferTypes, resourceOfferTypes } from '../offers/typed-data';
import type { Json } from '../shared/json';
import { checkRunReceipt } from './check-run-receipt';
import { makeRunReceipt } from './make-run-receipt';
import { type RunReceipt, runReceiptText, runReceiptTypedData } from './run-receipt';

const CHAIN = 31_337;
const MARKET = testAddress(0x4a);
const buyer = privateKeyToAccount(testHash(0xb0b));
const provider = privateKeyToAccount(testHash(0xa11ce));
const bytes = (text: string) => new TextEncoder().encode(text);
const execution: Execution = {
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

let text: string;
beforeAll(async () => {
  const domain = marketDomain(CHAIN, MARKET);
  const job = jobOffer({ buyer: buyer.address });
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
    ],
  });
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
    issuer: buyer.address,
    issuedAt: 1_700_000_100,
  });
  const signature = await buyer.signTypedData(runReceiptTypedData(unsigned));
  text = runReceiptText({ ...unsigned, signature });
});

/** What does not hold once the receipt is changed, and signed again by its issuer or not. */
async function failures(change: (receipt: Json<RunReceipt>) => void, signsAgain = false) {
  const receipt = JSON.parse(text) as Json<RunReceipt>;
  change(receipt);
  if (signsAgain) {
    const read = (await checkRunReceipt(JSON.stringify(receipt))).receipt;
    if (!read) throw new Error('The change made it unreadable');
    receipt.signature = await buyer.signTypedData(runReceiptTypedData(read));
  }
  const { checks } = await checkRunReceipt(JSON.stringify(receipt));
  return checks.filter(({ holds }) => !holds).map(({ what }) => what);
}

const ISSUER = 'Its issuer signed it as it is';
const JOB = 'The buyer signed the job';
const OFFER = 'The provider signed its offer';
const DEAL = 'The deal is of these two offers';
const RESULT = 'The result is the one that was sealed';

describe('a run receipt', () => {
  it('holds, and holds with the files that it names', async () => {
    const files = new Map(execution.outputs.map(({ path, bytes }) => [path, bytes]));
    const { checks, isSound, receipt } = await checkRunReceipt(text, files);
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(isSound).toBe(true);
    expect(checks).toHaveLength(6 + files.size);
    expect(receipt?.outcome).toBe('Accepted');
    expect((await checkRunReceipt(text, new Map([['stdout', bytes('baa\n')]]))).isSound).toBe(
      false,
    );
    expect((await checkRunReceipt(text, new Map([['other', bytes('')]]))).isSound).toBe(false);
  });

  it('does not once a word is changed by anyone but its issuer', async () => {
    expect(await failures((receipt) => (receipt.outcome = 'Overturned'))).toEqual([ISSUER]);
    expect(await failures((receipt) => (receipt.transactions[0]!.hash = testHash(3)))).toEqual([
      ISSUER,
    ]);
    expect(await failures((receipt) => (receipt.signature = '0x'))).toEqual([ISSUER]);
  });

  it('does not where its issuer tells other than was signed and sealed', async () => {
    const by = (change: Parameters<typeof failures>[0]) => failures(change, true);
    expect(await by((receipt) => (receipt.result.outputs[2]!.sha256 = testHash(9)))).toEqual([
      RESULT,
    ]);
    expect(await by((receipt) => (receipt.post.fuelUsed = '1233'))).toEqual([RESULT]);
    expect(await by((receipt) => (receipt.result.status = 'trapped'))).toEqual([RESULT]);
    expect(await by((receipt) => (receipt.attempt = 1))).toEqual([DEAL]);
    expect(
      await by((receipt) => Object.assign(receipt.jobOffer.offer, { moduleId: testHash(4) })),
    ).toEqual([JOB, DEAL]);
    expect(
      await by((receipt) => Object.assign(receipt.resourceOffer.offer, { provider: MARKET })),
    ).toEqual([OFFER, DEAL, RESULT]);
    expect(await by((receipt) => (receipt.chainId = 1))).toEqual([JOB, OFFER, DEAL]);
    expect(await by((receipt) => (receipt.issuer = provider.address))).toEqual([ISSUER]);
  });

  it('is told from what is none', async () => {
    for (const none of ['', '{}', '[]', 'null', text.slice(1), `${text.slice(0, -3)},"more":1}`]) {
      const { isSound, checks, receipt } = await checkRunReceipt(none);
      expect({ isSound, count: checks.length, receipt }).toEqual({
        isSound: false,
        count: 1,
        receipt: undefined,
      });
    }
  });
});
