import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OUTCOME, STAGE } from '../../lib/chain/deal-facts';
import { findDeal } from '../../lib/deals/deals.query';
import { findDispute } from '../../lib/disputes/disputes.query';
import { listCourts } from '../../lib/offers/courts.query';
import { longestDeal } from '../../lib/offers/deal-windows';
import { inputReceiptTypes } from '../../lib/offers/typed-data';
import { findProvider } from '../../lib/providers/providers.query';
import { jobOffer, testHash } from '../../test/builders/offers';
import { type MirroredMarket, startMirroredMarket } from '../../test/directory/mirrored-market';
import { LOCAL_LIMITS } from '../deploy/deploy-market';

/** The real market's events, from a court's founding to a void deal, and a reorg of three blocks. */

const directory = privateKeyToAccount(generatePrivateKey());
let market: MirroredMarket['market'];
let mirror: MirroredMarket;
let database: MirroredMarket['database'];

beforeAll(async () => {
  mirror = await startMirroredMarket(directory.address);
  ({ market, database } = mirror);
});
afterAll(() => mirror?.stop());

const index = () => mirror.index();

async function matchedDeal() {
  const { buyer: buyer_ } = market;
  const buyer = buyer_.address;
  const [moduleId, inputsId] = [testHash(0x21), testHash(0x22)];
  const { timestamp } = await market.client.getBlock({ blockTag: 'latest' });
  const heldUntil = Number(timestamp) + longestDeal(jobOffer(), LOCAL_LIMITS) + 600;
  const message = { buyer, moduleId, inputsId, heldUntil };
  const signature = await directory.signTypedData({
    domain: market.domain,
    types: inputReceiptTypes,
    primaryType: 'InputReceipt',
    message,
  });
  return market.match({ ...message, directory: directory.address, signature });
}

it('mirrors a life of the real market, and takes three blocks of it back', async () => {
  const { dealId, packedTerms } = await matchedDeal();
  const post = {
    dealId,
    terms: packedTerms as never,
    seal: testHash(0x5ea1),
    fuelUsed: 1_000_000n,
    directory: '0x0000000000000000000000000000000000000000',
    heldUntil: 0,
    receiptSignature: '0x',
    jobDirectories: [],
    resourceDirectories: [],
  } as const;
  await market.send(market.provider, 'postResult', [post]);
  await market.disputeAndSeat(dealId);
  await index();

  const onChain = await market.readDeal(dealId);
  const mirrored = await findDeal(database.db, dealId);
  expect(mirrored?.record).toMatchObject({
    terms: onChain.terms,
    post: onChain.post,
    case: onChain.case,
    stage: STAGE.Panel1,
  });
  expect(mirrored?.events.map(({ name }) => name)).toEqual([
    'DealMatched',
    'ResultPosted',
    'CaseOpened',
    'PanelSeated',
  ]);
  const dispute = await findDispute(database.db, dealId);
  expect(dispute?.court?.members).toHaveLength(5);
  expect((await listCourts(database.db))[0]).toMatchObject({ joined: 5, deals: 1 });

  await market.client.request({ method: 'anvil_rollback', params: [3] } as never);
  await market.test.mine({ blocks: 1 });
  await index();
  const afterReorg = await findDeal(database.db, dealId);
  const stillOnChain = await market.readDeal(dealId);
  expect(stillOnChain.stage).not.toBe(STAGE.Panel1);
  expect(afterReorg?.record.stage).toBe(stillOnChain.stage);
  expect(afterReorg?.record.case).toEqual(stillOnChain.case);

  await market.pass(LOCAL_LIMITS.seatWait + 2);
  const drawn = await market.readDeal(dealId);
  const facts = [dealId, drawn.packedTerms, drawn.post, drawn.case, []];
  await market.send(market.deployer, 'voidDeal', facts as never);
  await index();
  const end = await findDeal(database.db, dealId);
  expect(end?.record.outcome).toBe(OUTCOME.Void);
  expect(end?.buyerNet).toBeLessThanOrEqual(0n);
  const { provider } = market;
  const record = await findProvider(database.db, provider.address, Number(end?.record.settledAt));
  expect(record).toMatchObject({ deals: 1, voided: 1, live: 0, atRisk: 0n });
  expect(record.net).toBe(end?.providerNet);
});
