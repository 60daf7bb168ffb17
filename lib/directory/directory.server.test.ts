import { bytesToHex, recoverTypedDataAddress } from 'viem';
import { afterAll, describe, expect, it } from 'vitest';
import {
  dealOn,
  execution,
  inputFiles,
  moduleFiles,
  newAccount,
  resultFiles,
  startTestDirectory,
  text,
} from '../../test/directory/start-test-directory';
import { resultDigestOf, sealOf } from '../execution/result-digest';
import { encodeCar } from './car';
import { cidOfId, contentIdOf } from './content-id';
import { possessionProof } from './content-kind';
import { DEFAULT_LIMITS } from './content-limits';
import { DirectoryClient } from './directory.client';
import { collectGarbage } from './directory.server';
import { inputReceiptTypedData, resultReceiptTypedData } from './receipts';

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

async function setup(overrides: Parameters<typeof startTestDirectory>[0] = {}) {
  const test = await startTestDirectory(overrides);
  closing.push(() => test.directory.close());
  return test;
}

/** The code that a call is refused with. */
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'taken',
    (error) => error.code ?? String(error),
  );

/** A deal whose inputs this directory holds for its buyer. */
async function withDeal(overrides: Parameters<typeof dealOn>[2] = {}, options = {}) {
  const buyer = newAccount();
  const provider = newAccount();
  const seat = newAccount();
  const test = await setup(options);
  const inputs = inputFiles();
  const moduleId = (await test.client.putContent(moduleFiles)).id;
  const inputsId = (await test.client.putContent(inputs)).id;
  const request = { moduleId, inputsId, buyer: buyer.address, inputs };
  const receipt = await test.client.requestInputReceipt(request);
  const parties = { buyer: buyer.address, provider: provider.address };
  const deal = test.book.write(await dealOn(inputs, parties, overrides));
  return { ...test, inputs, inputsId, moduleId, buyer, provider, seat, deal, receipt };
}

describe('content over HTTP', () => {
  it('takes a module and gives it to everybody', async () => {
    const { client, url } = await setup();
    const { id, cid } = await client.putContent(moduleFiles);
    const content = await client.getContent(cid);
    expect(content.id).toBe(id);
    expect([...content.files].sort()).toEqual([...moduleFiles].sort());
    const response = await fetch(`${url}/content/${cid}`, { headers: { origin: 'http://a.test' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('content-type')).toMatch(/application\/vnd.ipld.car/);
  });

  it('answers preflights for bearer tokens from any page', async () => {
    const { url } = await setup();
    const response = await fetch(`${url}/content`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://page.test',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toMatch(/authorization/);
  });

  it('refuses bodies that are tampered with, too large, of no kind, or no CAR', async () => {
    const { url } = await setup({ limits: { ...DEFAULT_LIMITS, maxBytes: 50_000 } });
    const post = async (body: Uint8Array, type = 'application/vnd.ipld.car') => {
      const response = await fetch(`${url}/content`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: body as Uint8Array<ArrayBuffer>,
      });
      const { error } = (await response.json()) as { error?: { code: string; message: string } };
      return `${response.status} ${error?.code}`;
    };
    const car = encodeCar(await contentIdOf(moduleFiles));
    const tampered = car.slice();
    tampered[tampered.length - 1] = (tampered.at(-1) ?? 0) ^ 1;
    expect(await post(tampered)).toBe('400 car_block_mismatch');
    expect(await post(new Uint8Array(10))).toBe('400 car_malformed');
    expect(await post(new Uint8Array())).toBe('400 car_malformed');
    expect(await post(car, 'text/plain')).toBe('415 type_unknown');
    const other = encodeCar(await contentIdOf(new Map([['a.txt', text('hello')]])));
    expect(await post(other)).toBe('400 content_kind');
    const mixed = new Map([...moduleFiles, ...inputFiles()]);
    expect(await post(encodeCar(await contentIdOf(mixed)))).toBe('400 content_kind');
    const large = new Map([...moduleFiles, ['data/big', new Uint8Array(50_001)] as const]);
    expect(await post(encodeCar(await contentIdOf(large)))).toBe('413 content_too_large');
    expect(await post(new Uint8Array(5_000_000))).toBe('413 body_too_large');
    expect(await post(car)).toBe('201 undefined');
  });

  it('refuses an endless body without a length as soon as it is over the limit', async () => {
    const { url } = await setup({ limits: { maxBytes: 1000, maxFiles: 10, maxBlocks: 10 } });
    const piece = new Uint8Array(1000);
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(piece);
        if (sent > 100_000) controller.close();
      },
    });
    const init = { method: 'POST', body, duplex: 'half' };
    const headers = { 'content-type': 'application/vnd.ipld.car' };
    const status = await fetch(`${url}/content`, { ...init, headers } as RequestInit).then(
      (response) => response.status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(status);
    expect(sent).toBeLessThan(100_000);
  });

  it('limits how often and how much one address uploads, saying when to come back', async () => {
    const window = { windowSeconds: 1000 };
    const rates = {
      uploads: { amount: 2, ...window },
      uploadBytes: { amount: 1_000_000, ...window },
      writes: { amount: 100, ...window },
    };
    const { client } = await setup({ rates });
    expect(await codeOf(client.putContent(moduleFiles))).toBe('taken');
    expect(await codeOf(client.putContent(inputFiles()))).toBe('taken');
    expect(await codeOf(client.putContent(inputFiles()))).toBe('too_many_requests');
    const few = await setup({ rates: { ...rates, uploadBytes: { amount: 300, ...window } } });
    expect(await codeOf(few.client.putContent(inputFiles({ text: 'x'.repeat(400) })))).toBe(
      'too_many_requests',
    );
  });

  it('refuses what no longer fits the store', async () => {
    const { client } = await setup({ maxStoreBytes: 500 });
    expect(await codeOf(client.putContent(moduleFiles))).toBe('taken');
    expect(await codeOf(client.putContent(moduleFiles))).toBe('taken');
    const large = inputFiles({ text: 'x'.repeat(400) });
    expect(await codeOf(client.putContent(large))).toBe('store_full');
  });

  it('says the same of content that is unknown and of content that is not for the caller', async () => {
    const { client, as } = await setup();
    const known = await client.putContent(resultFiles());
    const unknown = await contentIdOf(resultFiles({ fuelUsed: 2n }));
    const answers = [];
    for (const { cid } of [known, unknown]) {
      const anonymous = await client.getContent(cid).catch((error) => `${error.status} ${error}`);
      const stranger = await as(newAccount())
        .getContent(cid)
        .catch((error) => `${error.status} ${error}`);
      answers.push([anonymous, stranger]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.[0]).toMatch(/^401 /);
    expect(answers[0]?.[1]).toMatch(/^404 /);
  });

  it('has structured errors for everything else', async () => {
    const { url } = await setup();
    for (const [path, status, code] of [
      ['/nowhere', 404, 'no_such_route'],
      ['/content/rubbish', 400, 'cid_unsupported'],
      ['/deals/0x12/results', 400, 'fields_wrong'],
    ] as const) {
      const response = await fetch(`${url}${path}`);
      expect(response.status).toBe(status);
      expect(((await response.json()) as { error: { code: string } }).error.code).toBe(code);
    }
  });
});

describe('input receipts', () => {
  it('are signed for the market after both are whole, and name who may open deals', async () => {
    const { receipt, domain, signer, moduleId, inputsId } = await withDeal();
    const { heldUntil, signature, directory } = receipt;
    const message = { moduleId, inputsId, heldUntil };
    const typedData = inputReceiptTypedData(domain, message);
    expect(await recoverTypedDataAddress({ ...typedData, signature })).toBe(signer.address);
    expect(directory).toBe(signer.address);
    expect(heldUntil).toBeGreaterThan(Date.now() / 1000 + 89 * 86_400);
  });

  it('are refused for what is not there, of another kind, or without its salt', async () => {
    const { client, inputs, inputsId, moduleId, buyer } = await withDeal();
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

  it('hold as long as asked for, within bounds', async () => {
    const { client, inputs, inputsId, moduleId, buyer } = await withDeal();
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
    const test = await withDeal({}, { operators });
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
    const { as, book, inputs, inputsId } = await withDeal();
    const thief = newAccount();
    const parties = { buyer: thief.address, provider: thief.address };
    book.write(await dealOn(inputs, parties, { seats: [thief.address] }));
    expect(await codeOf(as(thief).getContent(cidOfId(inputsId)))).toBe('not_found');
  });
});

describe('results', () => {
  async function postedSeal({ inputs, deal, provider }: Awaited<ReturnType<typeof withDeal>>) {
    const salt = bytesToHex(inputs.get('salt') ?? new Uint8Array());
    const digest = resultDigestOf(salt, execution());
    return { digest, seal: sealOf(deal.dealId, provider.address, digest, 1_000n) };
  }

  it('get a receipt for the recomputed seal, and open to the buyer once it is posted', async () => {
    const test = await withDeal();
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
    const test = await withDeal();
    const { as, provider, buyer, deal, book } = test;
    const { seal } = await postedSeal(test);
    const { cid } = await as(provider).putContent(resultFiles());
    await as(provider).requestResultReceipt({ dealId: deal.dealId, cid });
    book.write({ ...deal, posted: { seal, fuelUsed: 999n } });
    expect(await codeOf(as(buyer).getContent(cid))).toBe('not_found');
    book.write({ ...deal, posted: { seal: deal.dealId, fuelUsed: 1_000n } });
    expect(await codeOf(as(buyer).getContent(cid))).toBe('not_found');
  });

  it('open to guests whom the buyer names, until it takes that back', async () => {
    const test = await withDeal();
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
    const test = await withDeal();
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
    const test = await withDeal();
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
    book.write({ ...deal, seats: [party], isSettled: true, finalDigest: digest });
    const results = await as(buyer).listResults(dealId);
    expect(results).toMatchObject([{ cid: right, role: 'seat', party }]);
    expect(await codeOf(as(buyer).getContent(right))).toBe('taken');
    expect(await codeOf(as(buyer).getContent(wrong))).toBe('not_found');
  });
});

describe('callers', () => {
  it('cannot replay a signed request, or use it elsewhere', async () => {
    const { url, as } = await withDeal();
    const sent: Request[] = [];
    const realFetch = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      sent.push(new Request(input, init));
      return realFetch(input, init);
    };
    try {
      await as(newAccount())
        .listResults(`0x${'12'.repeat(32)}`)
        .catch(() => undefined);
    } finally {
      globalThis.fetch = realFetch;
    }
    const authorization = sent[0]?.headers.get('authorization') ?? '';
    const again = async (path: string, method = 'GET') => {
      const response = await fetch(`${url}${path}`, { method, headers: { authorization } });
      return ((await response.json()) as { error: { code: string } }).error.code;
    };
    const path = `/deals/0x${'12'.repeat(32)}/results`;
    expect(await again(path)).toBe('request_replayed');
    expect(await again(`${path}?x=1`)).toBe('request_signature');
    expect(await again(`/deals/0x${'13'.repeat(32)}/results`)).toBe('request_signature');
    expect(await again(`/deals/0x${'12'.repeat(32)}/guests`, 'POST')).toBe('request_signature');
  });

  it('are told the time when their clock is off, and sign again by themselves', async () => {
    const { url, domain, inputsId, buyer } = await withDeal();
    for (const seconds of [-600, 600]) {
      const clock = () => Date.now() + seconds * 1000;
      const client = new DirectoryClient({ url, domain, auth: { signer: buyer }, clock });
      expect(await codeOf(client.getContent(cidOfId(inputsId)))).toBe('taken');
    }
  });

  it('sign in with a wallet for a session', async () => {
    const { client, buyer, inputsId } = await withDeal();
    const { token, address } = await client.openSession({
      address: buyer.address,
      domain: 'localhost:3000',
      signMessage: (message) => buyer.signMessage({ message }),
    });
    expect(address).toBe(buyer.address);
    const cid = cidOfId(inputsId);
    expect(await codeOf(client.as({ token }).getContent(cid))).toBe('taken');
    expect(await codeOf(client.as({ token: `${token}x` }).getContent(cid))).toBe('session_expired');
    const elsewhere = client.openSession({
      address: buyer.address,
      domain: 'evil.example',
      signMessage: (message) => buyer.signMessage({ message }),
    });
    expect(await codeOf(elsewhere)).toBe('siwe_domain');
  });
});

describe('restart and garbage', () => {
  it('keeps content, receipts, guests and sessions over a restart', async () => {
    const test = await withDeal();
    const { client, buyer, as, deal, inputsId, directory, start } = test;
    await as(buyer).addGuest(deal.dealId, newAccount().address);
    const { token } = await client.openSession({
      address: buyer.address,
      domain: 'localhost:3000',
      signMessage: (message) => buyer.signMessage({ message }),
    });
    await directory.close();
    const again = await start();
    closing.push(again.close);
    const session = client.as({ token });
    expect((await session.getContent(cidOfId(inputsId))).id).toBe(inputsId);
    expect(await session.listGuests(deal.dealId)).toHaveLength(1);
  });

  it('drops uploads without receipt after a while, and keeps what is promised or needed', async () => {
    const test = await withDeal({}, { freshSeconds: 100 });
    const { client, directory, moduleId, inputsId, book, as, provider, buyer, deal } = test;
    const { ports } = directory;
    const loose = await client.putContent(inputFiles());
    const { cid, id } = await as(provider).putContent(resultFiles());
    const { seal } = await as(provider).requestResultReceipt({ dealId: deal.dealId, cid });
    const at = (seconds: number) => ({ ...ports, now: () => ports.now() + seconds });
    expect((await collectGarbage(at(50))).records).toBe(0);
    expect((await collectGarbage(at(101))).records).toBe(1);
    expect(ports.store.record(loose.id)).toBeUndefined();
    expect(ports.store.record(inputsId)).toBeDefined();
    expect((await collectGarbage(at(9e8))).records).toBe(0);
    book.write({ ...deal, posted: { seal, fuelUsed: 1_000n } });
    expect(await codeOf(as(buyer).getContent(cid))).toBe('taken');
    book.write({ ...deal, isSettled: true });
    const gone = await collectGarbage(at(9e8));
    expect(gone.records).toBe(3);
    expect(gone.blocks).toBeGreaterThan(0);
    expect([moduleId, inputsId, id].map((one) => ports.store.record(one))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(ports.deals.get(deal.dealId)).toBeUndefined();
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
