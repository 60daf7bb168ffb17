import { createPublicClient } from 'viem';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestMarket, type TestMarket } from '../../test/builders/test-market';
import {
  inventReceipts,
  type Lie,
  type LyingProxy,
  startLyingProxy,
} from '../../test/stack/lying-proxy';
import { isOperator, openMarket } from './market.server';
import { createRpcPool, WrongChainError } from './rpc-pool.server';
import { createSender } from './send-call.server';

let market: TestMarket;
const proxies: LyingProxy[] = [];

beforeAll(async () => {
  market = await startTestMarket({}, { blockTime: 1 });
});
afterEach(() => Promise.all(proxies.splice(0).map((proxy) => proxy.stop())));
afterAll(() => market?.stop());

async function proxy(lie: Lie = async () => undefined): Promise<LyingProxy> {
  const started = await startLyingProxy(market.anvil.url, lie);
  proxies.push(started);
  return started;
}

/** The market through these nodes, in this order. */
async function open(...nodes: readonly { readonly url: string }[]) {
  const problems: string[] = [];
  const access = await openMarket({
    rpcUrl: nodes.map(({ url }) => url),
    chainId: market.chainId,
    market: market.market,
    onProblem: (text) => problems.push(text),
  });
  return { access, problems };
}

const saying = (status: number): Lie => {
  return async () => ({ status });
};
const onOtherChain: Lie = async ({ method }) =>
  method === 'eth_chainId' ? { result: '0x1' } : undefined;

describe('several endpoints', () => {
  it('stand in for each other: one that fails rests, and the next is asked', async () => {
    const [first, second] = [await proxy(), await proxy()];
    const { access, problems } = await open(first, second);
    await access.client.getBlockNumber();
    first.lies(saying(503));
    const before = first.asked.length;
    for (let i = 0; i < 5; i++) expect(await access.client.getBlockNumber()).toBeGreaterThan(0n);
    expect(first.asked.length - before).toBe(1);
    expect(problems.join()).toContain(new URL(first.url).host);
  });

  it('are not believed before they show the right chain', async () => {
    const [wrong, right] = [await proxy(onOtherChain), await proxy()];
    const { access, problems } = await open(wrong, right);
    expect(await access.client.getChainId()).toBe(market.chainId);
    expect(wrong.asked).not.toContain('eth_getCode');
    expect(problems.join()).toContain('serves chain 1, wanted was 31337');
    await expect(open(wrong, await proxy(onOtherChain))).rejects.toThrow(WrongChainError);
  });

  it('that were all away are asked again when they are back', async () => {
    const [first, second] = [await proxy(), await proxy()];
    const { access } = await open(first, second);
    first.lies(saying(500));
    second.lies(saying(429));
    await expect(access.client.getBlockNumber()).rejects.toThrow();
    second.lies(async () => undefined);
    expect(await access.client.getBlockNumber()).toBeGreaterThan(0n);
  });

  it('say what the chain says of a refused call, not that the node is away', async () => {
    const { access } = await open(await proxy(), await proxy());
    const account = await market.newAccount();
    const sender = createSender({ access, account, pollingMs: 50 });
    const refused = sender.send({ functionName: 'withdraw', args: [5n, account.address] });
    await expect(refused).rejects.toMatchObject({ problem: { name: 'Market_BalanceTooLow' } });
  });
});

it('a node that stands still and answers is asked last until it has caught up', async () => {
  const [stuck, honest] = [await proxy(), await proxy()];
  const problems: string[] = [];
  const pool = createRpcPool({
    urls: [stuck.url, honest.url],
    chainId: market.chainId,
    onProblem: (text) => problems.push(text),
    ...{ compareMs: 100, lagMs: 1_000 },
  });
  const client = createPublicClient({ transport: pool.transport, cacheTime: 0 });
  const old = await client.getBlockNumber();
  stuck.lies(async ({ method }) =>
    method === 'eth_blockNumber' ? { result: `0x${old.toString(16)}` } : undefined,
  );
  const patience = { timeout: 20_000, interval: 100 };
  await expect.poll(() => client.getBlockNumber(), patience).toBeGreaterThan(old + 1n);
  expect(problems).toEqual([expect.stringContaining(`stands still at block ${old}`)]);
  expect(pool.witnesses.map(({ isStill }) => isStill())).toEqual([true, false]);
  stuck.lies(async () => undefined);
  const before = stuck.asked.filter((method) => method === 'eth_gasPrice').length;
  await expect
    .poll(async () => {
      await client.getGasPrice();
      return stuck.asked.filter((method) => method === 'eth_gasPrice').length;
    }, patience)
    .toBeGreaterThan(before);
});

describe('a node that lies about a receipt', () => {
  it('is found out by asking another one: the call goes through all the same', async () => {
    const [liar, honest] = [await proxy(inventReceipts()), await proxy()];
    const { access, problems } = await open(liar, honest);
    const account = await market.newAccount();
    const sender = createSender({ access, account, pollingMs: 50, patienceMs: 5_000 });
    const operator = market.deployer.address;
    const { receipt } = await sender.send({ functionName: 'setOperator', args: [operator, true] });
    const block = await market.client.getBlock({ blockHash: receipt.blockHash });
    expect(block.transactions).toContain(receipt.transactionHash);
    expect(await isOperator(market, account.address, operator)).toBe(true);
    expect(problems.join()).toContain('is not what the chain has');
  });

  it('is found out by itself when it is alone: the call is not taken for done', async () => {
    const liar = await proxy(inventReceipts());
    const access = await openMarket({
      rpcUrl: liar.url,
      chainId: market.chainId,
      market: market.market,
    });
    const account = await market.newAccount();
    const doubts: string[] = [];
    const sender = createSender({
      ...{ access, account, pollingMs: 50, patienceMs: 1_000 },
      onDoubt: (reason) => doubts.push(reason),
    });
    const operator = market.deployer.address;
    const sent = sender.send({ functionName: 'setOperator', args: [operator, true] });
    await expect.poll(() => doubts.length, { timeout: 10_000 }).toBeGreaterThan(2);
    expect(doubts[0]).toContain('names a block without it');
    expect(await isOperator(market, account.address, operator)).toBe(false);
    // It comes to its senses, and what it swallowed is broadcast again.
    liar.lies(async () => undefined);
    expect((await sent).receipt.status).toBe('success');
    expect(await isOperator(market, account.address, operator)).toBe(true);
  });
});

it('a key that another process uses too is noticed, once for each of its transactions', async () => {
  const account = await market.newAccount();
  const call = { functionName: 'setOperator', args: [market.market, true] } as const;
  const [ours, theirs] = [1, 2].map(() => createSender({ access: market, account, pollingMs: 50 }));
  await ours?.send(call);
  expect(await ours?.countForeign()).toBe(0);
  await theirs?.send(call);
  expect(await ours?.countForeign()).toBe(1);
  await ours?.send(call);
  expect(await ours?.countForeign()).toBe(0);
  expect(await theirs?.countForeign()).toBe(1);
});
