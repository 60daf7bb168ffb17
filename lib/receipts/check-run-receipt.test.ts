import { beforeAll, describe, expect, it } from 'vitest';
import { testHash } from '../../test/builders/offers';
import { buyer, execution, MARKET, provider, runReceipt } from '../../test/builders/run-receipt';
import type { Json } from '../shared/json';
import { checkRunReceipt } from './check-run-receipt';
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
