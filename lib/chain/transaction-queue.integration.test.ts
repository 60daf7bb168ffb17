import { keccak256 } from 'viem';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestMarket, type TestMarket } from '../../test/builders/test-market';
import { type Lie, type LyingProxy, startLyingProxy } from '../../test/stack/lying-proxy';
import { isOperator, openMarket } from './market.server';
import { createSender } from './send-call.server';

let market: TestMarket;
let node: LyingProxy;

beforeAll(async () => {
  market = await startTestMarket({}, { blockTime: 1 });
});
afterEach(() => node?.stop());
afterAll(() => market?.stop());

const failing = async () => ({ status: 503 }) as const;

/** Sends one call through a node that behaves so; answers how many transactions its key then has sent. */
async function sendThrough(lie: Lie, patienceMs = 60_000) {
  node = await startLyingProxy(market.anvil.url, lie);
  const { chainId } = market;
  const access = await openMarket({ rpcUrl: node.url, chainId, market: market.market });
  const account = await market.newAccount();
  const doubts: string[] = [];
  const sender = createSender({
    ...{ access, account, pollingMs: 50, patienceMs },
    onDoubt: (reason) => doubts.push(reason),
  });
  const operator = market.deployer.address;
  const { receipt } = await sender.send({ functionName: 'setOperator', args: [operator, true] });
  expect(receipt.status).toBe('success');
  expect(await isOperator(market, account.address, operator)).toBe(true);
  const count = await market.client.getTransactionCount({ address: account.address });
  return { count, doubts };
}

describe('a transaction that is on its way', () => {
  it('is waited for while its node fails: nothing is sent twice', async () => {
    let failures = 0;
    const lie: Lie = async ({ method }) => {
      if (method !== 'eth_getTransactionReceipt' || failures === 12) return undefined;
      failures += 1;
      return failing();
    };
    const { count, doubts } = await sendThrough(lie);
    expect([count, failures]).toEqual([1, 12]);
    expect(doubts[0]).toContain('is waited for');
  });

  it('is known though the answer to its broadcast is lost', async () => {
    const lost: string[] = [];
    const lie: Lie = async ({ method, params = [] }, ask) => {
      if (method !== 'eth_sendRawTransaction') return undefined;
      await ask(method, params);
      lost.push(keccak256(params[0] as `0x${string}`));
      return failing();
    };
    expect((await sendThrough(lie)).count).toBe(1);
    expect(new Set(lost).size).toBe(1);
  });

  it('is not given up because there is too little coin to raise its fee', async () => {
    let broadcasts = 0;
    const lie: Lie = async ({ method, params = [] }) => {
      if (method !== 'eth_sendRawTransaction') return undefined;
      broadcasts += 1;
      // The first one is swallowed, and its key is too poor for the second.
      if (broadcasts === 1) return { result: keccak256(params[0] as `0x${string}`) };
      if (broadcasts > 3) return undefined;
      return { error: { code: -32_003, message: 'insufficient funds for gas * price + value' } };
    };
    expect((await sendThrough(lie, 300)).count).toBe(1);
    expect(broadcasts).toBeGreaterThan(3);
  });
});
