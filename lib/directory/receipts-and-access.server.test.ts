import { bytesToHex, recoverTypedDataAddress } from 'viem';
import { afterAll, describe, expect, it } from 'vitest';
import { testAddress, testEngine, testHash } from '../../test/builders/offers';
import {
  codeOf,
  dealOn,
  execution,
  inputFiles,
  newAccount,
  resultFiles,
  startWithDeal,
  stopDirectories,
  text,
} from '../../test/directory/start-test-directory';
import { cidOfId, contentIdOf } from '../content/content-id';
import { possessionProof } from '../content/content-kind';
import { resultDigestOf, sealOf } from '../execution/result-digest';
import { inputReceiptTypedData, resultReceiptTypedData } from './receipts';
import { SeatsProgress } from './seat-progress';

afterAll(stopDirectories);

describe('input receipts', () => {
  it('are signed for the market after both are whole, and name who may open deals', async () => {
    const { receipt, domain, signer, moduleId, inputsId, buyer } = await startWithDeal();
    const { heldUntil, signature, directory } = receipt;
    const message = { buyer: buyer.address, moduleId, inputsId, heldUntil };
    const typedData = inputReceiptTypedData(domain, message);
    expect(await recoverTypedDataAddress({ ...typedData, signature })).toBe(signer.address);
    expect(directory).toBe(signer.address);
    expect(heldUntil).toBeGreaterThan(Date.now() / 1000 + 89 * 86_400);
  });

  it('are refused for what is not there, of another kind, or without its salt', async () => {
    const { client, inputs, inputsId, moduleId, buyer } = await startWithDeal();
    const request = { moduleId, inputsId, buyer: buyer.address, inputs };
    const unknown = inputFiles();
    const unknownId = (await contentIdOf(unknown)).id;
    const ask = (changes: Partial<typeof request>) =>
      codeOf(client.requestInputReceipt({ ...request, ...changes }));
    expect(await ask({ inputsId: unknownId, inputs: unknown })).toBe('inputs_not_held');
    expect(await ask({ moduleId: unknownId })).toBe('module_not_held');
    expect(await ask({ moduleId: inputsId })).toBe('module_not_held');
    expect(await ask({ inputsId: moduleId })).toBe('inputs_not_held');
    expect(await ask({ inputs: inputFiles() })).toBe('proof_wrong');
  });

  it('promise one address a bounded amount, and what is promised already again', async () => {
    const window = { windowSeconds: 1000 };
    const rates = {
      uploads: { amount: 100, ...window },
      uploadBytes: { amount: 1_000_000, ...window },
      writes: { amount: 100, ...window },
      promises: { amount: 50_000, ...window },
      owedAsks: { amount: 10, ...window },
    };
    const { client, inputs, inputsId, moduleId, buyer } = await startWithDeal({}, { rates });
    const ask = (id: typeof inputsId, files: typeof inputs) =>
      codeOf(
        client.requestInputReceipt({ moduleId, inputsId: id, buyer: buyer.address, inputs: files }),
      );
    const answers: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const more = inputFiles({ text: `${i}` });
      answers.push(await ask((await client.putContent(more)).id, more));
    }
    expect(answers[0]).toBe('taken');
    expect(answers.at(-1)).toBe('too_many_requests');
    expect(await ask(inputsId, inputs)).toBe('taken');
  });

  it('hold as long as asked for, within bounds', async () => {
    const { client, inputs, inputsId, moduleId, buyer } = await startWithDeal();
    const now = Math.floor(Date.now() / 1000);
    const request = { moduleId, inputsId, buyer: buyer.address, inputs };
    const wanted = await client.requestInputReceipt({ ...request, heldUntil: now + 1000 });
    expect(wanted.heldUntil).toBe(now + 1000);
    const far = await client.requestInputReceipt({ ...request, heldUntil: now + 9e8 });
    expect(far.heldUntil).toBeLessThan(now + 181 * 86_400);
  });
});

describe('inputs', () => {
  it('are for buyer, provider, seats and their operators, nobody else', async () => {
    const operator = newAccount();
    const stranger = newAccount();
    const operators: [`0x${string}`, `0x${string}`][] = [];
    const test = await startWithDeal({}, { operators });
    const { as, deal, buyer, provider, seat, inputsId, book } = test;
    operators.push([provider.address, operator.address]);
    const cid = cidOfId(inputsId);
    const read = (who: typeof buyer) => codeOf(as(who).getContent(cid));
    expect(await read(buyer)).toBe('taken');
    expect(await read(provider)).toBe('taken');
    expect(await read(operator)).toBe('taken');
    expect(await read(seat)).toBe('not_found');
    expect(await read(stranger)).toBe('not_found');
    expect(await codeOf(test.client.getContent(cid))).toBe('sign_in');
    book.coming.push({ ...deal, seats: [seat.address] });
    expect(await read(seat)).toBe('taken');
    expect(await read(stranger)).toBe('not_found');
    book.write({ ...deal, isSettled: true });
    expect(await read(provider)).toBe('taken');
  });

  it('do not open to who matches a deal with somebody else’s inputs', async () => {
    const { as, book, inputs, inputsId } = await startWithDeal();
    const thief = newAccount();
    const parties = { buyer: thief.address, provider: thief.address };
    book.write(await dealOn(inputs, parties, { seats: [thief.address] }));
    expect(await codeOf(as(thief).getContent(cidOfId(inputsId)))).toBe('not_found');
  });
});

describe('results', () => {
  async function postedSeal({ inputs, deal, provider }: Awaited<ReturnType<typeof startWithDeal>>) {
    const salt = bytesToHex(inputs.get('salt') ?? new Uint8Array());
    const digest = resultDigestOf(salt, execution(), testEngine);
    return { digest, seal: sealOf(deal.dealId, provider.address, digest, 1_000n) };
  }

  it('get a receipt for the recomputed seal, and open to the buyer once it is posted', async () => {
    const test = await startWithDeal();
    const { as, provider, buyer, deal, book, domain, signer } = test;
    const { seal, digest } = await postedSeal(test);
    const { cid } = await as(provider).putContent(resultFiles());
    const receipt = await as(provider).requestResultReceipt({ dealId: deal.dealId, cid });
    expect(receipt.seal).toBe(seal);
    expect(receipt.fuelUsed).toBe(1_000n);
    const { directory: _, signature, ...message } = receipt;
    const typedData = resultReceiptTypedData(domain, message);
    expect(await recoverTypedDataAddress({ ...typedData, signature })).toBe(signer.address);
    const enough = deal.matchedAt + 30 + 10 + 60 + 7 * 86_400;
    expect(receipt.heldUntil).toBeGreaterThanOrEqual(enough);

    expect(await as(buyer).listResults(deal.dealId)).toEqual([]);
    expect(await codeOf(as(buyer).getContent(cid))).toBe('not_found');
    book.coming.push({ ...deal, posted: { seal, fuelUsed: 1_000n } });
    const results = await as(buyer).listResults(deal.dealId);
    expect(results).toMatchObject([{ cid, role: 'provider', seal, resultDigest: digest }]);
    const { files } = await as(buyer).getContent(cid);
    expect(new TextDecoder().decode(files.get('stdout'))).toBe('moo');
    for (const other of [provider, test.seat, newAccount()]) {
      expect(await codeOf(as(other).getContent(cid))).toBe('not_found');
      expect(await codeOf(as(other).listResults(deal.dealId))).toBe('not_found');
    }
  });

  it('stay shut when another seal or other fuel was posted', async () => {
    const test = await startWithDeal();
    const { as, provider, buyer, deal, book } = test;
    const { seal } = await postedSeal(test);
    const { cid } = await as(provider).putContent(resultFiles());
    await as(provider).requestResultReceipt({ dealId: deal.dealId, cid });
    book.write({ ...deal, posted: { seal, fuelUsed: 999n } });
    expect(await codeOf(as(buyer).getContent(cid))).toBe('not_found');
    book.write({ ...deal, posted: { seal: deal.dealId, fuelUsed: 1_000n } });
    expect(await codeOf(as(buyer).getContent(cid))).toBe('not_found');
  });

  it('stay with the buyer, whatever else their provider hands in after the post', async () => {
    const test = await startWithDeal();
    const { as, provider, buyer, deal, book } = test;
    const { dealId } = deal;
    const { seal } = await postedSeal(test);
    const handIn = async (files = resultFiles()) => {
      const { cid } = await as(provider).putContent(files);
      return { cid, code: await codeOf(as(provider).requestResultReceipt({ dealId, cid })) };
    };
    const { cid } = await handIn();
    book.write({ ...deal, posted: { seal, fuelUsed: 1_000n } });
    const codes: string[] = [];
    for (let fuel = 1n; fuel <= 9n; fuel += 1n) {
      codes.push((await handIn(resultFiles({ fuelUsed: fuel }))).code);
    }
    expect(codes.at(-1)).toBe('too_many_results');
    expect((await handIn()).code).toBe('taken');
    expect(await as(buyer).listResults(dealId)).toMatchObject([{ cid, seal }]);
    expect(await codeOf(as(buyer).getContent(cid))).toBe('taken');
  });

  it('open to guests whom the buyer names, until it takes that back', async () => {
    const test = await startWithDeal();
    const { as, provider, buyer, deal, book } = test;
    const guest = newAccount();
    const { seal } = await postedSeal(test);
    const { cid } = await as(provider).putContent(resultFiles());
    await as(provider).requestResultReceipt({ dealId: deal.dealId, cid });
    book.write({ ...deal, posted: { seal, fuelUsed: 1_000n } });
    expect(await codeOf(as(guest).addGuest(deal.dealId, guest.address))).toBe('not_found');
    expect(await codeOf(as(provider).addGuest(deal.dealId, guest.address))).toBe('not_found');
    expect(await as(buyer).addGuest(deal.dealId, guest.address)).toEqual([guest.address]);
    expect(await as(buyer).addGuest(deal.dealId, guest.address)).toEqual([guest.address]);
    expect(await codeOf(as(guest).getContent(cid))).toBe('taken');
    expect(await codeOf(as(guest).listGuests(deal.dealId))).toBe('not_found');
    expect(await as(buyer).removeGuest(deal.dealId, guest.address)).toEqual([]);
    expect(await codeOf(as(guest).getContent(cid))).toBe('not_found');
  });

  it('get no receipt for others, unsigned uploads, other engines, too much fuel, settled deals', async () => {
    const test = await startWithDeal();
    const { as, client, provider, deal, book } = test;
    const { dealId } = deal;
    const ask = async (
      files: Map<string, Uint8Array>,
      { by = provider, upload = as(by) }: { by?: typeof provider; upload?: typeof client } = {},
    ) => {
      const { cid } = await upload.putContent(files);
      return codeOf(as(by).requestResultReceipt({ dealId, cid }));
    };
    expect(await ask(resultFiles(), { by: newAccount() })).toBe('not_your_deal');
    expect(await ask(resultFiles(), { by: test.buyer })).toBe('not_your_deal');
    expect(await ask(resultFiles(), { upload: client })).toBe('result_not_held');
    expect(await ask(resultFiles({ fuelUsed: 5_000_001n }))).toBe('result_fuel');
    const large = resultFiles().set('out/large', new Uint8Array(2 * 1024 * 1024 + 1));
    expect(await ask(large)).toBe('result_size');
    const wrong = resultFiles().set('result.json', text('{"engine":"x"}'));
    expect(await ask(wrong)).toBe('result_malformed');
    const claim = new TextDecoder().decode(resultFiles().get('result.json'));
    const engine = resultFiles().set('result.json', text(claim.replace('1.0.0', '1.0.1')));
    expect(await ask(engine)).toBe('result_engine');
    const unknown = (await contentIdOf(resultFiles({ fuelUsed: 7n }))).cid;
    expect(await codeOf(as(provider).requestResultReceipt({ dealId, cid: unknown }))).toBe(
      'result_not_held',
    );
    expect(await codeOf(client.requestResultReceipt({ dealId, cid: unknown }))).toBe('sign_in');
    book.write({ ...deal, isSettled: true });
    expect(await ask(resultFiles())).toBe('deal_settled');
  });

  it('of a seat are kept silently and open after a final verdict that says the same', async () => {
    const test = await startWithDeal();
    const { as, seat, buyer, deal, book } = test;
    const { digest } = await postedSeal(test);
    const { dealId } = deal;
    const right = (await as(seat).putContent(resultFiles())).cid;
    const wrong = (await as(seat).putContent(resultFiles({ fuelUsed: 3n }))).cid;
    const party = seat.address;
    expect(await codeOf(as(seat).handInSeatResult({ dealId, cid: right, party }))).toBe(
      'not_your_deal',
    );
    book.coming.push({ ...deal, seats: [party] });
    await as(seat).handInSeatResult({ dealId, cid: right, party });
    await as(seat).handInSeatResult({ dealId, cid: wrong, party });
    const posing = as(newAccount()).handInSeatResult({ dealId, cid: right, party });
    expect(await codeOf(posing)).toBe('not_your_deal');
    expect(await as(buyer).listResults(dealId)).toEqual([]);
    book.coming.push({ ...deal, seats: [party], isSettled: true, finalDigest: digest });
    const results = await as(buyer).listResults(dealId);
    expect(results).toMatchObject([{ cid: right, role: 'seat', party }]);
    expect(await codeOf(as(buyer).getContent(right))).toBe('taken');
    expect(await codeOf(as(buyer).getContent(wrong))).toBe('not_found');
  });
});

describe('how far a seat is', () => {
  it('is taken from who was drawn, shown to anybody, and forgotten', async () => {
    const test = await startWithDeal();
    const { as, client, seat, deal, book } = test;
    const { dealId } = deal;
    expect(await client.seatsProgress(dealId)).toEqual([]);
    const tell = (who: typeof seat, share: number) => codeOf(as(who).tellProgress(dealId, share));
    expect(await tell(seat, 0.5)).toBe('not_found');
    book.coming.push({ ...deal, seats: [seat.address] });
    expect(await tell(newAccount(), 0.5)).toBe('not_found');
    expect(await codeOf(client.tellProgress(dealId, 0.5))).toBe('sign_in');
    expect(await tell(seat, 1.5)).toBe('fields_wrong');
    expect(await tell(seat, 0.25)).toBe('taken');
    expect(await tell(seat, 0.5)).toBe('taken');
    const said = await client.seatsProgress(dealId);
    expect(said).toMatchObject([{ seat: seat.address, share: 0.5 }]);
    book.write({ ...deal, seats: [seat.address], isSettled: true });
    expect(await tell(seat, 0.75)).toBe('not_found');
  });

  it('holds for a moment only', () => {
    const progress = new SeatsProgress();
    const [dealId, other] = [testHash(1), testHash(2)];
    const [ada, bob] = [testAddress(1), testAddress(2)];
    progress.tell(dealId, { seat: ada, share: 0.1, at: 1_000 });
    progress.tell(dealId, { seat: bob, share: 0.2, at: 1_010 });
    expect(progress.of(dealId, 1_020).map(({ seat }) => seat)).toEqual([ada, bob]);
    expect(progress.of(dealId, 1_021).map(({ seat }) => seat)).toEqual([bob]);
    progress.tell(other, { seat: ada, share: 0, at: 1_031 });
    expect(progress.of(dealId, 1_010)).toEqual([]);
  });
});

describe('possessionProof', () => {
  it('differs for every salt, inputs and buyer', async () => {
    const a = newAccount().address;
    const b = newAccount().address;
    const [one, two] = [`0x${'01'.repeat(32)}`, `0x${'02'.repeat(32)}`] as const;
    const proofs = [
      possessionProof(one, one, a),
      possessionProof(two, one, a),
      possessionProof(one, two, a),
      possessionProof(one, one, b),
    ];
    expect(new Set(proofs).size).toBe(4);
  });
});
