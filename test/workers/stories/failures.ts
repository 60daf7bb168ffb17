import type { Hex } from 'viem';
import { expect } from 'vitest';
import { OUTCOME } from '../../../lib/chain/deal-facts';
import { CallRefusedError } from '../../../lib/chain/send-call.server';
import { stakesOf } from '../../../lib/chain/terms';
import { encodeCar } from '../../../lib/content/car';
import { contentIdOf } from '../../../lib/content/content-id';
import { WASM_ENGINE } from '../../../lib/execution/engine-id';
import { resultFilesOf } from '../../../lib/execution/result-files';
import type { InputsKeeper } from '../../../lib/offers/place-job-offer.client';
import { placeJobOffer } from '../../../lib/offers/place-job-offer.client';
import { latePenaltyOf } from '../../../lib/offers/price';
import { sameHex } from '../../../lib/shared/address';
import type { Scenario } from '../../scenario';
import { matchByHand, offerOf } from '../../scenario/hand-match';
import { newHandProvider } from '../../scenario/hand-provider';

/** What goes wrong on the way: providers that vanish, inputs that are lost, money that is missing. */
export const failureStories = (market: () => Scenario) => ({
  async 'matches the same offer elsewhere when its provider vanishes'() {
    const { deals, module, providers } = market();
    const gone = await newHandProvider(market());
    const buyer = market().newBuyer();
    const { hash } = await buyer.buys({
      module: module('cowsay'),
      from: [gone, providers[1]],
      executionWindow: 8,
    });
    const before = await buyer.money();
    const first = await deals.settles(await deals.matched(hash, 0));
    expect(first).toMatchObject({ outcome: OUTCOME.Missed, jobFree: true });
    expect(sameHex(first.terms.provider, gone.address)).toBe(true);
    const second = await deals.matched(hash, 1);
    expect(sameHex(second.terms.provider, providers[1].address)).toBe(true);
    const { price = 0n, payout } = await deals.settles(second);
    const late = latePenaltyOf(stakesOf(first.terms).value);
    // Accepted by silence, or upheld by a panel that it pays.
    const paid = price + (payout?.toSeats ?? 0n);
    expect((await buyer.money()).total).toBe(before.total + late - paid);
  },

  async 'takes no tampered result: neither directory nor market'() {
    const { deals, module, directory } = market();
    const provider = await newHandProvider(market());
    const buyer = market().newBuyer();
    const wish = { module: module('cowsay'), from: [provider], executionWindow: 20, attempts: 1 };
    const { hash } = await buyer.buys(wish);
    const deal = await deals.matched(hash);
    const own = directory.as({ signer: provider });
    const { dealId, packedTerms: terms } = deal;
    const stdout = new TextEncoder().encode('Moo.');
    const made = {
      status: 'completed' as const,
      exitCode: 0,
      fuelUsed: 5n,
      outputs: [{ path: 'stdout', bytes: stdout }],
      stateDigest: `0x${'00'.repeat(32)}` as const,
    };
    const files = resultFilesOf(made, WASM_ENGINE);
    const content = await contentIdOf(files);
    const car = encodeCar(content);
    car[car.length - 1] = (car.at(-1) ?? 0) ^ 1;
    const answer = await fetch(`${market().directoryUrl}/content`, {
      method: 'POST',
      headers: { 'content-type': 'application/vnd.ipld.car' },
      body: car as Uint8Array<ArrayBuffer>,
    });
    expect(answer.status).toBe(400);
    const { cid } = content;
    const refused = own.requestResultReceipt({ dealId, cid });
    await expect(refused).rejects.toMatchObject({ code: 'result_not_held' });
    await own.putContent(files);
    // Only the provider hands in for the deal, and only what it uploaded itself.
    const stolen = buyer.directory.requestResultReceipt({ dealId, cid });
    await expect(stolen).rejects.toMatchObject({ code: 'not_your_deal' });
    const receipt = await own.requestResultReceipt({ dealId, cid });
    const { directory: holder, heldUntil, signature, fuelUsed } = receipt;
    const { jobDirectories, resourceDirectories } = deal;
    const post = (seal: Hex, fuel: bigint) =>
      market()
        .senderOf(provider)
        .send({
          functionName: 'postResult',
          args: [
            {
              ...{ dealId, terms, seal, fuelUsed: fuel, directory: holder, heldUntil },
              ...{ receiptSignature: signature, jobDirectories, resourceDirectories },
            },
          ],
        });
    const otherSeal: Hex = `0x${'ab'.repeat(32)}`;
    await expect(post(otherSeal, fuelUsed)).rejects.toThrow(CallRefusedError);
    await expect(post(receipt.seal, fuelUsed + 1n)).rejects.toThrow(CallRefusedError);
    const settled = await deals.settles(deal);
    expect(settled.outcome).toBe(OUTCOME.Missed);
  },

  async 'declines a job whose inputs are lost, and gives the buyer everything back'() {
    const { deals, module, providers } = market();
    const buyer = market().newBuyer();
    const wish = { module: module('cowsay'), from: [providers[0]], attempts: 1 };
    const purchase = await buyer.purchaseOf(wish);
    // Lost between the receipt and the match.
    const loses = (id: Hex) => market().loseContent(id);
    const { hash, offer } = await placeJobOffer({
      ...purchase,
      directory: losing(purchase.directory, loses),
    });
    const before = await buyer.money();
    const settled = await deals.settles(await deals.matched(hash));
    expect(settled.outcome).toBe(OUTCOME.Declined);
    expect(settled.settledAt).toBeLessThan(settled.terms.matchedAt + offer.executionWindow);
    const { total, locked } = await buyer.money();
    expect(total).toBeGreaterThanOrEqual(before.total);
    expect(locked).toBe(0n);
    await expect
      .poll(async () => (await offerOf(market(), hash)).state.kind, { timeout: 60_000 })
      .toBe('attempts-used');
  },

  async 'waits, and says for what, while the deposit is too small'() {
    const { deals, module, providers } = market();
    const buyer = market().newBuyer();
    const wish = { module: module('cowsay'), from: [providers[1]], pays: false };
    const { hash } = await buyer.buys(wish);
    const { state, outlook } = await offerOf(market(), hash);
    expect(state.kind).toBe('open');
    expect(outlook?.fitting).toBe(0);
    const reasons = outlook?.obstacles.flatMap((obstacle) => obstacle.reasons) ?? [];
    const ofMoney = reasons.find(({ name }) => name === 'Market_BuyerBalanceTooLow');
    expect(ofMoney?.text).toMatch(/must lock/);
    const sender = market().senderOf(buyer.account);
    const tooEarly = matchByHand(market(), sender, hash, {
      provider: providers[1].address,
    });
    await expect(tooEarly).rejects.toMatchObject({
      problem: { name: 'Market_BuyerBalanceTooLow' },
    });
    await buyer.deposits(1_000_000n);
    const settled = await deals.settles(await deals.matched(hash));
    expect([OUTCOME.Accepted, OUTCOME.Upheld]).toContain(settled.outcome);
  },
});

/** A directory that loses the inputs once it has promised them. */
function losing(directory: InputsKeeper, loses: (id: Hex) => Promise<void>): InputsKeeper {
  return {
    putContent: (files) => directory.putContent(files),
    async requestInputReceipt(request) {
      const receipt = await directory.requestInputReceipt(request);
      await loses(request.inputsId);
      return receipt;
    },
  };
}
