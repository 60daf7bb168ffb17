import { privateKeyToAccount } from 'viem/accounts';
import { beforeAll, describe, expect, it } from 'vitest';
import { testHash } from '../../test/builders/offers';
import { buyer, execution, MARKET, provider, runReceipt } from '../../test/builders/run-receipt';
import { factsDigestOf, sealOf } from '../execution/result-digest';
import type { Json } from '../shared/json';
import { checkRunReceipt } from './check-run-receipt';
import { ON_CHAIN, withChain } from './checked-receipt';
import { type RunReceipt, runReceiptTypedData } from './run-receipt';

const bytes = (text: string) => new TextEncoder().encode(text);

let text: string;
beforeAll(async () => {
  text = await runReceipt();
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
  return checks.filter(({ holds }) => holds === false).map(({ what }) => what);
}

const ISSUER = 'A party of the deal signed it as it is';
const JOB = 'The buyer signed the job';
const OFFER = 'The provider signed its offer';
const DEAL = 'The deal is of these two offers';
const RESULT = 'The result is the one that its seal hides';
const DIRECTORY = 'A directory that the buyer chose had the result';

describe('a run receipt', () => {
  it('holds, and holds with the files that it names', async () => {
    const files = new Map(execution.outputs.map(({ path, bytes }) => [path, bytes]));
    const { checks, isConsistent, isProven, receipt } = await checkRunReceipt(text, files);
    // The chain was not asked, and nothing else is open.
    expect(checks.filter(({ holds }) => !holds)).toMatchObject([{ what: ON_CHAIN, holds: null }]);
    expect({ isConsistent, isProven }).toEqual({ isConsistent: true, isProven: false });
    expect(checks).toHaveLength(8 + files.size);
    expect(receipt?.outcome).toBe('Accepted');
    for (const wrong of [['stdout', bytes('baa\n')] as const, ['other', bytes('')] as const]) {
      expect((await checkRunReceipt(text, new Map([wrong]))).isConsistent).toBe(false);
    }
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
    expect(await by((receipt) => (receipt.post.fuelUsed = '1233'))).toEqual([RESULT, DIRECTORY]);
    expect(await by((receipt) => (receipt.result.status = 'trapped'))).toEqual([RESULT]);
    expect(await by((receipt) => (receipt.attempt = 1))).toEqual([DEAL]);
    expect(
      await by((receipt) => Object.assign(receipt.jobOffer.offer, { moduleId: testHash(4) })),
    ).toEqual([JOB, DEAL]);
    expect(
      await by((receipt) => Object.assign(receipt.resourceOffer.offer, { provider: MARKET })),
    ).toEqual([OFFER, DEAL, RESULT]);
    expect(await by((receipt) => (receipt.chainId = 1))).toEqual([JOB, OFFER, DEAL, DIRECTORY]);
    expect(await by((receipt) => (receipt.issuer = provider.address))).toEqual([ISSUER]);
  });

  it('is not proven by offers that anybody can read, made-up outputs and a throwaway key', async () => {
    const forger = privateKeyToAccount(testHash(0xbad));
    const forged = JSON.parse(text) as Json<RunReceipt>;
    forged.result.outputs[2]!.sha256 = testHash(9);
    forged.issuer = forger.address;
    delete forged.directoryReceipt;
    const { salt, ...facts } = forged.result;
    const { engine } = forged.jobOffer.offer;
    const fuelUsed = BigInt(forged.post.fuelUsed);
    const digest = factsDigestOf(salt, { ...facts, fuelUsed }, engine);
    forged.post.seal = sealOf(forged.dealId, provider.address, digest, fuelUsed);
    const { receipt } = await checkRunReceipt(JSON.stringify(forged));
    forged.signature = await forger.signTypedData(runReceiptTypedData(receipt!));
    const checked = await checkRunReceipt(JSON.stringify(forged));
    const failed = checked.checks.filter(({ holds }) => holds === false);
    expect(failed.map(({ what }) => what)).toEqual([ISSUER]);
    expect(checked.isConsistent).toBe(false);
    // Even signed by a party it is no more than consistent, until the chain was asked.
    forged.issuer = buyer.address;
    const read = (await checkRunReceipt(JSON.stringify(forged))).receipt!;
    forged.signature = await buyer.signTypedData(runReceiptTypedData(read));
    const own = await checkRunReceipt(JSON.stringify(forged));
    expect(own).toMatchObject({ isConsistent: true, isProven: false });
    const answer = { what: ON_CHAIN, holds: false, why: 'Another seal.' };
    expect(withChain(own, answer)).toMatchObject({ isConsistent: false, isProven: false });
  });

  it('shows the directory that had the result, of the job’s list only', async () => {
    const by = (change: Parameters<typeof failures>[0]) => failures(change, true);
    const given = (receipt: Json<RunReceipt>) => receipt.directoryReceipt!;
    expect(await by((receipt) => (given(receipt).heldUntil += 1))).toEqual([DIRECTORY]);
    expect(await by((receipt) => (given(receipt).directory = buyer.address))).toEqual([DIRECTORY]);
    expect(await by((receipt) => (given(receipt).jobDirectories = [buyer.address]))).toEqual([
      DIRECTORY,
    ]);
  });

  it('is proven once the chain says the same', async () => {
    const checked = await checkRunReceipt(text);
    const answer = { what: ON_CHAIN, holds: true, why: 'The market took it.' };
    expect(withChain(checked, answer)).toMatchObject({ isConsistent: true, isProven: true });
  });

  it('is told from what is none', async () => {
    for (const none of ['', '{}', '[]', 'null', text.slice(1), `${text.slice(0, -3)},"more":1}`]) {
      const { isConsistent, checks, receipt } = await checkRunReceipt(none);
      expect({ isConsistent, count: checks.length, receipt }).toEqual({
        isConsistent: false,
        count: 1,
        receipt: undefined,
      });
    }
  });
});
