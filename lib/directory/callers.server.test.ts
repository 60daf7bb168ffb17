import { afterAll, describe, expect, it } from 'vitest';
import {
  codeOf,
  inputFiles,
  newAccount,
  resultFiles,
  startWithDeal,
  stopDirectories,
} from '../../test/directory/start-test-directory';
import { cidOfId } from '../content/content-id';
import { DirectoryClient } from './directory.client';
import { collectGarbage } from './directory.server';

afterAll(stopDirectories);

describe('callers', () => {
  it('cannot replay a signed request, or use it elsewhere', async () => {
    const { url, as } = await startWithDeal();
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
    const { url, domain, inputsId, buyer } = await startWithDeal();
    for (const seconds of [-600, 600]) {
      const clock = () => Date.now() + seconds * 1000;
      const client = new DirectoryClient({ url, domain, auth: { signer: buyer }, clock });
      expect(await codeOf(client.getContent(cidOfId(inputsId)))).toBe('taken');
    }
  });

  it('sign in with a wallet for a session', async () => {
    const { client, buyer, inputsId } = await startWithDeal();
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
    const test = await startWithDeal();
    const { client, buyer, as, deal, inputsId, directory, start } = test;
    await as(buyer).addGuest(deal.dealId, newAccount().address);
    const { token } = await client.openSession({
      address: buyer.address,
      domain: 'localhost:3000',
      signMessage: (message) => buyer.signMessage({ message }),
    });
    await directory.close();
    await start();
    const session = client.as({ token });
    expect((await session.getContent(cidOfId(inputsId))).id).toBe(inputsId);
    expect(await session.listGuests(deal.dealId)).toHaveLength(1);
  });

  it('drops uploads without receipt after a while, and keeps what is promised or needed', async () => {
    const test = await startWithDeal({}, { freshSeconds: 100 });
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
