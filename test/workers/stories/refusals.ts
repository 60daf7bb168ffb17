import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cidOfId } from '../../../lib/content/content-id';
import { marketDomain } from '../../../lib/offers/offer-types';
import { jobOfferTypedData, placeJobOffer } from '../../../lib/offers/place-job-offer.client';
import { getJson, postJson } from '../../../lib/shared/api.client';
import type { Scenario } from '../../scenario';
import { matchByHand, offerOf } from '../../scenario/hand-match';

const execute = promisify(execFile);
const UNKNOWN = `0x${'5e'.repeat(32)}` as const;

/** What is refused, by whom, and in which words. */
export function refusals(market: () => Scenario): void {
  describe('a refused offer', () => {
    it('that has expired', async () => {
      const { module, mediators } = market();
      const buyer = market().newBuyer();
      const late = buyer.buys({ module: module('cowsay'), expiresIn: -5 });
      await expect(late).rejects.toMatchObject({ code: 'expired', hint: /later expiry/ });
      // Nobody serves it while it is good.
      const { hash } = await buyer.buys({
        module: module('cowsay'),
        from: [mediators[0]!],
        expiresIn: 4,
      });
      await expect
        .poll(async () => (await offerOf(market(), hash)).state.kind, { timeout: 60_000 })
        .toBe('expired');
      const match = matchByHand(market(), market().senderOf(buyer.account), hash);
      await expect(match).rejects.toMatchObject({ problem: { name: 'Market_JobExpired' } });
    });

    it('that is signed for another chain', async () => {
      const { module, deployment } = market();
      const buyer = market().newBuyer();
      const purchase = await buyer.purchaseOf({ module: module('cowsay'), pays: false });
      const wrong = placeJobOffer({ ...purchase, chainId: 1 });
      await expect(wrong).rejects.toMatchObject({
        code: 'wrong-chain',
        message: expect.stringContaining('chain 1'),
      });
      const { hash, offer } = await placeJobOffer(purchase);
      const domain = marketDomain(1, deployment.market);
      const signature = await buyer.account.signTypedData(jobOfferTypedData(domain, offer));
      const match = matchByHand(market(), market().senderOf(buyer.account), hash, {
        change: ({ resource, job }) => ({
          resource,
          job: { ...job, items: job.items.map((item) => ({ ...item, signature })) },
        }),
      });
      await expect(match).rejects.toMatchObject({ problem: { name: /Signature/ } });
    });

    it('that was used before', async () => {
      const { module, providers, deals, api } = market();
      const buyer = market().newBuyer();
      const wish = { module: module('cowsay'), from: [providers[0]] };
      const { hash, offer, deal } = await market().clears(buyer, wish);
      const sender = market().senderOf(buyer.account);
      const whileLive = matchByHand(market(), sender, hash);
      await expect(whileLive).rejects.toMatchObject({ problem: { name: 'Market_JobUsed' } });
      await buyer.accepts(deal);
      await deals.settles(deal);
      const afterwards = matchByHand(market(), sender, hash);
      await expect(afterwards).rejects.toMatchObject({ problem: { name: 'Market_JobUsed' } });
      const { submission } = await offerOf(market(), hash);
      const again = await postJson<{ isNew: boolean }>(`${api}/api/v1/job-offers`, submission);
      expect(again.isNew).toBe(false);
      const { signature } = submission;
      const changed = { ...submission, signature, offer: { ...offer, auditBps: 9_999 } };
      await expect(postJson(`${api}/api/v1/job-offers`, changed)).rejects.toMatchObject({
        code: 'nonce-used',
        hint: /fresh nonce/,
      });
    });

    it('that names what no directory holds', async () => {
      const { module, directory } = market();
      const buyer = market().newBuyer();
      const wish = { module: module('cowsay'), draft: { moduleId: UNKNOWN } };
      await expect(buyer.buys(wish)).rejects.toMatchObject({
        code: 'module_not_held',
        message: expect.stringContaining(UNKNOWN),
      });
      const unknown = directory.as({ signer: buyer.account }).getContent(cidOfId(UNKNOWN));
      await expect(unknown).rejects.toMatchObject({ status: 404, code: 'not_found' });
      await expect(directory.getContent('bafy-no-cid')).rejects.toMatchObject({ status: 400 });
    });
  });

  describe('a worker', () => {
    it('names the chain when it is pointed at another one', async () => {
      const { dataDir, rpcUrl, databaseUrl } = market().stack.market;
      const deployed = readFileSync(join(dataDir, 'deployment-31337.json'), 'utf8');
      const file = join(dataDir, 'deployment-1.json');
      writeFileSync(file, JSON.stringify({ ...JSON.parse(deployed), chainId: 1 }));
      const run = execute(process.execPath, ['dist/keeper.js'], {
        env: {
          ...process.env,
          DEPLOYMENT_FILE: file,
          RPC_URL: rpcUrl,
          DATABASE_URL: databaseUrl,
          KEY_FILE: join(dataDir, 'keys/keeper.key'),
        },
      });
      await expect(run).rejects.toMatchObject({
        code: 1,
        stdout: expect.stringContaining('The node serves chain 31337, wanted was 1'),
      });
    });

    it('says in the API what it serves', async () => {
      const { api, deployment } = market();
      const status = await getJson<{ deployment: { market: string }; behind: number }>(
        `${api}/api/v1/status`,
      );
      expect(status.deployment.market).toBe(deployment.market);
      expect(status.behind).toBeLessThan(20);
    });
  });
}
