import { maxUint256 } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestMarket, type TestMarket } from '../../test/builders/test-market';
import { marketAbi } from './generated/market-abi';
import { testTokenAbi } from './generated/test-token-abi';
import { openMarket, readAccount, readConfig } from './market.server';
import { WrongChainError } from './rpc-pool.server';
import { CallRefusedError, type CallSender, createSender } from './send-call.server';

let market: TestMarket;

beforeAll(async () => {
  market = await startTestMarket({}, { blockTime: 1 });
});

afterAll(() => market?.stop());

async function fundedSender(): Promise<CallSender> {
  const account = await market.newAccount();
  const sender = createSender({ access: market, account, pollingMs: 50 });
  await sender.sendTo({
    to: market.token,
    abi: testTokenAbi,
    functionName: 'faucet',
    args: [account.address, 10_000_000n],
  });
  await sender.sendTo({
    to: market.token,
    abi: testTokenAbi,
    functionName: 'approve',
    args: [market.market, maxUint256],
  });
  return sender;
}

describe('openMarket', () => {
  it('reads the configuration and refuses another chain or an empty address', async () => {
    const options = { rpcUrl: market.anvil.url, chainId: 31_337, market: market.market };
    const access = await openMarket(options);
    expect(await readConfig(access)).toEqual(market.config);
    await expect(openMarket({ ...options, chainId: 1 })).rejects.toThrow(WrongChainError);
    await expect(openMarket({ ...options, market: market.deployer.address })).rejects.toThrow(
      'has no contract',
    );
  });
});

describe('a sender', () => {
  it('sends overlapping calls in order and answers their events', async () => {
    const sender = await fundedSender();
    const amounts = [1n, 2n, 3n, 4n, 5n, 6n];
    const sent = await Promise.all(
      amounts.map((amount) => sender.send({ functionName: 'deposit', args: [amount] })),
    );
    expect(sent.map(({ events }) => events[0])).toMatchObject(
      amounts.map((amount) => ({ name: 'Deposited', args: { amount } })),
    );
    expect((await readAccount(market, sender.address)).available).toBe(21n);
  });

  it('says in words why the contract refuses, without sending', async () => {
    const sender = await fundedSender();
    const before = await market.client.getTransactionCount({ address: sender.address });
    const refused = sender.send({ functionName: 'withdraw', args: [5n, sender.address] });
    await expect(refused).rejects.toThrow(CallRefusedError);
    await expect(refused).rejects.toMatchObject({ problem: { name: 'Market_BalanceTooLow' } });
    expect(await market.client.getTransactionCount({ address: sender.address })).toBe(before);
  });

  it('takes the refusal of the token for one, so that a solver lets such a job rest', async () => {
    const sender = await fundedSender();
    const refused = sender.send({ functionName: 'deposit', args: [20_000_000n] });
    await expect(refused).rejects.toThrow(CallRefusedError);
    await expect(refused).rejects.toMatchObject({ call: 'deposit', problem: { name: 'reverted' } });
  });

  it('waits for what a killed process left on its way', async () => {
    const account = await market.newAccount();
    const fees = await market.client.estimateFeesPerGas();
    // A transaction of an earlier life: broadcast, and nobody waits for it.
    const left = await account.signTransaction({
      type: 'eip1559',
      chainId: market.chainId,
      nonce: 0,
      to: market.market,
      data: '0x',
      gas: 100_000n,
      ...fees,
    });
    const raw = market.client.sendRawTransaction({ serializedTransaction: left });
    await raw;
    const sender = createSender({ access: market, account, pollingMs: 50 });
    const { receipt } = await sender.send({
      functionName: 'setOperator',
      args: [market.deployer.address, true],
    });
    expect(receipt.status).toBe('success');
    expect(await market.client.getTransactionCount({ address: account.address })).toBe(2);
  });

  it('raises the fees of what is stuck, its own and what an earlier life left', async () => {
    await market.test.setAutomine(false);
    await market.test.setIntervalMining({ interval: 0 });
    const account = await market.newAccount();
    const stuck = await account.signTransaction({
      type: 'eip1559',
      chainId: market.chainId,
      nonce: 0,
      to: account.address,
      gas: 21_000n,
      maxFeePerGas: 2_000_000_000n,
      maxPriorityFeePerGas: 1n,
    });
    await market.client.sendRawTransaction({ serializedTransaction: stuck });
    const sender = createSender({ access: market, account, pollingMs: 50, patienceMs: 300 });
    const sent = sender.send({ functionName: 'setOperator', args: [market.market, true] });
    // Long enough for replacements of both.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await market.test.mine({ blocks: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await market.test.mine({ blocks: 1 });
    expect((await sent).receipt.status).toBe('success');
    expect(await market.client.getTransactionCount({ address: account.address })).toBe(2);
    await market.test.setIntervalMining({ interval: 1 });
  });

  it('sends again what a node has forgotten, and fills the nonce that it freed', async () => {
    const account = await market.newAccount();
    await market.test.setIntervalMining({ interval: 0 });
    const hashes: string[] = [];
    const sender = createSender({
      access: market,
      account,
      pollingMs: 50,
      onBroadcast: (call) => hashes.push(call),
    });
    const sends = [market.deployer.address, market.market].map((operator) =>
      sender.send({ functionName: 'setOperator', args: [operator, true] }),
    );
    const sent = Promise.all(sends);
    await expect.poll(() => hashes, { timeout: 10_000 }).toEqual(['setOperator', 'setOperator']);
    await market.client.request({ method: 'anvil_dropAllTransactions' } as never);
    await market.test.setIntervalMining({ interval: 1 });
    for (const { receipt } of await sent) expect(receipt.status).toBe('success');
    expect(await market.client.getTransactionCount({ address: account.address })).toBe(2);
  });

  it('decodes a reason that only appeared on chain', async () => {
    const sender = await fundedSender();
    await sender.send({ functionName: 'deposit', args: [10n] });
    await market.test.setIntervalMining({ interval: 0 });
    const sends = [7n, 6n].map((amount) =>
      sender.send({ functionName: 'withdraw', args: [amount, sender.address] }),
    );
    const results = Promise.allSettled(sends);
    await expect
      .poll(async () => (await market.test.getTxpoolStatus()).pending, { timeout: 15_000 })
      .toBe(2);
    await market.test.mine({ blocks: 1 });
    // Both were possible when they were sent; only one is when they are mined.
    const [refused] = (await results).filter(({ status }) => status === 'rejected');
    expect((await results).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(refused).toMatchObject({ reason: { problem: { name: 'Market_BalanceTooLow' } } });
    await market.test.setIntervalMining({ interval: 1 });
  });
});

it('reads stakes and nonces by the generated ABI', async () => {
  const used = await market.client.readContract({
    address: market.market,
    abi: marketAbi,
    functionName: 'jobNonces',
    args: [market.deployer.address, 1n],
  });
  expect(used).toEqual([false, false]);
});
