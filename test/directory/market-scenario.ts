import {
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  type PrivateKeyAccount,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { isDealEvent } from '../../lib/chain/deal-event';
import { STAGE } from '../../lib/chain/deal-facts';
import { type DealRecord, foldDealEvents } from '../../lib/chain/deal-fold';
import { decodeEvents, type MinedLog } from '../../lib/chain/decode-event';
import { withGasMargin } from '../../lib/chain/gas-margin';
import { marketAbi } from '../../lib/chain/generated/market-abi';
import { testTokenAbi } from '../../lib/chain/generated/test-token-abi';
import type { Signed } from '../../lib/directory/receipts';
import { buildMatch } from '../../lib/offers/match-item';
import { listHashOf } from '../../lib/offers/offer-hash';
import { type InputReceipt, marketDomain } from '../../lib/offers/offer-types';
import { jobOfferTypes, resourceOfferTypes } from '../../lib/offers/typed-data';
import { deployMarket } from '../../workers/deploy/deploy-market';
import { connectLocalChain } from '../../workers/deploy/local-chain';
import { localCourt } from '../../workers/deploy/local-court';
import { jobOffer, resourceOffer, testEngine } from '../builders/offers';
import { startAnvil } from '../stack/start-anvil';

type Call = ContractFunctionName<typeof marketAbi, 'nonpayable'>;
type Args<Name extends Call> = ContractFunctionArgs<typeof marketAbi, 'nonpayable', Name>;

const MONEY = 100_000_000n;

/**
 * A market on an anvil of its own: a court of five with stakes, a buyer and a provider with deposits,
 * the provider's operator. Deals are matched with real receipts of the directory.
 */
export async function startMarketScenario(directory: Address, block = 1, others: Address[] = []) {
  const directories = [directory, ...others];
  const anvil = await startAnvil({ blockTime: block, args: ['--mixed-mining'] });
  const make = () => privateKeyToAccount(generatePrivateKey());
  const [deployer, buyer, provider, operator] = [make(), make(), make(), make()];
  const mediators = [make(), make(), make(), make(), make()];
  const chain = await connectLocalChain(anvil.url, deployer);
  const { client } = chain;
  const test = createTestClient({ chain: chain.chain, mode: 'anvil', transport: http(anvil.url) });
  const { market, token, block: deployedAt } = await deployMarket(chain, 'contracts/out');
  const domain = marketDomain(31_337, market);

  async function send<Name extends Call>(
    account: PrivateKeyAccount,
    functionName: Name,
    args: Args<Name>,
  ): Promise<void> {
    const wallet = createWalletClient({ account, chain: chain.chain, transport: http(anvil.url) });
    const call = { account, address: market, abi: marketAbi, functionName, args };
    const gas = await client.estimateContractGas(
      call as Parameters<typeof client.estimateContractGas>[0],
    );
    const hash = await wallet.writeContract({
      ...call,
      gas: withGasMargin(gas),
    } as Parameters<typeof wallet.writeContract>[0]);
    const { status } = await client.waitForTransactionReceipt({ hash });
    if (status !== 'success') throw new Error(`${functionName} reverted`);
  }

  async function fund(account: PrivateKeyAccount): Promise<void> {
    await chain.giveGas(account.address);
    const wallet = createWalletClient({ account, chain: chain.chain, transport: http(anvil.url) });
    for (const [functionName, args] of [
      ['faucet', [account.address, MONEY]],
      ['approve', [market, MONEY]],
    ] as const) {
      const call = { address: token, abi: testTokenAbi, functionName, args } as const;
      const hash = await wallet.writeContract(call as Parameters<typeof wallet.writeContract>[0]);
      await client.waitForTransactionReceipt({ hash });
    }
    await send(account, 'deposit', [MONEY]);
  }

  const court = localCourt({
    members: mediators.map(({ address }) => address),
    directories,
    engines: [testEngine],
    maxExecutionWindow: 600,
  });
  await chain.giveGas(operator.address);
  await Promise.all([buyer, provider, ...mediators].map(fund));
  await send(deployer, 'foundCourt', [
    court.members,
    court.engines as { engine: Hex; class_: number }[],
    court.directories,
    court.terms,
  ]);
  await Promise.all(mediators.map((mediator) => send(mediator, 'stake', [MONEY / 2n])));
  await Promise.all(
    mediators.map((mediator) => send(mediator, 'joinCourt', [court.members, court.terms])),
  );
  await send(provider, 'setOperator', [operator.address, true]);
  await test.mine({ blocks: 1, interval: 2 });

  /** Matches a job on these contents; the receipt is the directory's. */
  async function match(receipt: Signed<InputReceipt>): Promise<DealRecord> {
    const { moduleId, inputsId } = receipt;
    const nonce = BigInt(generatePrivateKey().slice(0, 16));
    const job = jobOffer({
      buyer: buyer.address,
      moduleId,
      inputsId,
      court: court.id,
      directoriesHash: listHashOf(directories),
      nonce,
    });
    const resource = resourceOffer({
      provider: provider.address,
      courtsHash: listHashOf([court.id]),
      directoriesHash: listHashOf(directories),
      nonce,
    });
    const jobSignature = await buyer.signTypedData({
      domain,
      types: jobOfferTypes,
      primaryType: 'JobOffer',
      message: job,
    });
    const resourceSignature = await provider.signTypedData({
      domain,
      types: resourceOfferTypes,
      primaryType: 'ResourceOffer',
      message: resource,
    });
    const { resource: offered, job: wanted } = buildMatch({
      job: { offer: job, signature: jobSignature, lists: { directories }, inputReceipt: receipt },
      resource: {
        offer: resource,
        signature: resourceSignature,
        lists: { engines: [testEngine], courts: [court.id], directories },
      },
      court: { ...court, engines: court.engines as never },
      lane: 0,
      failed: [],
    });
    await send(deployer, 'matchDeal', [offered, wanted] as Args<'matchDeal'>);
    const deals = await readDeals();
    const deal = deals.find(({ work }) => work.inputsId === inputsId);
    if (deal === undefined) throw new Error('the deal was not matched');
    return deal;
  }

  async function readDeals(): Promise<DealRecord[]> {
    const logs = await client.getLogs({ address: market, fromBlock: deployedAt });
    const events = decodeEvents(logs as MinedLog[], () => 0).filter(isDealEvent);
    const ids = [...new Set(events.map(({ args }) => args.dealId))];
    return ids.flatMap(
      (id) => foldDealEvents(events.filter(({ args }) => args.dealId === id)) ?? [],
    );
  }

  async function readDeal(dealId: Hex): Promise<DealRecord> {
    const deal = (await readDeals()).find((found) => found.dealId === dealId);
    if (deal === undefined) throw new Error(`no deal ${dealId}`);
    return deal;
  }

  /** Moves the chain's clock on and mines. */
  async function pass(seconds: number): Promise<void> {
    await test.increaseTime({ seconds });
    await test.mine({ blocks: 3 });
  }

  /** Disputes a posted deal and seats its panel; the deal with its first panel. */
  async function disputeAndSeat(dealId: Hex): Promise<DealRecord> {
    const posted = await readDeal(dealId);
    if (!posted.post) throw new Error('nothing is posted');
    if (posted.stage !== STAGE.Drawn) {
      await send(buyer, 'dispute', [dealId, posted.packedTerms, posted.post] as Args<'dispute'>);
    }
    await test.mine({ blocks: 3 });
    const disputed = await readDeal(dealId);
    await send(deployer, 'seat', [
      dealId,
      disputed.packedTerms,
      disputed.post,
      disputed.case,
      court.members,
      court.terms,
    ] as Args<'seat'>);
    return readDeal(dealId);
  }

  return {
    anvil,
    test,
    client,
    domain,
    market,
    deployedAt,
    court,
    deployer,
    buyer,
    provider,
    operator,
    mediators,
    send,
    match,
    readDeal,
    pass,
    disputeAndSeat,
  };
}

export type MarketScenario = Awaited<ReturnType<typeof startMarketScenario>>;
