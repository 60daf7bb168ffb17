import { afterAll, describe, expect, it } from 'vitest';
import {
  codeOf,
  newAccount,
  resultFiles,
  startWithDeal,
  stopDirectories,
} from '../../test/directory/start-test-directory';
import { DirectoryClient } from './directory.client';

afterAll(stopDirectories);

const DAY = 86_400;

/** A deal whose provider's result is handed in, and posted unless `isPosted` is false. */
async function startWithResult(isPosted = true) {
  const clock = { now: 1_000_000_000 };
  const test = await startWithDeal({}, { now: () => clock.now });
  const { as, provider, deal, book } = test;
  const { dealId } = deal;
  const { cid } = await as(provider).putContent(resultFiles());
  const { seal, fuelUsed } = await as(provider).requestResultReceipt({ dealId, cid });
  const post = () => book.write({ ...deal, posted: { seal, fuelUsed } });
  if (isPosted) post();
  const holding = (link: string) =>
    new DirectoryClient({ url: test.url, domain: test.domain, auth: { link } });
  return { ...test, clock, dealId, cid, post, holding, in: (time: number) => clock.now + time };
}

describe('share links', () => {
  it('open the results of one deal to whoever has them, until they run out', async () => {
    const test = await startWithResult();
    const { as, buyer, dealId, cid, clock, holding } = test;
    const { token, expiresAt, id } = await as(buyer).makeLink(dealId, test.in(DAY));
    const shared = await holding(token).listShared();
    expect(shared).toMatchObject({ dealId, expiresAt, results: [{ cid, role: 'provider' }] });
    const { files } = await holding(token).getContent(cid);
    expect(new TextDecoder().decode(files.get('stdout'))).toBe('moo');
    expect(await as(buyer).listLinks(dealId)).toEqual([{ id, createdAt: clock.now, expiresAt }]);
    clock.now = expiresAt + 1;
    expect(await codeOf(holding(token).listShared())).toBe('link_expired');
    expect(await codeOf(holding(token).getContent(cid))).toBe('link_expired');
    expect(await as(buyer).listLinks(dealId)).toEqual([]);
  });

  it('open nothing once they are taken back, and others stay', async () => {
    const test = await startWithResult();
    const { as, buyer, dealId, cid, holding } = test;
    const first = await as(buyer).makeLink(dealId, test.in(DAY));
    const second = await as(buyer).makeLink(dealId, test.in(DAY));
    expect(await as(buyer).takeLinkBack(dealId, first.id)).toMatchObject([{ id: second.id }]);
    expect(await codeOf(holding(first.token).listShared())).toBe('link_taken_back');
    expect(await codeOf(holding(first.token).getContent(cid))).toBe('link_taken_back');
    expect(await codeOf(holding(second.token).getContent(cid))).toBe('taken');
  });

  it('do not open to who changes them, and are no session', async () => {
    const test = await startWithResult();
    const { as, buyer, dealId, cid, holding, client, url } = test;
    const { token } = await as(buyer).makeLink(dealId, test.in(DAY));
    const [head = '', claim = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(claim, 'base64url').toString());
    const later = { ...claims, exp: claims.exp + 9 * DAY };
    const forged = Buffer.from(JSON.stringify(later)).toString('base64url');
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const changed of [
      `${head}.${forged}.${signature}`,
      `${unsigned}.${claim}.`,
      token.slice(0, -4),
      'rubbish',
      '',
    ]) {
      expect(await codeOf(holding(changed).listShared())).toBe('link_invalid');
    }
    expect(await codeOf(client.as({ token }).getContent(cid))).toBe('session_expired');
    const other = await startWithResult();
    expect(await codeOf(other.holding(token).listShared())).toBe('link_invalid');
    expect((await fetch(`${url}/shared`)).status).toBe(401);
  });

  it('are made, listed and taken back by the deal’s buyer alone', async () => {
    const test = await startWithResult();
    const { as, buyer, provider, seat, dealId, client } = test;
    const guest = newAccount();
    await as(buyer).addGuest(dealId, guest.address);
    const { id } = await as(buyer).makeLink(dealId, test.in(DAY));
    for (const other of [provider, seat, guest, newAccount()]) {
      expect(await codeOf(as(other).makeLink(dealId, test.in(DAY)))).toBe('not_found');
      expect(await codeOf(as(other).listLinks(dealId))).toBe('not_found');
      expect(await codeOf(as(other).takeLinkBack(dealId, id))).toBe('not_found');
    }
    expect(await codeOf(client.makeLink(dealId, test.in(DAY)))).toBe('sign_in');
    expect(await as(buyer).listLinks(dealId)).toMatchObject([{ id }]);
  });

  it('show nothing before the seal is on chain, and no other content ever', async () => {
    const test = await startWithResult(false);
    const { as, buyer, provider, dealId, cid, holding, inputs } = test;
    const { token } = await as(buyer).makeLink(dealId, test.in(DAY));
    expect((await holding(token).listShared()).results).toEqual([]);
    expect(await codeOf(holding(token).getContent(cid))).toBe('not_found');
    test.post();
    expect(await codeOf(holding(token).getContent(cid))).toBe('taken');
    const { cid: inputsCid } = await test.client.putContent(inputs);
    expect(await codeOf(holding(token).getContent(inputsCid))).toBe('not_found');
    const wrong = (await as(provider).putContent(resultFiles({ fuelUsed: 7n }))).cid;
    await as(provider).requestResultReceipt({ dealId, cid: wrong });
    expect(await codeOf(holding(token).getContent(wrong))).toBe('not_found');
  });

  it('last up to ninety days, thirty-two at a time, and outlive the process', async () => {
    const test = await startWithResult();
    const { as, buyer, dealId, clock, holding, directory } = test;
    expect(await codeOf(as(buyer).makeLink(dealId, clock.now))).toBe('link_time');
    expect(await codeOf(as(buyer).makeLink(dealId, test.in(91 * DAY)))).toBe('link_time');
    const { token } = await as(buyer).makeLink(dealId, test.in(90 * DAY));
    for (let i = 0; i < 31; i += 1) await as(buyer).makeLink(dealId, test.in(60));
    expect(await codeOf(as(buyer).makeLink(dealId, test.in(60)))).toBe('too_many_links');
    clock.now += 61;
    expect(await codeOf(as(buyer).makeLink(dealId, test.in(60)))).toBe('taken');
    await directory.close();
    await test.start();
    expect((await holding(token).listShared()).results).toHaveLength(1);
  });
});
