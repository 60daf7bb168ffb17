import { domainSeparator } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestMarket, type TestMarket } from '../../test/builders/test-market';
import { marketAbi } from '../chain/generated/market-abi';
import { marketDomain } from './offer-types';

let market: TestMarket;

beforeAll(async () => {
  market = await startTestMarket();
});

afterAll(() => market?.stop());

// That the messages themselves hash alike is shown by test/parity: the contract takes their signatures.
it('signs in the domain of the contract', async () => {
  const real = await market.client.readContract({
    address: market.market,
    abi: marketAbi,
    functionName: 'domainSeparator',
  });
  const { chainId, market: address } = market;
  expect(domainSeparator({ domain: marketDomain(chainId, address) })).toBe(real);
  expect(domainSeparator({ domain: marketDomain(chainId + 1, address) })).not.toBe(real);
});
