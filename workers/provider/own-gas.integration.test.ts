import { createTestClient, http, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createChainClient } from '../../lib/chain/market.server';
import { createLogger } from '../../lib/log/logger.server';
import { startAnvil, type TestAnvil } from '../../test/stack/start-anvil';
import { hasGas } from './own-gas.service';

let anvil: TestAnvil;
beforeAll(async () => {
  anvil = await startAnvil();
});
afterAll(() => anvil.stop());

it('keeps a key without coin off the market until somebody sends it some', async () => {
  const operator = privateKeyToAddress(generatePrivateKey());
  const { url, chainId } = anvil;
  const access = { client: createChainClient(url, chainId), chainId, market: operator };
  const asked = { access, operator, faucet: undefined, log: createLogger('test') };
  expect(await hasGas(asked)).toBe(false);
  const chain = createTestClient({ mode: 'anvil', transport: http(url) });
  await chain.setBalance({ address: operator, value: parseEther('1') });
  expect(await hasGas(asked)).toBe(true);
});
